import SettlementCore

/// The largest value of a watermark's column.
struct WatermarkTop: Sendable {
  let column: String
  private let overlap: Watermark.Overlap
  private let zone: BusinessZone
  /// The number, or the microseconds since 1970.
  private var largest: Int64?

  init(_ watermark: Watermark, _ zone: BusinessZone) {
    column = watermark.column
    overlap = watermark.overlap
    self.zone = zone
  }

  /// Takes a row's value; what was expected instead, when it is none.
  mutating func take(_ text: [UInt8]) -> String? {
    guard let value = WatermarkText.value(text, overlap, zone) else { return WatermarkText.expected(overlap) }
    largest = max(largest ?? value, value)
    return nil
  }

  /// As ``WatermarkText`` writes it; nil while no row had one.
  var text: String? { largest.map { WatermarkText.write($0, overlap, zone) } }
}

/// Watermarks as text: a whole number in 64 bits, or a time with offset.
public enum WatermarkText {
  /// Where a pull begins: the overlap before the largest value `seen` by earlier pulls, never before the start; without one, the start.
  ///
  /// Throws ``SourceFailure`` when `seen` is not what the overlap says of the column, because the configuration changed.
  public static func begin(
    _ watermark: Watermark, seen: String?, source: String, zone: BusinessZone
  ) throws(SourceFailure) -> String {
    guard let seen else { return watermark.start }
    guard let start = value(Array(watermark.start.utf8), watermark.overlap, zone),
      let top = value(Array(seen.utf8), watermark.overlap, zone)
    else {
      throw SourceFailure(
        kind: .malformed, source: source, file: source, field: "watermark", expected: expected(watermark.overlap),
        found: FieldExcerpt.of(seen.utf8), advice: "earlier pulls saw another kind of column: correct column, start and overlap")
    }
    let (begin, overflow) = top.subtractingReportingOverflow(length(watermark.overlap))
    return write(overflow ? start : max(begin, start), watermark.overlap, zone)
  }

  /// True when `mark` comes before `other`; false when one of them is no such watermark.
  public static func isBehind(_ mark: String, _ other: String, _ watermark: Watermark, _ zone: BusinessZone) -> Bool {
    guard let mark = value(Array(mark.utf8), watermark.overlap, zone), let other = value(Array(other.utf8), watermark.overlap, zone) else {
      return false
    }
    return mark < other
  }

  static func value(_ text: [UInt8], _ overlap: Watermark.Overlap, _ zone: BusinessZone) -> Int64? {
    switch overlap {
    case .number: text.first == UInt8(ascii: "+") ? nil : Int64(String(decoding: text, as: UTF8.self))
    case .time: Timestamp.parse(text.span, 0, text.count, zone)
    }
  }

  static func write(_ value: Int64, _ overlap: Watermark.Overlap, _ zone: BusinessZone) -> String {
    switch overlap {
    case .number: String(value)
    case .time: zone.text(of: value)
    }
  }

  static func expected(_ overlap: Watermark.Overlap) -> String {
    switch overlap {
    case .number: "a whole number"
    case .time: "a time such as 2026-03-01T10:00:00+08:00"
    }
  }

  private static func length(_ overlap: Watermark.Overlap) -> Int64 {
    switch overlap {
    case .number(let count): count
    case .time(let duration): duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    }
  }
}
