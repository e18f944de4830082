import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen discrepancies show`: the whole history of one discrepancy from the ledger, in English; `explain` shows more of it.
public struct DiscrepancyPage {
  private let ledger: any Ledger
  private let state: LedgerState
  private let zone: BusinessZone
  private let versions: [DiscrepancyRow]
  private let newest: DiscrepancyRow
  private let say: Wording

  /// The page as plain text.
  ///
  /// Throws `NothingSelected` when the ledger knows no such discrepancy, and `LedgerFailure` when there is no ledger or it is held.
  public static func text(partner: String, kind: DiscrepancyKind, key: String, _ configuration: Configuration) throws -> String {
    let ledger = try LedgerOpening.reading(configuration)
    let identity = LedgerStore.DiscrepancyIdentity(partner: partner, kind: kind.rawValue, key: key)
    let versions = try ledger.versions(of: identity)
    guard !versions.isEmpty, let zone = BusinessZone(identifier: configuration.zone) else {
      throw NothingSelected(discrepancy: DecisionWords.name(identity), ledger: configuration.ledger.name)
    }
    let page = DiscrepancyPage(ledger, try ledger.state(), zone, versions, Wording(.en))
    let lines =
      try [page.name] + page.facts() + page.line() + page.order() + [""] + page.history() + [""] + page.decisions() + [""] + page.postings()
    return lines.joined(separator: "\n") + "\n"
  }

  /// `versions` are all of one discrepancy, by run; at least one.
  init(_ ledger: any Ledger, _ state: LedgerState, _ zone: BusinessZone, _ versions: [DiscrepancyRow], _ say: Wording) {
    (self.ledger, self.state, self.zone, self.versions, self.say) = (ledger, state, zone, versions, say)
    newest = versions[versions.count - 1]
  }

  private func run(_ number: Int32) -> RunRecord { state.runs[Int(number) - 1] }

  // MARK: Facts

  var name: String { "\(say("差异", "Discrepancy")) \(DecisionWords.name(newest.identity))" }

  func facts() -> [String] {
    let finding = newest.finding
    let today = state.runs[state.runs.count - 1].day
    let isChinese = say.language == .zh
    return AlignedTable.facts([
      (say("状态", "state"), isChinese ? say.name(finding.state) : finding.state.rawValue), (say("首见", "first seen"), "\(newest.firstSeen)"),
      (say("账龄", "age"), say("\(newest.discrepancy.age(on: today)) 天（\(today)）", "\(newest.discrepancy.age(on: today)) days on \(today)")),
      (say("业务日期", "business date"), "\(finding.businessDate)"),
      (say("环节", "leg"), isChinese ? say.name(finding.leg) : finding.leg.rawValue), (say("金额", "amounts"), amounts(newest)),
    ])
  }

  /// The partner's line behind it, as the ledger has kept it; nothing when it has none.
  private func line() throws -> [String] {
    guard let line = try StatementLine.behind(newest, ledger) else { return [] }
    let texts = [line.reference, line.orderID, line.item, line.type].filter { !$0.isEmpty }.joined(separator: " ")
    let text = "\(line.file):\(line.line): \(texts) \(Money(line.amount, line.currency)) at \(zone.text(of: line.time))"
    return AlignedTable.facts([("line", text)])
  }

  private func amounts(_ row: DiscrepancyRow) -> String {
    let text = DecisionWords.amounts(row.ours, row.theirs, row.currency, say)
    guard row.currency != .unknown, let difference = row.finding.difference else { return text }
    let signed = DiscrepancyList.signed(difference, row.currency)
    return text + say("，差额 \(signed)", ", difference \(signed)")
  }

  private func order() throws -> [String] {
    let id = newest.orderID
    if id.isEmpty { return AlignedTable.facts([("order", "none")]) }
    let found = try ledger.orders(withIDs: TextColumn([id]), rows: [0])
    guard found.count == 1 else { return AlignedTable.facts([("order", "\(id), which the ledger does not know")]) }
    let orders = found.batch
    return AlignedTable.facts([
      (
        "order",
        "\(id), \(state.bundles[orders.bundle[0]]), paid \(Money(orders.paid[0], orders.currency[0])) "
          + "at \(zone.text(of: orders.paidAt[0])) (qingfen explain \(id))"
      )
    ])
  }

  // MARK: History

  func history() -> [String] {
    var table = AlignedTable([
      (say("批次", "run"), .left), (say("状态", "state"), .left), (say("金额", "amounts"), .left), (say("说明", "detail"), .left),
    ])
    for version in versions {
      let state = say.language == .zh ? say.name(version.finding.state) : version.state.rawValue
      table.append([run(version.run).id, state, amounts(version), AlignedTable.printable(version.detail)])
    }
    return [say("历次批次", "History")] + table.lines(indent: "   ")
  }

  func decisions() throws -> [String] {
    let all = try ledger.decisions(on: newest.identity)
    if all.isEmpty { return [say("处理决定", "Decisions"), say("   无", "   none")] }
    return [say("处理决定", "Decisions")]
      + all.flatMap { decision in
        let record = decision.record
        let amounts = DecisionWords.amounts(record.ours, record.theirs, record.currency, say)
        return [
          said(record),
          say("      依据批次 \(run(record.afterRun).id)：\(amounts)", "      made after run \(run(record.afterRun).id) on \(amounts)"),
          "      \(fate(decision))",
        ]
      }
  }

  private func said(_ record: DecisionRecord) -> String {
    AlignedTable.printable(
      say(
        "   \(say.name(record.decision))，\(record.by)：\(record.reason)", "   \(record.decision.rawValue) by \(record.by): \(record.reason)")
    )
  }

  private func fate(_ decision: DecisionHistory) -> String {
    guard let outcome = decision.outcome else { return say("待下次批次处理", "waits for the next run") }
    let id = run(outcome.run).id
    switch outcome.what {
    case .applied:
      guard let end = decision.endRun else { return say("批次 \(id) 采用，持续有效", "applied by run \(id), and holds") }
      let isBack = versions.contains { $0.run == end && $0.state != .resolved }
      return say("批次 \(id) 采用；", "applied by run \(id); ")
        + (isBack
          ? say("批次 \(run(end).id) 重新打开", "opened again by run \(run(end).id)")
          : say("批次 \(run(end).id) 起已不存在", "nothing is left of it since run \(run(end).id)"))
    case .changed: return say("未采用：批次 \(id) 的金额已不同", "not applied: run \(id) found other amounts")
    case .gone: return say("未采用：批次 \(id) 前已自行解决", "not applied: it had resolved itself by run \(id)")
    case .replaced: return say("未采用：批次 \(id) 采用了其后的决定", "not applied: a later decision took its place in run \(id)")
    }
  }

  // MARK: Postings

  /// Why a run has posted an adjust for it: the decision that it applied, or the tolerance, and the arithmetic.
  func reason(ofAdjust amount: Int64, inRun run: Int32) throws -> [String] {
    let decided = try ledger.decisions(on: newest.identity).filter { $0.outcome?.run == run && $0.outcome?.what == .applied }
    guard let row = versions.last(where: { $0.run == run }) else { return [] }
    var lines = decided.map { said($0.record) }
    if lines.isEmpty { lines.append("   \(AlignedTable.printable(row.detail))") }
    let exponent = DecisionWords.exponent(row.currency)
    let (ours, theirs) = (MoneyText.print(row.ours ?? 0, exponent: exponent), MoneyText.print(row.theirs ?? 0, exponent: exponent))
    let posted = DiscrepancyList.signed(amount, row.currency)
    if row.finding.difference == amount {
      lines.append(say("   对方 \(theirs) − 我方 \(ours) = \(posted)", "   theirs \(theirs) − ours \(ours) = \(posted)"))
    } else {
      lines.append(
        say("   对方 \(theirs)，我方 \(ours)，本次入账 \(posted)", "   theirs \(theirs), ours \(ours), posted now \(posted)"))
    }
    return lines
  }

  /// The adjusts that its runs have posted under its key, with the numbers of their groups.
  func postings() throws -> [String] {
    var lines: [String] = []
    for version in versions where version.state == .resolved {
      let record = run(version.run)
      for (number, adjust) in try ledger.adjustGroups(of: record)
      where adjust.partner == newest.identity.partner && adjust.key == newest.identity.key {
        lines.append(
          say(
            "   分录组 \(number)，批次 \(record.id)，差异调整，\(record.day)", "   group \(number), run \(record.id), adjust on \(record.day)"))
        lines.append("      payable:\(adjust.partner)  \(DiscrepancyList.signed(-adjust.amount, adjust.currency)) \(adjust.currency.code)")
        lines.append("      revenue  \(DiscrepancyList.signed(adjust.amount, adjust.currency)) \(adjust.currency.code)")
      }
    }
    return [say("入账", "Postings")] + (lines.isEmpty ? [say("   无", "   none")] : lines)
  }
}

extension Ledger {
  /// The adjusts that a run has posted, with the numbers of their groups: behind all others but those of payouts.
  func adjustGroups(of record: RunRecord) throws(LedgerFailure) -> [(number: Int64, adjust: AdjustRecord)] {
    let adjusts = try adjusts(run: record.number).filter { $0.amount != 0 }
    let payouts = try payouts(run: record.number).records.count { $0.amount != 0 }
    let first = record.firstGroup + record.groupCount - Int64(adjusts.count + payouts)
    return adjusts.enumerated().map { (first + Int64($0.offset), $0.element) }
  }
}
