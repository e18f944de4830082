import LedgerStore
import Reports
import SettlementCore

/// Says of a partner's adjusts what they adjust: which line, of which day, and why.
final class AdjustSubjects {
  struct Subject {
    /// Business date of what is adjusted.
    let day: CalendarDay
    /// What is owed for it now, in minor units.
    let new: Int64
    let cause: StatementChanges.Cause
    /// The last day of the period that is corrected, where that does not follow from the business date.
    var lastDay: CalendarDay?
  }

  private let partner: String
  private let ledger: any Ledger
  /// By key.
  private let corrections: [String: [CorrectionRecord]]
  private let decisions: [String: [DecisionHistory]]
  /// Of the run that was asked for last, the rows by key.
  private var standing: (run: Int32, rows: [String: [DiscrepancyRow]], reissued: [ReissuedLine])?

  init(partner: String, _ ledger: any Ledger) throws(LedgerFailure) {
    (self.partner, self.ledger) = (partner, ledger)
    corrections = Dictionary(grouping: try ledger.corrections(partner: partner), by: \.key)
    decisions = Dictionary(grouping: try ledger.postedDecisions(partner: partner), by: \.record.identity.key)
  }

  /// Throws `BrokenLaw` when the ledger has nothing that an adjust could be about.
  func subject(of adjust: AdjustRecord, run: Int32) throws -> Subject {
    if let correction = corrections[adjust.key]?.first(where: { $0.run == run }) {
      let name = RuleKey(adjust.key)
      return Subject(
        day: correction.lastDay, new: try correction.owed.adding(adjust.amount),
        cause: .correctedRule(agreement: name.agreement, effective: name.effective), lastDay: correction.lastDay)
    }
    if standing?.run != run {
      let rows = try ledger.discrepancies(asOf: run).filter { $0.identity.partner == partner }
      let reissued = try ledger.reissuedLines(run: run).filter { $0.partner == partner && $0.adjust != 0 }
      standing = (run, Dictionary(grouping: rows, by: \.identity.key), reissued)
    }
    let rows = standing!.rows[adjust.key] ?? []
    let row = Self.closest(rows, adjust.amount)
    let line =
      standing!.reissued.first { $0.key == adjust.key }
      ?? standing!.reissued.first {
        $0.adjust == adjust.amount && !$0.orderID.isEmpty && $0.orderID == adjust.orderID
      }
    guard let known = try row ?? earlier(adjust.key) else {
      throw BrokenLaw("adjust \(adjust.key) of \(partner) in run \(run): the ledger has no discrepancy of this key")
    }
    return Subject(
      day: known.businessDate, new: Self.owed(row, line, known), cause: cause(of: adjust, run, line))
  }

  /// Of the rows of a key the one that an adjust settles; else one that is not resolved.
  private static func closest(_ rows: [DiscrepancyRow], _ amount: Int64) -> DiscrepancyRow? {
    rows.first { $0.state == .resolved && $0.finding.difference == amount } ?? rows.first { $0.state != .resolved } ?? rows.first
  }

  /// Theirs where that was accepted or tolerated; ours where the line came to differ, or to agree.
  private static func owed(_ row: DiscrepancyRow?, _ line: ReissuedLine?, _ known: DiscrepancyRow) -> Int64 {
    guard let row else { return line?.new ?? known.ours ?? 0 }
    return (row.state == .resolved ? row.theirs : row.ours) ?? 0
  }

  private func earlier(_ key: String) throws(LedgerFailure) -> DiscrepancyRow? {
    let identities = DiscrepancyKind.allCases.map { LedgerStore.DiscrepancyIdentity(partner: partner, kind: $0.rawValue, key: key) }
    return try ledger.discrepancies(identities: identities).max { $0.run < $1.run }
  }

  private func cause(of adjust: AdjustRecord, _ run: Int32, _ line: ReissuedLine?) -> StatementChanges.Cause {
    if let decision = decisions[adjust.key]?.first(where: { $0.outcome?.run == run }) {
      let record = decision.record
      return .decided(record.decision, reason: record.reason, by: record.by)
    }
    return line.map { .reissued(file: $0.file) } ?? .tolerated
  }
}

/// The key of an adjust that corrects an order by other terms: `rule:<bundle>@<effective>:<order>`.
struct RuleKey {
  let agreement: String
  let effective: String

  static func text(_ agreement: String, _ effective: CalendarDay, order: String) -> String { "rule:\(agreement)@\(effective):\(order)" }

  init(_ key: String) {
    // A bundle may have any sign in its name, a date has none of these.
    let rest = key.dropFirst("rule:".count)
    let cut = rest.indices.first { place in
      rest[place] == "@" && rest[place...].dropFirst(11).first == ":" && CalendarDay(String(rest[place...].dropFirst().prefix(10))) != nil
    }
    agreement = cut.map { String(rest[..<$0]) } ?? String(rest)
    effective = cut.map { String(rest[$0...].dropFirst().prefix(10)) } ?? ""
  }
}
