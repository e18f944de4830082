import LedgerStore
import SettlementCore

/// What the `detail` of a finding says, in the language of the reports.
struct FindingWords: Sendable {
  let language: PartnerSettings.Language

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  var unknownOrder: String { say("订单未到，等待中", "its order has not come yet; it waits") }
  var unknownItem: String { say("协议中无此权益，等待中", "the agreement does not know this entitlement; it waits") }
  var unknownRefundItem: String { say("协议中无此权益，按未指定权益退款处理", "the agreement does not know this entitlement; refunded as if none were named") }
  var tooPrecise: String { say("金额小数位超出币种精度，等待中", "its amount has more decimals than the order's currency; it waits") }
  var changed: String { say("内容与首次所见不一致，以首次内容为准", "seen again with other content; the first content stands") }

  func parked(_ kind: DiscrepancyKind, bundle: String) -> String {
    switch kind {
    case .currency: say("订单币种与协议 \(bundle) 不一致，挂起", "the order's currency is not that of agreement \(bundle); parked")
    case .splitExceedsBase: say("按协议 \(bundle) 分账合计超过基数，挂起", "by agreement \(bundle) the shares exceed the base; parked")
    default: say("\(bundle) 无生效协议，挂起", "no agreement of \(bundle) is effective; parked")
    }
  }

  func refunded(_ wait: RedemptionWait) -> String {
    wait == .refunded
      ? say("单位已随退款取消，等待中", "its unit was cancelled by a refund; it waits")
      : say("已过期，且有单位随退款取消，等待中", "expired, and units were cancelled by a refund; it waits")
  }

  func noUnit(_ wait: RedemptionWait) -> String {
    wait == .noUnit ? say("无待核销单位，等待中", "no unit is pending; it waits") : say("已过期，等待中", "expired: dated after the last valid day; it waits")
  }

  func overRefund(_ excess: Int64, _ currency: Currency) -> String {
    let amount = Money(excess, currency).description
    return say("超出可退金额 \(amount)，暂记挂账", "\(amount) more than is left of the order; kept in suspense")
  }

  func line(_ bucketKind: DiscrepancyKind, tolerated: Bool) -> String {
    switch bucketKind {
    case .missingAtPartner: say("对方账单无此笔", "not on the partner's statement")
    case .missingAtStore: say("我方无此笔", "on the partner's statement only")
    case .amount where tolerated: say("在容差内，差额已调整入账", "within tolerance; the difference was posted as an adjust")
    case .amount: say("双方金额不一致", "the amounts differ")
    case .item: say("双方权益不一致", "the items differ")
    case .currency: say("双方币种不一致", "the currencies differ")
    case .duplicate: say("重复明细", "a repeat of a line that was seen before")
    case .status: say("一方已冲销，另一方未冲销", "one side reversed it, the other did not")
    case .refundNotReversed: say("订单已退款，对方未冲销", "refunded, but the partner has not reversed it")
    default: ""
    }
  }

  func fee(tolerated: Bool) -> String {
    tolerated
      ? say("手续费在容差内，差额已调整入账", "the fee is within tolerance; the difference was posted as an adjust")
      : say("双方手续费不一致", "the fees differ")
  }

  func group(_ bucketKind: DiscrepancyKind, tolerated: Bool) -> String {
    switch bucketKind {
    case .missingAtPartner: say("对方账单无此组合计", "the partner's statement has no total of this group")
    case .missingAtStore: say("我方无此组明细", "a total on the partner's statement only")
    case .amount where tolerated: say("组合计在容差内，差额已调整入账", "the group's sums are within tolerance; the difference was posted as an adjust")
    default: say("双方组合计不一致", "the sums of the group differ")
    }
  }

  /// What was found, then who decided what about it, and why.
  func decided(_ decision: DecisionRecord, _ detail: String) -> String {
    let verdict =
      switch decision.decision {
      case .acceptOurs: say("认可我方", "accepted ours")
      case .acceptTheirs: say("认可对方，差额已调整入账", "accepted theirs, the difference was posted as an adjust")
      case .waive: say("免于处理", "waived")
      }
    return say("\(detail)；\(verdict)（\(decision.by)：\(decision.reason)）", "\(detail); \(verdict) (\(decision.by): \(decision.reason))")
  }

  func claimed(_ kind: DiscrepancyKind) -> String { say("对方主张一笔等待中的核销", "the partner claims a redemption that waits") }
}
