import Feeds
import LedgerStore
import Reports
import SettlementCore

/// What partners were owed for the days of a period, order by order, as it was posted and under corrected terms (SPEC §8).
///
/// Every run is told again twice from the same facts, through the same passes. Orders that another version has split, or none, play no
/// part.
struct CorrectedHistory {
  /// One partner's days.
  struct Span {
    let partner: String
    let party: Int32
    let days: ClosedRange<CalendarDay>
  }
  /// What belongs together: an order, or of a true-up its ladder.
  struct Key: Hashable {
    let party: Int32
    let terms: Int32
    /// The order's id, or `<entitlement>@<period>`.
    let name: String
    let isOrder: Bool
  }
  struct Amounts {
    var old: Int64 = 0
    var new: Int64 = 0
  }

  private let spans: [Int32: Span]
  private let terms: Set<Int32>
  private(set) var amounts: [Key: Amounts] = [:]
  /// Orders that these versions have split, and those that could not be split under the corrected terms.
  private var split: Set<String> = []
  private(set) var unsplit: [String] = []

  init(_ spans: [Span], terms: Set<Int32>) {
    self.spans = Dictionary(uniqueKeysWithValues: spans.map { ($0.party, $0) })
    self.terms = terms
  }

  /// Adds one run, in both ways.
  mutating func add(old: PostedRun, new: PostedRun) throws {
    let known = try walk(old, \.old, among: nil)
    split.formUnion(known)
    let posted = try walk(new, \.new, among: split)
    unsplit += known.subtracting(posted).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Adds what the groups of these terms owe for the days of each partner; returns the orders that the run splits. `among`: no others.
  private mutating func walk(
    _ posted: PostedRun, _ side: WritableKeyPath<Amounts, Int64>, among orders: Set<String>?
  ) throws -> Set<String> {
    var (amounts, fresh): ([Key: Amounts], Set<String>) = ([:], [])
    swap(&amounts, &self.amounts)
    try GroupWalk(posted: posted).forEach { head, subject, accounts, values in
      guard terms.contains(subject.terms) else { return }
      let isOrder = head.kind != .trueUp
      let name = isOrder ? head.orderID.string : head.reference.string
      if isOrder, orders?.contains(name) == false { return }
      if head.kind == .order { fresh.insert(name) }
      for line in accounts.indices where values[line] != 0 {
        let account = Account(code: accounts[line])
        guard account.kind == .payable, let span = spans[account.party] else { continue }
        guard span.days.contains(posted.day(ofPayable: account.party, head, subject)) else { continue }
        let key = Key(party: account.party, terms: subject.terms, name: name, isOrder: isOrder)
        let before = amounts[key, default: Amounts()][keyPath: side]
        amounts[key, default: Amounts()][keyPath: side] = try before.adding(Int64(0).adding(-values[line]))
      }
    }
    self.amounts = amounts
    return fresh
  }
}
