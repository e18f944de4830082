import SettlementCore

/// Reads `risk:` of the configuration: from where on a run speaks of a risk. What is not said has the defaults of `RiskLimits`.
struct RiskReader {
  private let reader: MappingReader

  init(_ reader: MappingReader) { self.reader = reader }

  func read() -> RiskLimits {
    var limits = RiskLimits()
    let keys = ["over-redeemed", "burst", "refund-after-redemption", "growth", "share-cap", "buyer"]
    guard let risk = reader.mapping("risk", "risk", keys: keys) else { return limits }
    limits.overRedeemed = risk.number("over-redeemed", 0...1_000_000) ?? limits.overRedeemed
    limits.burst = share(risk, "burst", limits.burst)
    limits.refundAfterRedemption = share(risk, "refund-after-redemption", limits.refundAfterRedemption)
    if let growth = risk.mapping("growth", "growth", keys: ["days", "percent", "at-least"]) {
      limits.growth.within = growth.number("days", 1...365) ?? limits.growth.within
      limits.growth = counts(growth, limits.growth)
    }
    limits.shareCap = shareCap(risk)
    if let buyer = risk.mapping("buyer", "buyer", keys: ["redemptions", "orders"]) {
      limits.buyerRedemptions = buyer.number("redemptions", 1...1_000_000) ?? limits.buyerRedemptions
      limits.buyerOrders = buyer.number("orders", 1...1_000_000) ?? limits.buyerOrders
    }
    return limits
  }

  private func share(_ risk: MappingReader, _ key: String, _ standard: RiskLimits.Share) -> RiskLimits.Share {
    guard let reader = risk.mapping(key, key, keys: ["within", "percent", "at-least"]) else { return standard }
    var share = counts(reader, standard)
    if let within = reader.duration("within") { share.within = within.components.seconds }
    return share
  }

  private func counts(_ reader: MappingReader, _ standard: RiskLimits.Share) -> RiskLimits.Share {
    var share = standard
    share.part = reader.rate("percent") ?? share.part
    share.atLeast = reader.number("at-least", 1...1_000_000_000) ?? share.atLeast
    return share
  }

  private func shareCap(_ risk: MappingReader) -> RiskLimits.ShareCap? {
    let keys = ["channels", "percent", "receivers", "requests", "days"]
    guard let reader = risk.mapping("share-cap", "share-cap", keys: keys, required: ["channels"]) else { return nil }
    var cap = RiskLimits.ShareCap(channels: reader.texts("channels", of: "channels") ?? [])
    cap.part = reader.rate("percent") ?? cap.part
    cap.receivers = reader.number("receivers", 1...10_000) ?? cap.receivers
    cap.requests = reader.number("requests", 1...10_000) ?? cap.requests
    cap.days = reader.number("days", 1...3_650) ?? cap.days
    return cap
  }
}
