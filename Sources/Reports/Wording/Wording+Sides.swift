import SettlementCore

extension Wording {
  /// What stands on our side of a discrepancy, and on theirs: a line and what it says, or that there is none.
  func sides(_ finding: Finding) -> (ours: String, theirs: String) {
    switch finding.kind {
    case .splitExceedsBase: return (self("可分金额", "base to split"), self("各方分成合计", "sum of the shares"))
    case .overRefund: return (self("可退合计", "refundable in all"), self("实退", "refunded"))
    case .controlTotal: return (self("明细合计", "sum of the lines"), self("声明合计", "declared total"))
    case .recordChanged: return (self("首次内容", "first content"), self("后来内容", "later content"))
    case .redeemedAfterRefund, .overRedeemed, .unknownOrder, .noAgreement,
      .item where finding.book == .store,
      .currency where finding.book == .store:
      return (waiting(finding), claim(finding))
    case .refundNotReversed, .status:
      return finding.ours == nil ? (none, line(finding)) : finding.theirs == nil ? (line(finding), none) : (line(finding), line(finding))
    default: return (finding.ours == nil ? none : line(finding), finding.theirs == nil ? none : line(finding))
    }
  }

  private var none: String { self("无此笔", "no such line") }

  /// A record of ours that waits.
  private func waiting(_ finding: Finding) -> String {
    switch subject(finding) {
    case "order": self("订单挂起", "order parked")
    case "refund": self("退款等待", "refund waits")
    default: self("核销等待", "redemption waits")
    }
  }

  /// Only redemptions can be claimed.
  private func claim(_ finding: Finding) -> String {
    finding.theirs != nil ? self("主张", "claimed") : subject(finding) == "redemption" ? self("未主张", "not claimed") : ""
  }

  private func line(_ finding: Finding) -> String {
    switch subject(finding) {
    case "redeemed" where finding.book == .channel: self("收款", "paid")
    case "reversed" where finding.book == .channel: self("退款", "refunded")
    case "redeemed": self("已核销", "redeemed")
    case "reversed": self("已冲销", "reversed")
    case "adjustment": self("调整", "adjustment")
    case "fee": self("手续费", "fee")
    case "group": self("组合计", "sum of the group")
    case "order": self("订单", "order")
    case "refund": self("退款", "refund")
    case "redemption": self("核销", "redemption")
    default: self("有", "there")
    }
  }

  private func subject(_ finding: Finding) -> Substring { finding.key.prefix { $0 != ":" } }
}
