import SettlementCore
import Tables

/// A line of a statement that was issued anew, as it was and as it is.
public struct ReissuedRow: Equatable, Sendable {
  public var partner: String
  public var file: String
  public var key: String
  public var orderID: String
  /// Minor units; nil: the line was added, or removed.
  public var old: Int64?
  public var new: Int64?
  public var currency: Currency
  /// What was posted because of it, in minor units.
  public var adjust: Int64
  /// Where the line has ended.
  public var became: String

  public init(
    partner: String, file: String, key: String, orderID: String, old: Int64?, new: Int64?, currency: Currency, adjust: Int64, became: String
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

/// Writes `reissued.csv`, in the order given.
///
/// `change`: `changed`, `added` or `removed`. `became`: where the line has ended: `matched`, `tolerated`, `in-transit`, `awaited`, or a kind
/// of discrepancy; of a line that was removed, where our own has; `withdrawn`: nobody had answered it.
public enum ReissuedFile {
  public static func csv(_ rows: [ReissuedRow]) -> [UInt8] {
    var writer = CSVWriter(header: ["partner", "file", "change", "key", "order_id", "old", "new", "currency", "adjust", "became"])
    for row in rows {
      writer.append(text: row.partner)
      writer.append(outside: row.file)
      writer.append(text: row.old == nil ? "added" : row.new == nil ? "removed" : "changed")
      writer.append(outside: row.key)
      writer.append(outside: row.orderID)
      for amount in [row.old, row.new] {
        if let amount { writer.append(minorUnits: amount, exponent: row.currency.exponent) } else { writer.append(text: "") }
      }
      writer.append(text: row.currency.code)
      if row.adjust == 0 { writer.append(text: "") } else { writer.append(minorUnits: row.adjust, exponent: row.currency.exponent) }
      writer.append(text: row.became)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
