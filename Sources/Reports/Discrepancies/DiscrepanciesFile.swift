import SettlementCore
import Tables

/// Writes `discrepancies.csv` (SPEC §7).
public enum DiscrepanciesFile {
  static let header = [
    "partner", "kind", "key", "order_id", "ours", "theirs", "difference", "currency", "business_date", "first_seen", "age_days", "state",
    "leg", "detail",
  ]

  /// The whole file: sorted by partner, kind and key as bytes; `day` is the run's D, from which ages are counted.
  public static func csv(_ discrepancies: [Discrepancy], day: CalendarDay) -> [UInt8] {
    var writer = CSVWriter(header: header)
    for discrepancy in sorted(discrepancies) {
      let finding = discrepancy.finding
      if finding.partner == "-" { writer.append(text: "-") } else { writer.append(outside: finding.partner) }
      writer.append(text: finding.kind.rawValue)
      writer.append(outside: finding.key)
      writer.append(outside: finding.orderID)
      for amount in [finding.ours, finding.theirs, finding.difference] { append(amount, finding, to: &writer) }
      writer.append(text: finding.currency.code)
      writer.append(text: finding.businessDate.description)
      writer.append(text: discrepancy.firstSeen.description)
      writer.append(integer: discrepancy.age(on: day))
      writer.append(text: finding.state.rawValue)
      writer.append(text: finding.leg.rawValue)
      writer.append(outside: finding.detail)
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// By partner, kind and key as bytes: the order of every list of discrepancies.
  static func sorted(_ discrepancies: [Discrepancy]) -> [Discrepancy] {
    func isOrdered(_ left: Finding, _ right: Finding) -> Bool {
      // `==` on texts would take two spellings of one character for the same.
      let texts = [(left.partner, right.partner), (left.kind.rawValue, right.kind.rawValue), (left.key, right.key)]
      for (a, b) in texts where !a.utf8.elementsEqual(b.utf8) { return a.utf8.lexicographicallyPrecedes(b.utf8) }
      return false
    }
    return discrepancies.sorted { isOrdered($0.finding, $1.finding) }
  }

  /// Without a currency there is no amount to print; a control total may be a count of rows.
  private static func append(_ amount: Int64?, _ finding: Finding, to writer: inout CSVWriter) {
    guard let amount, finding.currency != .unknown || finding.isCount else { return writer.append(text: "") }
    writer.append(minorUnits: amount, exponent: finding.isCount ? 0 : finding.currency.exponent)
  }
}

extension Discrepancy {
  /// Days from the run that first showed it to the run of `day`.
  public func age(on day: CalendarDay) -> Int64 { Int64(day.number) - Int64(firstSeen.number) }
}
