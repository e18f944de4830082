/// How amounts are written, and what they are counted in. The same text always gives the same integer, or none.
public struct AmountFormat: Sendable {
  /// The result is in units of 10 to the power of −`scale`, 0 to 18: a currency's exponent, or more for amounts that are summed exactly
  /// and rounded later. Digits beyond it other than 0 are refused, never rounded.
  public var scale: Int
  public var decimalSign: DecimalSign
  public var grouping: Grouping
  /// Signs and codes that may stand once before or behind the number: `¥`, `￥`, `元`, `CNY`.
  public var currencySigns: [String]
  /// `(5.00)` is −5.00.
  public var allowsParentheses: Bool
  /// `5.00-` is −5.00.
  public var allowsTrailingMinus: Bool
  /// True where the partner's plus is our minus.
  public var negates: Bool
  /// What an empty cell is: 0, or a reject.
  public var emptyIsZero: Bool

  public enum DecimalSign: Hashable, Sendable {
    case point, comma
    /// Whole numbers of units of the scale: fen, cents.
    case minorUnits
  }

  /// What may stand between groups of exactly three digits; all of it or none of it in one number.
  public enum Grouping: Hashable, Sendable {
    case none, comma, point, apostrophe
    /// A space, a no-break or a narrow no-break space.
    case space
  }

  public init(
    scale: Int, decimalSign: DecimalSign = .point, grouping: Grouping = .none, currencySigns: [String] = [],
    allowsParentheses: Bool = false,
    allowsTrailingMinus: Bool = false, negates: Bool = false, emptyIsZero: Bool = false
  ) {
    precondition((0...18).contains(scale))
    precondition(!(decimalSign == .point && grouping == .point) && !(decimalSign == .comma && grouping == .comma))
    self.scale = scale
    self.decimalSign = decimalSign
    self.grouping = grouping
    self.currencySigns = currencySigns
    self.allowsParentheses = allowsParentheses
    self.allowsTrailingMinus = allowsTrailingMinus
    self.negates = negates
    self.emptyIsZero = emptyIsZero
  }

  /// The amount that a text outside a table's rows states, such as a total's; nil when it states none, or more decimals than the scale has.
  ///
  /// `inSheet`: it may be a workbook's binary fraction.
  public func amount(of text: String, inSheet: Bool = false) -> Int64? {
    let bytes = Array(text.utf8)
    let reader = AmountReader(self)
    if let amount = try? reader.read(bytes.span, 0..<bytes.count, .text, isSheet: false) { return amount }
    return inSheet ? try? reader.read(bytes.span, 0..<bytes.count, .number, isSheet: true) : nil
  }
}
