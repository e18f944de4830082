import SettlementCore

extension Wording {
  /// Names of the sheets of a statement; a currency is added when there are several.
  enum StatementSheet {
    case cover, summary, charts, daily, changes, details, refunds, late, ladders, carry, discrepancies, rules, controls
  }

  func name(_ sheet: StatementSheet) -> String {
    switch sheet {
    case .cover: self("结算单", "Statement")
    case .summary: self("汇总", "Summary")
    case .changes: self("变更明细", "Changes")
    case .charts: self("图表", "Charts")
    case .daily: self("日汇总", "By day")
    case .details: self("明细", "Details")
    case .refunds: self("退款冲销", "Refunds")
    case .late: self("以前期间补记", "Earlier periods")
    case .ladders: self("阶梯", "Ladders")
    case .carry: self("结转与调整", "Carried and adjusted")
    case .discrepancies: self("差异", "Discrepancies")
    case .rules: self("规则说明", "Rules")
    case .controls: self("校验", "Controls")
    }
  }

  func statementTitle(_ statement: PartnerStatement) -> String {
    let (title, period) = (statement.partner.title, statement.period)
    return statement.issue == nil
      ? self("\(title) \(period) 结算单（草稿）", "\(title) \(period) settlement statement (draft)")
      : self("\(title) \(period) 结算单", "\(title) \(period) settlement statement")
  }

  /// What a reader may rest on: of a draft nothing, of an issued statement everything.
  func note(_ statement: PartnerStatement) -> String {
    if let changes = statement.changes { return note(changes) }
    return statement.issue == nil
      ? self(
        "本件为草稿，仅供核对：期间未关账，金额可能随后续业务和差异处理变化，不作为付款或开票依据。",
        "This is a draft for checking: the period is not closed, amounts may still change, no payment or invoice may rest on it.")
      : self(
        "本期已关账，本件为正式结算单，签发后不再更改；其后到达的核销、退款和调整计入下一期，并注明其业务日期。",
        "The period is closed and this statement is final: redemptions, refunds and adjustments that come later stand in the next one, "
          + "each with its own date.")
  }

  var lateNote: String {
    self(
      "以前期间关账后补记的业务计入差异调整，逐笔列于“以前期间补记”表。",
      "Lines of earlier periods that came after those were closed count among the adjustments; the sheet Earlier periods lists each.")
  }

  var carriedForwardNote: String {
    self(
      "余额未达最低结算额、为零或为负的，不付款，全额结转下期。",
      "A balance below the minimum payout, zero or negative is not paid: it is carried forward in full.")
  }

  var payableNote: String {
    self(
      "总额不符与渠道账单的差异不计入应付；其余待处理差异按“解决前计法”计入。",
      "Control totals and a channel's bill do not count in the payable; other open items count as stated until they are resolved.")
  }

  func span(_ days: ClosedRange<CalendarDay>) -> String {
    self("\(days.lowerBound) 至 \(days.upperBound)", "\(days.lowerBound) to \(days.upperBound)")
  }
}
