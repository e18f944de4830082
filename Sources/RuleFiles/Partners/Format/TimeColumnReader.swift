import SettlementCore

/// Reads the column `time`: a place, or `{columns: [date, time]}`, with the `formats` in which it is written. Default: `formats: [iso]`.
struct TimeColumnReader {
  let context: FormatContext

  func read(in columns: MappingReader) -> StatementFormat.Time? {
    guard let value = columns.value("time") else { return nil }
    let places = PlaceReader(context: context)
    if case .text = value.kind { return places.cell(value).map { StatementFormat.Time([$0]) } }
    let origins = PlaceReader.keys + ["columns"]
    guard let reader = MappingReader(value, "the column time", keys: origins + ["formats"], context.problems) else { return nil }
    let origin = reader.one(of: origins)
    let cells = origin == "columns" ? places.cells("columns", in: reader) : origin.flatMap { places.cell($0, in: reader) }.map { [$0] }
    if origin == "columns", let cells, cells.count != 2 {
      reader.problems.add(
        at: reader.position(of: "columns"), expected: "two columns, of the date and the time of day", found: "\(cells.count)",
        advice: "write both, or column: and one")
    }
    let formats = formats(reader) ?? [.iso]
    if origin == "columns", formats.contains(where: { $0 == .seconds || $0 == .milliseconds }) {
      reader.refuse("formats", expected: "no seconds and milliseconds of two columns", advice: "write column: and one")
    }
    return cells.map { StatementFormat.Time($0, formats: formats) }
  }

  private static let words: [String: StatementFormat.TimeFormat] = [
    "iso": .iso, "serial": .serial, "seconds": .seconds, "milliseconds": .milliseconds,
  ]

  private static func format(_ text: String) -> StatementFormat.TimeFormat? {
    words[text] ?? (TimeLetters.isPattern(text) ? .pattern(text) : nil)
  }

  private func formats(_ reader: MappingReader) -> [StatementFormat.TimeFormat]? {
    guard let values = reader.list("formats", of: "formats of times") else { return nil }
    var formats: [StatementFormat.TimeFormat] = []
    for value in values {
      guard case .text(let text, _) = value.kind, let format = Self.format(text) else {
        context.problems.add(
          at: value.position, expected: "iso, serial, seconds, milliseconds or a pattern with year, month and day", found: value.found,
          advice: "write such as \"dd/MM/yyyy HH:mm:ss\", other letters in '…'")
        continue
      }
      if formats.contains(format) { context.refuseRepeated(value) } else { formats.append(format) }
    }
    return formats.isEmpty ? nil : formats
  }
}

/// The letters of a pattern of times, as readers of statements know them.
enum TimeLetters {
  /// True for a text with `yyyy`, month and day, each letter in one run and of a length that it may have, `h` only with `a` and `a` only
  /// with `h`, and no smaller unit without the larger ones. Letters in `'…'` stand for themselves.
  static func isPattern(_ text: String) -> Bool {
    guard let runs = runs(of: Array(text.unicodeScalars)) else { return false }
    let letters = runs.map(\.letter)
    let known = Set(letters)
    guard known.count == letters.count, runs.allSatisfy({ lengths[$0.letter]?.contains($0.count) == true }) else { return false }
    let hours = known.intersection(["H", "h"]).count
    return known.isSuperset(of: ["y", "M", "d"]) && hours <= 1 && known.contains("a") == known.contains("h")
      && (hours == 1 || !known.contains("m")) && (known.contains("m") || !known.contains("s"))
      && (known.contains("s") || !known.contains("S"))
  }

  private static let lengths: [Unicode.Scalar: ClosedRange<Int>] = [
    "y": 4...4, "M": 1...2, "d": 1...2, "H": 1...2, "h": 1...2, "m": 1...2, "s": 1...2, "S": 1...Int.max, "a": 1...1,
  ]

  /// The runs of equal ASCII letters outside quotes; nil when a quote is not closed.
  private static func runs(of text: [Unicode.Scalar]) -> [(letter: Unicode.Scalar, count: Int)]? {
    var runs: [(letter: Unicode.Scalar, count: Int)] = []
    var isQuoted = false
    var before: Unicode.Scalar?
    for scalar in text {
      if scalar == "'" { isQuoted.toggle() }
      let isLetter = !isQuoted && scalar.isASCII && scalar.properties.isAlphabetic
      if isLetter, scalar == before { runs[runs.count - 1].count += 1 } else if isLetter { runs.append((scalar, 1)) }
      before = isLetter ? scalar : nil
    }
    return isQuoted ? nil : runs
  }
}
