extension Wording {
  func name(_ kind: RunSummary.Risk.Kind) -> String {
    switch kind {
    case .overRedeemed: self("超额核销", "Over-redeemed")
    case .burst: self("核销突增", "Burst of redemptions")
    case .refundAfterRedemption: self("核销后即退款", "Refund right after redemption")
    case .shareCap: self("分账超限", "Share cap")
    case .heldLong: self("冻结超期", "Held too long")
    case .splitRequests: self("分账次数超限", "Split requests")
    case .growth: self("差异增长", "Growing discrepancies")
    case .buyerRedemptions: self("同一买家核销过多", "Redemptions of one buyer")
    case .buyerOrders: self("同一买家下单过多", "Orders of one buyer")
    }
  }

  /// The limit that is exceeded.
  func limit(_ risk: RunSummary.Risk) -> String {
    let (part, limit) = (risk.percent ?? "", risk.limit)
    return switch risk.kind {
    case .overRedeemed, .buyerRedemptions, .buyerOrders: self("不超过 \(limit) 笔", "at most \(limit)")
    case .shareCap: self("不超过 \(part)，接收方至多 \(limit) 个", "at most \(part), at most \(limit) receivers")
    case .heldLong: self("不超过 \(limit) 天", "at most \(limit) days")
    case .splitRequests: self("每单至多 \(limit) 次", "at most \(limit) per order")
    case .burst, .refundAfterRedemption, .growth: self("不超过 \(part)（自 \(limit) 笔起）", "at most \(part), from \(limit) on")
    }
  }

  /// What was seen, why it matters, and what to do.
  func reason(_ risk: RunSummary.Risk) -> String {
    let (about, count, total) = (risk.about, risk.count, risk.total ?? 0)
    let (within, from, buyers) = (risk.within ?? "", risk.from ?? "", risk.buyers ?? 0)
    return switch risk.kind {
    case .overRedeemed:
      self(
        "\(about) 有 \(count) 笔核销超出购买的单位或发生在退款之后：可能凭证被重复使用，请查核销接口的校验",
        "\(about): \(count) redemption\(count == 1 ? "" : "s") beyond what was bought, or after a refund: "
          + "vouchers may be used twice, check how they are verified"
      )
    case .burst:
      self(
        "\(about) 自 \(from) 起 \(within) 内核销 \(count) 笔，全天 \(total) 笔：可能是批量刷核销，请抽查订单与账号",
        "\(about): \(count) of \(total) redemptions of the day within \(within) from \(from) on: "
          + "they may be made by machines, look at orders and accounts"
      )
    case .refundAfterRedemption:
      self(
        "\(about) 的 \(total) 笔退款中有 \(count) 笔在核销后 \(within) 内：可能先用后退，请核对退款条件",
        "\(about): \(count) of \(total) refunds came within \(within) after a redemption: "
          + "used and given back, check when refunds are granted"
      )
    case .shareCap:
      self(
        "\(about) 的 \(total) 笔新订单中有 \(count) 笔分给他方的金额超过支付平台的分账上限：超出部分无法经平台分账，请申请提高比例或线下结算",
        "\(about): of \(total) new orders \(count) give more to others than the payment platform splits: "
          + "ask for a higher share or settle the rest outside"
      )
    case .heldLong:
      self(
        "\(about) 的 \(total) 笔新订单中有 \(count) 笔含 \(risk.limit) 天后仍可核销的权益：届时支付平台已自动解冻，不能再经平台分账，请缩短有效期或约定线下结算",
        "\(about): of \(total) new orders \(count) hold units that may be redeemed after \(risk.limit) days: "
          + "by then the payment platform has released the money, shorten their validity or settle outside"
      )
    case .splitRequests:
      self(
        "\(about) 本批有核销的 \(total) 笔订单中有 \(count) 笔累计核销超过 \(risk.limit) 次：支付平台不再接受更多分账请求，请合并分账或线下结算",
        "\(about): of \(total) orders redeemed in this run \(count) have been redeemed more than \(risk.limit) times: "
          + "the payment platform takes no more split requests, split several at once or settle outside"
      )
    case .buyerRedemptions:
      self(
        "\(about) 的订单当日核销 \(count) 笔（共 \(buyers) 个买家超限）：可能是批量刷核销或倒卖，请抽查该买家的订单与账号",
        "\(about): \(count) redemptions of this buyer's orders within the day (\(buyers) buyer\(buyers == 1 ? "" : "s") above the limit): "
          + "they may be made by machines or resold, look at the buyer's orders and accounts"
      )
    case .buyerOrders:
      self(
        "\(about) 当日下单 \(count) 笔（共 \(buyers) 个买家超限）：可能是黄牛或刷单，请核对限购与优惠规则",
        "\(about): \(count) orders of this buyer within the day (\(buyers) buyer\(buyers == 1 ? "" : "s") above the limit): "
          + "they may be bought to be resold, check purchase limits and promotions"
      )
    case .growth:
      self(
        "\(about) 的待处理差异在 \(within) 内由 \(total) 笔增至 \(count) 笔：请与对方对接人尽快清理，避免影响关账",
        "\(about): open discrepancies went from \(total) to \(count) within \(within): "
          + "clear them with the partner before the period is closed"
      )
    }
  }
}
