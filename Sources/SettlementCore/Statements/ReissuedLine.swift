/// What became of one line of a statement that was issued anew.
public struct ReissuedLine: Hashable, Sendable {
  public var partner: String
  public var file: String
  /// `<type>:<reference>`.
  public var key: String
  public var orderID: String
  /// Minor units of `currency`, as it was and as it is; nil: the line was added, or removed.
  public var old: Int64?
  public var new: Int64?
  public var currency: Currency
  /// What was posted because of it, in minor units.
  public var adjust: Int64
  /// Where the line has ended, or our own where theirs was removed: a word.
  public var became: String

  public init(
    partner: String, file: String, key: String, orderID: String, old: Int64?, new: Int64?, currency: Currency, adjust: Int64 = 0,
    became: String
  ) {
    self.partner = partner
    self.file = file
    self.key = key
    self.orderID = orderID
    self.old = old
    self.new = new
    self.currency = currency
    self.adjust = adjust
    self.became = became
  }
}
