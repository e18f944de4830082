import SettlementCore

/// The words of a statement's later version.
extension Wording {
  func cause(_ line: StatementChanges.Line) -> String {
    switch line.cause {
    case .late:
      switch line.kind {
      case .order: self("迟到订单", "Late order")
      case .earn: self("迟到核销", "Late redemption")
      case .unearn: self("迟到核销撤销", "Late reversal")
      case .refund: self("迟到退款", "Late refund")
      case .undo: self("迟到退款撤销", "Late undo of a refund")
      case .lapse: self("过期结转", "Late lapse")
      case .trueUp: self("阶梯调整", "Ladder true-up")
      case .adjust, .payout: self("迟到", "Late")
      }
    case .tolerated: self("容差内差异", "Within tolerance")
    case .reissued: self("对方重新出账", "Statement issued anew")
    case .decided: self("差异已处理", "Resolved discrepancy")
    case .correctedRule: self("协议更正", "Corrected rule")
    }
  }

  func detail(_ line: StatementChanges.Line) -> String {
    switch line.cause {
    case .late, .tolerated: ""
    case .reissued(let file): file
    case .decided(let decision, let reason, let by): self("\(name(decision))：\(reason)（\(by)）", "\(name(decision)): \(reason) (\(by))")
    case .correctedRule(let agreement, let effective):
      self("协议 \(agreement) 版本 \(effective)", "agreement \(agreement), version \(effective)")
    }
  }

  func counted(_ counted: StatementChanges.Counted) -> String {
    counted.isClosed ? self("\(counted.period)（已关账）", "\(counted.period) (closed)") : counted.period
  }

  /// Stands over a later version.
  func note(_ changes: StatementChanges) -> String {
    self(
      "本件替换 \(changes.replaces)，变更逐笔列于“变更明细”表；差额作为调整计入所列期间，余额结转与付款仍以首次签发的结算单为准。",
      "This statement replaces \(changes.replaces); the sheet Changes lists every changed line. Their difference counts as an adjustment in "
        + "the period named there; the balance carried on and the payment stay as they were issued first.")
  }

  /// What a later version says about why it was made, on its cover.
  func restatement(_ changes: StatementChanges) -> [(String, String)] {
    [
      (self("替换", "Replaces"), changes.replaces),
      (self("重述原因", "Reason"), self("\(changes.reason)（\(changes.by)）", "\(changes.reason) (\(changes.by))")),
    ]
  }
}
