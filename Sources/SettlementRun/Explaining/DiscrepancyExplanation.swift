import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen explain --discrepancy PARTNER KIND KEY`: both sides from their input bytes, why they differ, and what became of it.
public enum DiscrepancyExplanation {
  /// The page; `language`: the configuration's when nil.
  ///
  /// Throws `NothingSelected` when the ledger knows no such discrepancy, `BrokenLaw` when a formula that would be printed does not give
  /// what was posted, and what opening the ledger throws.
  public static func text(
    partner: String, kind: DiscrepancyKind, key: String, _ configuration: Configuration, language: PartnerSettings.Language? = nil,
    progress: @escaping (String) -> Void = { _ in }
  ) throws -> Explanation {
    let identity = LedgerStore.DiscrepancyIdentity(partner: partner, kind: kind.rawValue, key: key)
    return try page(of: identity, kind, try LedgerReading(configuration), Wording(language ?? configuration.language), progress)
  }

  /// The same from a ledger that is open.
  static func page(
    of identity: LedgerStore.DiscrepancyIdentity, _ kind: DiscrepancyKind, _ reading: LedgerReading, _ say: Wording,
    _ progress: @escaping (String) -> Void
  ) throws -> Explanation {
    let versions = try reading.ledger.versions(of: identity)
    guard let newest = versions.last else {
      throw NothingSelected(discrepancy: DecisionWords.name(identity), ledger: reading.configuration.ledger.name)
    }
    let page = DiscrepancyPage(reading.ledger, reading.state, reading.zone, versions, say)
    var chain = DiscrepancyChain(reading, newest, say, InputWords(say))
    var lines = [page.name] + page.facts() + [""]
    lines += try chain.lines() + [""]
    lines += [say("判定", "Why"), "   " + say.why(kind), "   " + AlignedTable.printable(newest.detail), ""].filter { $0 != "   " }
    lines += try page.history() + [""] + page.decisions() + [""] + page.postings() + [""]
    lines += try places(newest, reading, say, progress)
    return Explanation(lines, chain.inputs)
  }

  /// The cells of its key: in the list of the newest run that shows it, and in the partner's statements.
  private static func places(
    _ row: DiscrepancyRow, _ reading: LedgerReading, _ say: Wording, _ progress: @escaping (String) -> Void
  ) throws -> [String] {
    let identity = row.finding.identity
    var lines: [String] = []
    var day: CalendarDay?
    for record in reading.state.runs.reversed() where record.day != day && record.number >= row.run {
      day = record.day  // only the newest run of a day has its files in place
      let shown = try reading.ledger.discrepancies(asOf: record.number).map(\.discrepancy)
      let language = reading.configuration.language
      guard let place = DiscrepancyWorkbook.place(of: identity, among: shown, language: language) else { continue }
      lines.append("   \(reading.configuration.output)/\(record.day)/discrepancies.xlsx  \(place)")
      break
    }
    let tracing = try StatementTracing(reading, progress: progress)
    if let partner = tracing.partners.first(where: { $0.settings.partner == row.identity.partner }) {
      for traced in try tracing.statements(of: partner, holding: row.businessDate, run: row.run) {
        guard let place = StatementWorkbook.place(of: identity, in: traced.statement) else { continue }
        lines.append("   \(traced.path)  \(place)")
      }
    }
    return [say("所在工作簿", "Where it stands")]
      + (lines.isEmpty ? [say("   现有文件中没有", "   in none of the files as they are now")] : lines)
  }
}

extension Wording {
  /// What makes a discrepancy one of its kind (SPEC §7).
  func why(_ kind: DiscrepancyKind) -> String {
    let reason =
      switch kind {
      case .missingAtPartner: self("我方有此笔，对方账单在等待期后仍没有", "we have it, and the partner's statement has not, after the days of grace")
      case .missingAtStore: self("对方账单有此笔，我方没有", "the partner's statement has it, and we have not")
      case .amount: self("同一笔，双方金额不同", "both have it, with different amounts")
      case .status: self("同一笔，一方已冲销，另一方没有", "both have it, one side has reversed it and the other has not")
      case .item: self("同一笔，双方权益不同，或协议中无此权益", "both have it with different items, or the agreement does not know the item")
      case .currency: self("双方币种不同，或与协议币种不同", "the currencies differ, or are not the agreement's")
      case .duplicate: self("对方账单重复列出已匹配的一笔", "the partner's statement repeats a line that was matched before")
      case .refundNotReversed: self("我方已退款，对方没有冲销", "we have refunded it, and the partner has not reversed it")
      case .controlTotal:
        self("账单声明的合计与其明细不符，或明细超出账期", "a total that the statement declares is not what its lines give, or lines lie beyond its days")
      case .redeemedAfterRefund: self("退款之后才核销", "it was redeemed after the refund")
      case .overRedeemed: self("核销超过可用份数或有效期", "more was redeemed than there were units, or after their last valid day")
      case .overRefund: self("退款超过订单余额", "more was refunded than was left of the order")
      case .unknownOrder: self("记录所属订单尚未收到", "the record's order has not come")
      case .noAgreement: self("订单付款日没有生效的协议", "no agreement is effective on the day of the order")
      case .splitExceedsBase: self("按协议分成合计超过基数", "by the agreement the shares exceed the base")
      case .recordChanged: self("同一记录再次收到时内容不同，以首次为准", "the record came again with other content; the first content stands")
      }
    return self("\(name(kind))：\(reason)", "\(kind.rawValue): \(reason)")
  }
}
