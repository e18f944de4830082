import SettlementCore

/// What decides why a discrepancy is there and what to do about it: neither who nor how much.
struct Circumstance: Hashable {
  /// Which sides have a line.
  enum Sides: String {
    case ours, theirs, both
  }
  let kind: DiscrepancyKind
  let state: Finding.State
  /// The book that is said to be wrong, and the one in which it was found.
  let leg: Finding.Leg
  let book: Finding.Leg
  /// What the key begins with, as far as that matters: `reversed`, `group` or `fee`; else empty.
  let about: String
  /// `both` where it does not matter.
  let sides: Sides

  init(_ finding: Finding) {
    kind = finding.kind
    state = finding.state
    leg = finding.leg
    book = finding.book
    about = ["reversed", "group", "fee"].first { finding.key.hasPrefix($0 + ":") } ?? ""
    sides = finding.kind != .duplicate ? .both : finding.theirs == nil ? .ours : .theirs
  }

  /// As a manifest tells it; nil when it is of a version with other words.
  init?(_ task: RunSummary.Task) {
    guard let kind = DiscrepancyKind(rawValue: task.kind), let leg = Finding.Leg(rawValue: task.leg),
      let book = Finding.Leg(rawValue: task.book), let sides = Sides(rawValue: task.sides)
    else { return nil }
    (self.kind, state, self.leg, self.book, about, self.sides) = (kind, .open, leg, book, task.about, sides)
  }
}
