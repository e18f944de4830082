import SettlementCore

extension Wording {
  /// Names of the sheets of a statement; a currency is added when there are several.
  enum StatementSheet {
    case cover, summary, details, refunds, discrepancies
  }

  func name(_ sheet: StatementSheet) -> String {
    switch sheet {
    case .cover: self("结算单", "Statement")
    case .summary: self("汇总", "Summary")
    case .details: self("明细", "Details")
    case .refunds: self("退款冲销", "Refunds")
    case .discrepancies: self("差异", "Discrepancies")
    }
  }

  func statementTitle(_ draft: StatementDraft) -> String {
    self("\(draft.partner.title) \(draft.period) 结算单（草稿）", "\(draft.partner.title) \(draft.period) settlement statement (draft)")
  }

  var draftNote: String {
    self(
      "本件为草稿，仅供核对：期间未关账，金额可能随后续业务和差异处理变化，不作为付款或开票依据。",
      "This is a draft for checking: the period is not closed, amounts may still change, no payment or invoice may rest on it.")
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
