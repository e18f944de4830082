import SettlementCore

/// Reads where a cell of a row is: the text of a header's name, or a mapping with one of `names`, `at` and `pointer`.
struct PlaceReader {
  /// The keys that say it in a mapping with other keys; one of them stands there.
  static let keys = ["column", "names", "at", "pointer"]

  let context: FormatContext

  /// A place that stands for itself.
  func cell(_ value: RuleValue) -> StatementFormat.Cell? {
    if case .text = value.kind { return context.text(value).flatMap { named([$0], at: value.position) } }
    let keys = ["names", "at", "pointer"]
    guard let reader = MappingReader(value, "a column of the file", keys: keys, context.problems) else { return nil }
    return reader.one(of: keys).flatMap { cell($0, in: reader) }
  }

  /// A list of places, each once.
  func cells(_ key: String, in reader: MappingReader) -> [StatementFormat.Cell]? {
    guard let values = reader.list(key, of: "columns of the file") else { return nil }
    var cells: [StatementFormat.Cell] = []
    for value in values {
      guard let cell = cell(value) else { continue }
      if cells.contains(cell) { context.refuseRepeated(value) } else { cells.append(cell) }
    }
    return cells.count == values.count ? cells : nil
  }

  /// The place that one of ``keys`` says.
  func cell(_ key: String, in reader: MappingReader) -> StatementFormat.Cell? {
    let position = reader.position(of: key)
    switch key {
    case "column": return reader.value(key).flatMap { context.text($0) }.flatMap { named([$0], at: position) }
    case "names": return context.texts(key, in: reader, of: "names of the header").flatMap { named($0, at: position) }
    case "at": return self.position(in: reader)
    default: return pointer(in: reader)
    }
  }

  private func named(_ names: [String], at position: Position) -> StatementFormat.Cell? {
    if case .positions = context.places {
      context.problems.add(
        at: position, expected: "a position such as {at: 1} beside header: none", found: quoted(names.joined(separator: ", ")),
        advice: "write the column's number, or where the header is")
      return nil
    }
    return .named(names)
  }

  private func position(in reader: MappingReader) -> StatementFormat.Cell? {
    if case .names = context.places {
      reader.refuse(
        "at", expected: "the name of a column beside a header of names",
        advice: "write its name; or header: none, and the header's lines as preamble")
      return nil
    }
    return reader.number("at", 1...16_384).map { .position(Int($0) - 1) }
  }

  private func pointer(in reader: MappingReader) -> StatementFormat.Cell? {
    guard case .json = context.places else {
      reader.refuse("pointer", expected: "a pointer only of container: json or json-lines", advice: "write the column's name")
      return nil
    }
    return reader.pointer("pointer").map { .pointer($0) }
  }
}
