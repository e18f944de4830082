import SettlementCore

/// An order whose buyer is known by a keyed hash.
public struct Purchase: Equatable, Sendable {
  public var buyer: String
  /// Its number.
  public var order: Int64
  public var bundle: Int32
  /// The business day of its payment.
  public var day: CalendarDay

  public init(buyer: String, order: Int64, bundle: Int32, day: CalendarDay) {
    (self.buyer, self.order, self.bundle, self.day) = (buyer, order, bundle, day)
  }
}
