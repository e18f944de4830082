import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen discrepancies show`: the whole history of one discrepancy from the ledger, in English.
public struct DiscrepancyPage {
  private let ledger: any Ledger
  private let state: LedgerState
  private let zone: BusinessZone
  private let versions: [DiscrepancyRow]
  private let newest: DiscrepancyRow

  /// The page as plain text.
  ///
  /// Throws `NothingSelected` when the ledger knows no such discrepancy, and `LedgerFailure` when there is no ledger or it is held.
  public static func text(partner: String, kind: DiscrepancyKind, key: String, _ configuration: Configuration) throws -> String {
    let ledger = try LedgerOpening.reading(configuration)
    let identity = LedgerStore.DiscrepancyIdentity(partner: partner, kind: kind.rawValue, key: key)
    let versions = try ledger.versions(of: identity)
    guard let newest = versions.last, let zone = BusinessZone(identifier: configuration.zone) else {
      throw NothingSelected(discrepancy: DecisionWords.name(identity), ledger: configuration.ledger.name)
    }
    let page = DiscrepancyPage(ledger: ledger, state: try ledger.state(), zone: zone, versions: versions, newest: newest)
    let lines = try page.facts() + [""] + page.history() + page.decisions() + page.postings()
    return lines.joined(separator: "\n") + "\n"
  }

  private func run(_ number: Int32) -> RunRecord { state.runs[Int(number) - 1] }

  // MARK: Facts

  private func facts() throws -> [String] {
    let finding = newest.finding
    let today = state.runs[state.runs.count - 1].day
    var rows = [
      ("state", finding.state.rawValue), ("first seen", "\(newest.firstSeen)"),
      ("age", "\(newest.discrepancy.age(on: today)) days on \(today)"),
      ("business date", "\(finding.businessDate)"), ("leg", finding.leg.rawValue), ("amounts", Self.amounts(newest)),
    ]
    if let line = try StatementLine.behind(newest, ledger) {
      let texts = [line.reference, line.orderID, line.item, line.type].filter { !$0.isEmpty }.joined(separator: " ")
      rows.append(("line", "\(line.file):\(line.line): \(texts) \(Money(line.amount, line.currency)) at \(zone.text(of: line.time))"))
    }
    rows.append(("order", try order(finding.orderID)))
    return ["Discrepancy \(DecisionWords.name(newest.identity))"]
      + rows.map { "   " + AlignedTable.padded($0.0, to: 16) + AlignedTable.printable($0.1) }
  }

  private static func amounts(_ row: DiscrepancyRow) -> String {
    let text = DecisionWords.amounts(row.ours, row.theirs, row.currency)
    guard row.currency != .unknown, let difference = row.finding.difference else { return text }
    return "\(text), difference \(DiscrepancyList.signed(difference, row.currency))"
  }

  private func order(_ id: String) throws -> String {
    if id.isEmpty { return "none" }
    let found = try ledger.orders(withIDs: TextColumn([id]), rows: [0])
    guard found.count == 1 else { return "\(id), which the ledger does not know" }
    let orders = found.batch
    return "\(id), \(state.bundles[orders.bundle[0]]), paid \(Money(orders.paid[0], orders.currency[0])) "
      + "at \(zone.text(of: orders.paidAt[0])) (qingfen explain \(id))"
  }

  // MARK: History

  private func history() -> [String] {
    var table = AlignedTable([("run", .left), ("state", .left), ("amounts", .left), ("detail", .left)])
    for version in versions {
      table.append([run(version.run).id, version.state.rawValue, Self.amounts(version), AlignedTable.printable(version.detail)])
    }
    return ["History"] + table.lines(indent: "   ")
  }

  private func decisions() throws -> [String] {
    let all = try ledger.decisions(on: newest.identity)
    if all.isEmpty { return ["", "Decisions", "   none"] }
    return ["", "Decisions"]
      + all.flatMap { decision in
        let record = decision.record
        return [
          AlignedTable.printable("   \(record.decision.rawValue) by \(record.by): \(record.reason)"),
          "      made after run \(run(record.afterRun).id) on \(DecisionWords.amounts(record.ours, record.theirs, record.currency))",
          "      \(fate(decision))",
        ]
      }
  }

  private func fate(_ decision: DecisionHistory) -> String {
    guard let outcome = decision.outcome else { return "waits for the next run" }
    let id = run(outcome.run).id
    switch outcome.what {
    case .applied:
      guard let end = decision.endRun else { return "applied by run \(id), and holds" }
      let isBack = versions.contains { $0.run == end && $0.state != .resolved }
      return "applied by run \(id); " + (isBack ? "opened again by run \(run(end).id)" : "nothing is left of it since run \(run(end).id)")
    case .changed: return "not applied: run \(id) found other amounts"
    case .gone: return "not applied: it had resolved itself by run \(id)"
    case .replaced: return "not applied: a later decision took its place in run \(id)"
    }
  }

  // MARK: Postings

  /// The adjusts that its runs have posted under its key, with the numbers of their groups.
  private func postings() throws -> [String] {
    var lines: [String] = []
    for version in versions where version.state == .resolved {
      let record = run(version.run)
      let adjusts = try ledger.adjusts(run: record.number).filter { $0.amount != 0 }
      let payouts = try ledger.payouts(run: record.number).records.count { $0.amount != 0 }
      let first = record.firstGroup + record.groupCount - Int64(adjusts.count + payouts)
      for (place, adjust) in adjusts.enumerated() where adjust.partner == newest.identity.partner && adjust.key == newest.identity.key {
        lines.append("   group \(first + Int64(place)), run \(record.id), adjust on \(record.day)")
        lines.append("      payable:\(adjust.partner)  \(DiscrepancyList.signed(-adjust.amount, adjust.currency)) \(adjust.currency.code)")
        lines.append("      revenue  \(DiscrepancyList.signed(adjust.amount, adjust.currency)) \(adjust.currency.code)")
      }
    }
    return ["", "Postings"] + (lines.isEmpty ? ["   none"] : lines)
  }
}
