/// What a posting group is about (SPEC §6).
public enum GroupKind: UInt8, Sendable, CaseIterable {
  case order, earn, unearn, refund, undo, lapse, trueUp, adjust, payout

  /// As `postings.csv` writes it.
  public var name: String {
    switch self {
    case .order: "order"
    case .earn: "earn"
    case .unearn: "unearn"
    case .refund: "refund"
    case .undo: "undo"
    case .lapse: "lapse"
    case .trueUp: "true-up"
    case .adjust: "adjust"
    case .payout: "payout"
    }
  }
}
