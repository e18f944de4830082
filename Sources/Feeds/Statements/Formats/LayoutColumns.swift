import SettlementCore
import Tables

/// Collects the columns that a table is read by: what is asked for twice is read once.
struct LayoutColumns {
  private(set) var columns: [TableColumn] = []
  private var known: [Wanted: Int] = [:]
  private let writing: StatementFormat.AmountWriting

  private enum Wanted: Hashable {
    case text(StatementFormat.Cell, TextRule)
    case amount([StatementFormat.Cell], AmountCells, scale: Int)
    case time(StatementFormat.Time)
  }

  init(_ writing: StatementFormat.AmountWriting) { self.writing = writing }

  /// `name` is only used in messages about a cell without a name.
  mutating func text(
    _ cell: StatementFormat.Cell, _ name: String, _ rule: TextRule = .any, isRequired: Bool = true
  ) throws(FormatFault) -> Int {
    try add(.text(cell, rule), [cell], name, isRequired, .text(rule))
  }

  /// One cell, or two that make one amount. An empty cell is 0; whether that may be is judged where the amount counts.
  mutating func amount(
    _ cells: [StatementFormat.Cell], _ how: AmountCells = .one, scale: Int, _ name: String, isRequired: Bool
  ) throws(FormatFault) -> Int {
    try add(.amount(cells, how, scale: scale), cells, name, isRequired, .amount(AmountFormat(writing, scale: scale), how))
  }

  /// An empty cell is no time.
  mutating func time(_ time: StatementFormat.Time) throws(FormatFault) -> Int {
    var formats: [Tables.TimeFormat] = []
    for format in time.formats { formats.append(try Tables.TimeFormat(format)) }
    return try add(.time(time), time.cells, "time", true, .time(formats, emptyIsNone: true))
  }

  private mutating func add(
    _ wanted: Wanted, _ cells: [StatementFormat.Cell], _ name: String, _ isRequired: Bool, _ type: ColumnType
  ) throws(FormatFault) -> Int {
    if let place = known[wanted] {
      columns[place].isRequired = columns[place].isRequired || isRequired
      return place
    }
    var sources: [CellSource] = []
    for cell in cells { sources.append(try CellSource(cell)) }
    known[wanted] = columns.count
    columns.append(TableColumn(name, sources, isRequired: isRequired, type))
    return columns.count - 1
  }
}

/// A format that no reader understands; a profile that was checked has none.
struct FormatFault: Error {
  let expected: String
  let found: String
}
