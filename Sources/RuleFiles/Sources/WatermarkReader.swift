import SettlementCore

/// Reads `watermark:` of a feed.
struct WatermarkReader {
  private let reader: MappingReader

  /// Nil when there is none. `isAsked`: the query or the path has a parameter of this name.
  init?(_ feed: MappingReader, isAsked: Bool) {
    guard isAsked else {
      feed.refuseKeys(["watermark"], expected: "where the parameter watermark is used", advice: "use it or remove the key")
      return nil
    }
    feed.demand(["watermark"], "for the parameter watermark")
    let keys = ["column", "start", "overlap"]
    guard let reader = feed.mapping("watermark", "a watermark", keys: keys, required: keys) else { return nil }
    self.reader = reader
  }

  func read() -> Watermark? {
    let column = reader.text("column")
    let start = reader.text("start")
    guard let overlap = overlap() else { return nil }
    if let start { check(start, overlap) }
    guard let column, let start else { return nil }
    return Watermark(column: column, start: start, overlap: overlap)
  }

  private func overlap() -> Watermark.Overlap? {
    guard let text = reader.text("overlap") else { return nil }
    if text.wholeMatch(of: /[0-9]+/) != nil { return reader.number("overlap", 0...Int64.max).map { .number($0) } }
    guard text.wholeMatch(of: /[0-9]+[smh]/) != nil else {
      reader.refuse(
        "overlap", expected: "a whole number, or a time for a column of times", advice: "write such as 10000, or 2h")
      return nil
    }
    return reader.duration("overlap").map { .time($0) }
  }

  private func check(_ start: String, _ overlap: Watermark.Overlap) {
    switch overlap {
    case .number:
      if start.wholeMatch(of: /-?[0-9]+/) == nil || Int64(start) == nil {
        reader.refuse("start", expected: "a whole number in 64 bits, as the overlap is a number", advice: "write such as \"0\"")
      }
    case .time:
      let form = /(.{10})[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])/
      guard let match = start.wholeMatch(of: form), CalendarDay(match.1) != nil else {
        let advice = "write such as \"2026-01-01T00:00:00+08:00\""
        return reader.refuse("start", expected: "a time with seconds and offset, as the overlap is a time", advice: advice)
      }
    }
  }
}
