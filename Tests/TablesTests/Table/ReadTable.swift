import Tables

/// A whole table read to its end: what the tests compare.
struct ReadTable {
  let reader: TableReader
  /// Every cell of the accepted rows as it stands in the file.
  var rows: [[String]] = []
  var kinds: [[CellKind]] = []
  var places: [Int] = []
  var rejects: [RowReject] = []
  /// By the layout's columns.
  var texts: [[String]]
  var amounts: [[Int64]]
  var times: [[CivilTime]]
  var mostBytes = 0

  init(_ reader: TableReader) throws {
    self.reader = reader
    let columns = reader.layout.columns.count
    texts = Array(repeating: [], count: columns)
    amounts = texts.map { _ in [] }
    times = texts.map { _ in [] }
    var batch = TableBatch()
    while try reader.read(into: &batch) {
      mostBytes = max(mostBytes, batch.bytes.count)
      for row in 0..<batch.rowCount {
        rows.append((0..<batch.width).map { batch.string(batch.cell(row, $0)) })
        kinds.append((0..<batch.width).map { batch.kind(row, $0) })
      }
      places += batch.places
      rejects += batch.rejects
      for column in 0..<columns {
        texts[column] += batch.texts[column].map { batch.string($0) }
        amounts[column] += batch.amounts[column]
        times[column] += batch.times[column]
      }
    }
  }

  init(_ bytes: [UInt8], _ layout: TableLayout) throws {
    try self.init(TableReader(bytes: bytes, name: "bill", layout: layout))
  }

  init(_ text: String, _ layout: TableLayout) throws { try self.init(Array(text.utf8), layout) }

  /// Each reject as `line field: expected, found`.
  var problems: [String] { rejects.map { "\($0.line) \($0.field): expected \($0.expected), found \($0.found)" } }
}

extension TableColumn {
  static func text(_ name: String, _ rule: TextRule = .any, isRequired: Bool = true) -> TableColumn {
    TableColumn(name, [.named([name])], isRequired: isRequired, .text(rule))
  }

  static func amount(_ name: String, _ format: AmountFormat = AmountFormat(scale: 2), isRequired: Bool = true) -> TableColumn {
    TableColumn(name, [.named([name])], isRequired: isRequired, .amount(format))
  }

  static func time(_ name: String, _ patterns: String..., isRequired: Bool = true) -> TableColumn {
    TableColumn(name, [.named([name])], isRequired: isRequired, .time(patterns.map { .pattern(TimePattern($0)!) }))
  }
}

extension CivilTime {
  /// `2026-03-01 10:00:00`, for tests.
  var words: String {
    if self == .none { return "none" }
    let shifted = Int(day) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    var text = "\(year)-\(two(month))-\(two(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))"
    if hasTime { text += " \(two(Int(second) / 3600)):\(two(Int(second) / 60 % 60)):\(two(Int(second) % 60))" }
    if microsecond != 0 { text += ".\(microsecond)" }
    return offset == Self.noOffset ? text : text + " \(offset)"
  }
}
