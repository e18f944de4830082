import SettlementCore

/// Why a discrepancy is probably there, and who does what about it.
extension Wording {
  /// The likely cause.
  func cause(_ what: Circumstance) -> String {
    switch what.kind {
    case .missingAtPartner, .missingAtStore: return oneSided(what)
    case .amount where what.about == "fee":
      return self("渠道账单的手续费与我方计提不同：费率变更、活动减免或最低收费", "the bill's fee is not ours: another rate, a promotion or a minimum fee")
    case .amount where what.about == "group":
      return self(
        "对方汇总与我方同组合计不等：组内有多、漏或重复", "the partner's total is not our sum of the group: something in it is missing, double or too much")
    case .amount where what.book == .channel:
      return self(
        "渠道实收与订单实付不同：优惠分摊、部分退款或币种换算", "the channel's amount is not what was paid: a discount shared, a refund in part, a conversion")
    case .amount: return self("单价或比例与协议版本不同，或阶梯档位不同", "another price or rate than the agreement's version says, or another tier")
    case .status where what.leg == .store: return self("我方冲销记录未到或多记", "our record of the reversal has not come, or is one too many")
    case .status: return self("一方已冲销、另一方未冲销", "one side has reversed it, the other has not")
    case .item where what.book == .store:
      return self("记录中的权益编码不在该订单的协议里", "the record names an entitlement that the order's agreement does not know")
    case .item: return self("对方的权益编码与我方不同，或映射有误", "the partner's item is not ours, or its mapping is wrong")
    case .currency where what.book == .store: return self("订单币种不是协议币种", "the order's currency is not the agreement's")
    case .currency: return self("双方币种不同，金额不可比", "two currencies: the amounts cannot be compared")
    case .duplicate where what.sides == .ours: return self("我方同一笔记录了两次", "we have the same line twice")
    case .duplicate:
      return self("对方账单重复列示同一笔，或补发账单与原账单重叠", "the partner lists one line twice, or a corrected statement repeats an earlier one")
    case .refundNotReversed: return self("订单已退款，对方尚未冲回该笔", "the order was refunded, and the partner has not taken the line back")
    case .controlTotal:
      return self("账单声明的合计与明细不符：文件截断、漏行或被改动", "the declared total is not that of the lines: the file was cut, lacks rows or was changed")
    case .redeemedAfterRefund: return self("退款已取消该单位，之后又被核销", "the unit was cancelled by a refund, and redeemed after that")
    case .overRedeemed: return self("核销次数超过购买的单位，或在有效期后核销", "more redemptions than units were bought, or one after the last valid day")
    case .overRefund: return self("退款合计超过订单实付", "the refunds are more than was paid")
    case .unknownOrder: return self("订单数据未到或单号不一致", "the order has not come, or its number is written in another way")
    case .noAgreement: return self("该权益包在付款日没有生效的分账协议", "no agreement of the bundle was effective on the day of payment")
    case .splitExceedsBase:
      return self(
        "各方分成之和超过可分金额（低价、优惠或固定额过高）", "the shares exceed what there is to split: a low price, a discount, or fixed amounts too high")
    case .recordChanged: return self("商城对已入账的记录给出了不同内容", "the store has sent a posted record again with other content")
    }
  }

  private func oneSided(_ what: Circumstance) -> String {
    let isOurs = what.kind == .missingAtPartner
    if what.state == .inTransit { return self("跨日或对方延迟出账，尚在宽限期内", "across a day's end, or late: still within the grace") }
    if what.leg == .store { return self("渠道与合作方一致，我方记录缺失或多记", "channel and partner agree: our record is missing or one too many") }
    if what.about == "reversed" {
      return isOurs
        ? self("我方已冲销，对方账单无冲销", "we have reversed it, the partner's statement has not")
        : self("对方已冲销，我方无冲销", "the partner has reversed it, we have not")
    }
    if what.book == .channel {
      return isOurs
        ? self("渠道账单漏列该订单或退款，或落在别日账单", "the channel's bill lacks the order or refund, or has it on another day")
        : self("渠道有收款，商城无此订单：掉单或单号不一致", "the channel was paid, the store has no such order: it was lost, or its number differs")
    }
    return isOurs
      ? self("对方未收到核销，或未列入账单", "the partner did not get the redemption, or left it out of its statement")
      : self("对方已履约而商城未记核销，或对方多报", "the partner delivered and the store has no redemption, or the partner claims too much")
  }

