/// What the store tells us, a feed per kind of record (SPEC §11).
public enum StoreFeed: String, Sendable, CaseIterable {
  case orders, redemptions, refunds, payouts

  /// Without one of these the day posts nothing (SPEC §9); payouts may be absent.
  public var isRequired: Bool { self != .payouts }

  /// The canonical columns, in the order of SPEC §11; of orders `buyer`, too.
  public var columns: [String] {
    switch self {
    case .orders: ["order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at", "buyer"]
    case .redemptions: ["redemption_id", "order_id", "entitlement", "code", "status", "redeemed_at", "reversed_at"]
    case .refunds: ["refund_id", "order_id", "amount", "entitlement", "units", "status", "refunded_at"]
    case .payouts: ["payout_id", "party", "amount", "currency", "paid_at"]
    }
  }
}
