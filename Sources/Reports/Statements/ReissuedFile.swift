import SettlementCore
import Tables

/// Writes `reissued.csv`, in the order given.
///
/// `change`: `changed`, `added` or `removed`. `became`: where the line has ended: `matched`, `tolerated`, `in-transit`, `awaited`, or a kind
/// of discrepancy; of a line that was removed, where our own has; `withdrawn`: nobody had answered it.
public enum ReissuedFile {
  public static func csv(_ rows: [ReissuedLine]) -> [UInt8] {
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