  /// What to do next, and with whom.
  func nextStep(_ what: Circumstance) -> String {
    switch what.state {
    case .resolved: return self("无需处理：本次已解决", "nothing: resolved by this run")
    case .inTransit: return self("先等待：宽限期后仍无对应再处理", "wait: look again when the grace is over")
    case .open: break
    }
    switch what.kind {
    case .missingAtPartner, .missingAtStore: return oneSidedStep(what)
    case .amount where what.about == "fee":
      return self("对照渠道费率；属实则认可对方，否则向渠道申诉", "check the channel's rate: accept theirs if it is right, else object")
    case .amount where what.about == "group": return self("请对方提供该组明细，逐笔比对", "ask the partner for the lines of the group and compare them")
    case .amount where what.book == .channel:
      return self("核对订单实付与优惠，请商城或渠道更正", "check what was paid and which discount: store or channel corrects it")
    case .amount:
      return self(
        "对照协议单价与阶梯；我方对则认可我方，否则改协议或认可对方", "check price and tier: accept ours if the agreement says so, else mend it or accept theirs")
    case .status where what.leg == .store, .refundNotReversed where what.leg == .store:
      return self("请商城补传或更正冲销、退款记录", "have the store send or correct the reversal or refund")
    case .status, .refundNotReversed:
      return self("请对方在下期账单冲回；不冲回则协商后认可一方", "ask the partner to reverse it on the next statement; else agree and accept one side")
    case .item where what.book == .store:
      return self("改正商城的权益编码，或在新协议版本中加入该权益", "correct the store's entitlement, or add it in a new version of the agreement")
    case .item: return self("核对权益映射（合作方文件 items），改正后重跑", "check the mapping of items in the partner's file, then run again")
    case .currency where what.book == .store:
      return self("确认订单币种；需多币种结算时另立协议", "check the order's currency; settle another currency by another agreement")
    case .currency: return self("请对方按约定币种重出账单", "ask the partner for the statement in the agreed currency")
    case .duplicate where what.sides == .ours: return self("请商城查重复上报，作废其一", "have the store find out why it was sent twice, and void one")
    case .duplicate: return self("请对方确认重复；确为重复则认可我方（不付）", "ask the partner: when it is one, accept ours, and it is not paid")
    case .controlTotal: return self("请对方重出完整账单；收到前不据此结算", "ask for the whole file again; nothing is finalised before")
    case .redeemedAfterRefund:
      return self("请商城查退款后为何仍可核销；对方已履约则协商承担方", "find out why it could still be redeemed; if it was delivered, agree who bears it")
    case .overRedeemed:
      return self("查核销接口与凭证是否重复使用；确已履约则认可对方", "check whether a voucher was used twice; accept theirs if it was delivered")
    case .overRefund: return self("请商城核对退款；多退部分追回或改记", "have the store check the refund; get back or rebook the excess")
    case .unknownOrder: return self("请商城补传订单；确无此单则作废该记录", "have the store send the order, or void the record if there is none")
    case .noAgreement:
      return self("为该权益包新增协议（生效日不晚于付款日），下一批次自动入账", "add an agreement effective by the day of payment; the next run posts it")
    case .splitExceedsBase:
      return self("核对售价与协议；允许亏损须在协议写明 allow-loss", "check price and agreement; a loss must be allowed by allow-loss")
    case .recordChanged: return self("与商城确认哪一份为准；首份有效则免于处理，否则另行调整", "ask the store which is right: waive if it is the first, else adjust")
    }
  }

  private func oneSidedStep(_ what: Circumstance) -> String {
    let isOurs = what.kind == .missingAtPartner
    if what.leg == .store {
      return isOurs
        ? self("请商城核实该笔是否真实发生，必要时冲销", "have the store check whether it happened, and reverse it if not")
        : self("请商城补传该笔记录，下一批次自动勾对", "have the store send the record; the next run matches it")
    }
    if what.book == .channel {
      return isOurs
        ? self("请渠道补列该笔或提供其账单日", "ask the channel to list it, or for the day of its bill")
        : self("凭渠道流水查掉单，请商城补单或退款", "trace the payment: the store adds the order or refunds it")
    }
    return isOurs
      ? self("把该笔发给对方核对；对方确认后将列入下一份账单", "send the line to the partner; it comes on a later statement")
      : self("请对方提供履约凭证；属实请商城补记，否则认可我方", "ask for proof of delivery: the store adds the record, or accept ours")
  }
}
