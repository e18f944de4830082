import LedgerStore
import Reconciliation
import SettlementCore

/// What the `detail` of a finding says, in the language of the reports.
struct FindingWords: Sendable {
  let language: PartnerSettings.Language

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  var unknownOrder: String { say("订单未到，等待中", "its order has not come yet; it waits") }
  var unknownItem: String { say("协议中无此权益，等待中", "the agreement does not know this entitlement; it waits") }
  var unknownRefundItem: String {
    say("协议中无此权益，按未指定权益退款处理", "the agreement does not know this entitlement; refunded as if none were named")
  }
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
    wait == .noUnit
      ? say("无待核销单位，等待中", "no unit is pending; it waits") : say("已过期，等待中", "expired: dated after the last valid day; it waits")
  }

  func overRefund(_ excess: Int64, _ currency: Currency) -> String {
    let amount = Money(excess, currency).description
    return say("超出可退金额 \(amount)，暂记挂账", "\(amount) more than is left of the order; kept in suspense")
  }

  /// What became of a difference that is within tolerance.
  enum Tolerated {
    case posted
    /// The statement is incomplete.
    case unposted
  }

  func line(_ bucketKind: DiscrepancyKind, _ tolerated: Tolerated?) -> String {
    switch bucketKind {
    case .missingAtPartner: say("对方账单无此笔", "not on the partner's statement")
    case .missingAtStore: say("我方无此笔", "on the partner's statement only")
    case .amount where tolerated == .posted: say("在容差内，差额已调整入账", "within tolerance; the difference was posted as an adjust")
    case .amount where tolerated == .unposted:
      say("在容差内，账单不完整，暂不入账", "within tolerance; nothing is posted while the statement is incomplete")
    case .amount: say("双方金额不一致", "the amounts differ")
    case .item: say("双方权益不一致", "the items differ")
    case .currency: say("双方币种不一致", "the currencies differ")
    case .duplicate: say("重复明细", "a repeat of a line that was seen before")
    case .status: say("一方已冲销，另一方未冲销", "one side reversed it, the other did not")
    case .refundNotReversed: say("订单已退款，对方未冲销", "refunded, but the partner has not reversed it")
    default: ""
    }
  }

  func fee(_ tolerated: Tolerated?) -> String {
    switch tolerated {
    case .posted: say("手续费在容差内，差额已调整入账", "the fee is within tolerance; the difference was posted as an adjust")
    case .unposted: say("手续费在容差内，账单不完整，暂不入账", "the fee is within tolerance; nothing is posted while the statement is incomplete")
    case nil: say("双方手续费不一致", "the fees differ")
    }
  }

  func group(_ bucketKind: DiscrepancyKind, _ tolerated: Tolerated?) -> String {
    switch bucketKind {
    case .missingAtPartner: say("对方账单无此组合计", "the partner's statement has no total of this group")
    case .missingAtStore: say("我方无此组明细", "a total on the partner's statement only")
    case .amount where tolerated == .posted:
      say("组合计在容差内，差额已调整入账", "the group's sums are within tolerance; the difference was posted as an adjust")
    case .amount where tolerated == .unposted:
      say("组合计在容差内，账单不完整，暂不入账", "the group's sums are within tolerance; nothing is posted while the statement is incomplete")
    default: say("双方组合计不一致", "the sums of the group differ")
    }
  }

  /// What was found, then what the third book says about it.
  func thirdBook(_ verdict: Triangle.Verdict, finder: Finding.Leg, _ detail: String) -> String {
    let isPartner = finder == .partner
    let added =
      switch (verdict, isPartner) {
      case (.finder, true): say("渠道账单与我方一致，差异在合作方", "the channel's bill agrees with the store: the partner differs")
      case (.store, true): say("渠道账单与合作方一致，差异在我方", "the channel's bill agrees with the partner: the store differs")
      case (.finder, false): say("合作方对账单与我方一致，差异在渠道", "the partner's statement agrees with the store: the channel differs")
      case (.store, false): say("合作方对账单与渠道一致，差异在我方", "the partner's statement agrees with the channel: the store differs")
      }
    return say("\(detail)；\(added)", "\(detail); \(added)")
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

  /// A total that does not hold, or lines after the last day of the file.
  func breach(_ breach: Completeness.Breach, file: String) -> String {
    let place = breach.line > 0 ? "\(file):\(breach.line)" : file
    switch breach.what {
    case .window(let days):
      let (last, beyond) = (days.upperBound, breach.theirs - breach.ours)
      return say(
        "\(place)：有 \(beyond) 行晚于账单期末 \(last)；账单不完整，只比对，不入账",
        "\(place): \(beyond) line\(beyond == 1 ? " is" : "s are") dated after \(last), the last day of the file; incomplete: compared, and nothing is posted on it"
      )
    case .total(let unit):
      let (theirs, ours) = (Self.text(breach.theirs, unit), Self.text(breach.ours, unit))
      return say(
        "\(place)：“\(breach.name)”声明 \(theirs)，明细 \(ours)；账单不完整，只比对，不入账",
        "\(place): \(breach.name) is declared as \(theirs), the lines give \(ours); incomplete: compared, and nothing is posted on it")
    }
  }

  private static func text(_ value: Int64, _ unit: ControlTotal.Unit) -> String {
    switch unit {
    case .count: "\(value)"
    case .money(let currency): "\(Money(value, currency))"
    }
  }

  func claimed(_ kind: DiscrepancyKind) -> String { say("对方主张一笔等待中的核销", "the partner claims a redemption that waits") }
}
