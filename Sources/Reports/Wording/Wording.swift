import SettlementCore
import WorkbookWriter

/// Every text of a report in its language; the one place where reports are worded.
public struct Wording: Sendable {
  public let language: PartnerSettings.Language

  public init(_ language: PartnerSettings.Language) { self.language = language }

  /// How pages are numbered.
  var pages: PageWords { language == .zh ? .chinese : .english }

  /// What a table without rows shows.
  var noneInThisPeriod: String { self("本期无", "None in this period") }

  /// The Chinese or the English text.
  public func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  public func name(_ kind: GroupKind) -> String {
    switch kind {
    case .order: self("订单分成", "Order share")
    case .earn: self("核销", "Redemption")
    case .unearn: self("核销撤销", "Redemption reversed")
    case .refund: self("退款冲回", "Refund")
    case .undo: self("退款撤销", "Refund undone")
    case .lapse: self("过期结转", "Lapse")
    case .trueUp: self("阶梯调整", "Ladder true-up")
    case .adjust: self("差异调整", "Adjustment")
    case .payout: self("付款", "Payout")
    }
  }

  /// SPEC §7's word of a kind, without its code.
  public func name(_ kind: DiscrepancyKind) -> String {
    switch kind {
    case .missingAtPartner: self("我方单边", "Missing at partner")
    case .missingAtStore: self("对方单边", "Missing at store")
    case .amount: self("金额不符", "Amount differs")
    case .status: self("状态不符", "Status differs")
    case .item: self("权益不符", "Item differs")
    case .currency: self("币种不符", "Currency differs")
    case .duplicate: self("重复", "Duplicate")
    case .refundNotReversed: self("退款未冲", "Refund not reversed")
    case .controlTotal: self("总额不符", "Control total differs")
    case .redeemedAfterRefund: self("退款后核销", "Redeemed after refund")
    case .overRedeemed: self("超额核销", "Over-redeemed")
    case .overRefund: self("超额退款", "Over-refunded")
    case .unknownOrder: self("无单", "Unknown order")
    case .noAgreement: self("无协议", "No agreement")
    case .splitExceedsBase: self("分账超额", "Split exceeds base")
    case .recordChanged: self("数据变更", "Record changed")
    }
  }

  /// The word with its code, `金额不符 amount`, as `discrepancies.csv` writes the code.
  func nameAndCode(_ kind: DiscrepancyKind) -> String { self("\(name(kind)) \(kind.rawValue)", kind.rawValue) }

  public func name(_ state: Finding.State) -> String {
    switch state {
    case .inTransit: self("在途", "In transit")
    case .open: self("待处理", "Open")
    case .resolved: self("已解决", "Resolved")
    }
  }

  public func name(_ leg: Finding.Leg) -> String {
    switch leg {
    case .store: self("商城", "Store")
    case .partner: self("合作方", "Partner")
    case .channel: self("渠道", "Channel")
    }
  }

  func name(_ movement: RollForward.Movement) -> String {
    switch movement {
    case .earned: self("加：本期应结", "Add: earned")
    case .refunded: self("减：退款冲回", "Less: taken back by refunds")
    case .trueUps: self("加/减：阶梯调整", "Add/less: ladder true-ups")
    case .adjustments: self("加/减：差异调整", "Add/less: adjustments")
    case .paid: self("减：本期已付", "Less: paid")
    }
  }

  /// How an open discrepancy counts in the amount payable.
  func name(_ settle: PartnerSettings.Settle) -> String {
    switch settle {
    case .ours: self("按我方金额", "At our amount")
    case .theirs: self("按对方金额", "At the partner's amount")
    case .lower: self("按较低金额", "At the lower amount")
    case .hold: self("暂缓支付", "Held back")
    }
  }

  /// `CNY 人民币`; the code alone for currencies without a common name here.
  func name(_ currency: Currency) -> String {
    let names = [
      "CNY": "人民币", "HKD": "港元", "MOP": "澳门元", "TWD": "新台币", "USD": "美元", "EUR": "欧元", "JPY": "日元", "GBP": "英镑", "KRW": "韩元",
      "SGD": "新加坡元",
    ]
    guard language == .zh, let name = names[currency.code] else { return currency.code }
    return "\(name) \(currency.code)"
  }
}
