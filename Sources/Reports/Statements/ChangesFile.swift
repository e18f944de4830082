import SettlementCore
import Tables

/// Writes the changed lines of a statement's later version as CSV: `<partner>-<period>-R2-changes.csv`.
public enum ChangesFile {
  public static func csv(_ statement: PartnerStatement) -> [UInt8] {
    var writer = CSVWriter(header: [
      "statement", "replaces", "kind", "order_id", "reference", "business_date", "old", "new", "difference", "currency", "cause", "detail",
      "run", "group", "counted_in", "counted_in_state",
    ])
    guard let changes = statement.changes else { return writer.takeBytes() }
    for line in changes.lines {
      writer.append(text: statement.number)
      writer.append(text: changes.replaces)
      writer.append(text: line.kind.name)
      writer.append(outside: line.orderID)
      writer.append(outside: line.reference)
      writer.append(text: line.businessDay.description)
      for amount in [line.old, line.new, line.difference] { writer.append(minorUnits: amount, exponent: line.currency.exponent) }
      writer.append(text: line.currency.code)
      writer.append(text: line.causeWord)
      writer.append(outside: line.causeDetail)
      writer.append(text: line.run)
      writer.append(integer: line.group)
      writer.append(text: line.countedIn.period)
      writer.append(text: line.countedIn.isClosed ? "closed" : "open")
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// The name of its file: `eleme-2026-03-R2-changes.csv`.
  public static func name(_ partner: String, _ period: String, version: Int) -> String { "\(partner)-\(period)-R\(version)-changes.csv" }
}
