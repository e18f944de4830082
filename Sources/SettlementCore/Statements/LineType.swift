/// What a line of a statement claims (SPEC §11).
public enum LineType: UInt8, Sendable, CaseIterable {
  case redeemed, reversed, adjustment

  public var name: String {
    switch self {
    case .redeemed: "redeemed"
    case .reversed: "reversed"
    case .adjustment: "adjustment"
    }
  }
}
