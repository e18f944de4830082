import SettlementCore

/// Which of three books is wrong, where all three say something about the same fact of an order: the store, a partner's statement, a
/// channel's bill.
///
/// Two facts are compared. *Sold*: the order exists; a statement says so by a redeemed line of it. *Refunded*: the order was taken back; the
/// store says so by a refund that stands, a statement by a reversed line. What differs is the store and the book in which a finding was
/// made; the third decides. Without its word, or when it has none of its own, the leg stays the finder's (SPEC §7).
public enum Triangle {
  public enum Fact: Sendable {
    case sold, refunded
  }
  /// What the third book adds to a finding.
  public enum Verdict: Sendable, Equatable {
    /// Store and third book agree: the finder is wrong.
    case finder
    /// Finder and third book agree: the store is wrong.
    case store
  }

  /// Nil when a book is silent, or when the finding is about something else than this fact.
  public static func verdict(store: Bool?, finder: Bool?, third: Bool?) -> Verdict? {
    guard let store, let finder, let third, store != finder else { return nil }
    return third == store ? .finder : .store
  }

  /// What several books of one side say together: nil when they contradict each other, or all are silent.
  public static func together(_ answers: some Sequence<Bool?>) -> Bool? {
    var said: Bool?
    for answer in answers {
      guard let answer else { continue }
      if said == !answer { return nil }
      said = answer
    }
    return said
  }

  /// What a book says when several of its lines could say it: one that does is enough; else one that is still awaited leaves it open.
  public static func any(_ answers: some Sequence<Bool?>) -> Bool? {
    var said: Bool?
    var isOpen = false
    for answer in answers {
      if answer == true { return true }
      if answer == nil { isOpen = true }
      said = said ?? answer
    }
    return isOpen ? nil : said
  }
}
