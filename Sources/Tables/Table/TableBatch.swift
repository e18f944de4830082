/// Rows read by one call of ``TableReader/read(into:)``, in file order; make one and pass it again and again.
///
/// Every row has all cells of the file, mapped or not: what is not understood stays reachable as evidence.
public struct TableBatch: Sendable {
  /// How many rows were accepted.
  public internal(set) var rowCount = 0
  /// Cells of a row; for JSON as many as the layout maps.
  public internal(set) var width = 0
  /// UTF-8 which the cells of this batch index into. Valid until the next call.
  public internal(set) var bytes: [UInt8] = []
  /// The cells of the accepted rows, row after row, as they stand in the file, unescaped but not stripped.
  public internal(set) var cells: [Cell] = []
  /// What each of ``cells`` is; empty when all are texts.
  public internal(set) var kinds: [CellKind] = []
  /// For each row its physical line, its number in the sheet, or its number among the JSON rows; from 1.
  public internal(set) var places: [Int] = []
  /// The rows that were not accepted.
  public internal(set) var rejects: [RowReject] = []

  /// By the layout's columns, one value per row; empty for columns of another type. What stands in a column that the file lacks says
  /// ``TableColumn/isRequired``.
  public internal(set) var texts: [[Cell]] = []
  public internal(set) var amounts: [[Int64]] = []
  public internal(set) var times: [[CivilTime]] = []

  public init() {}

  /// The cell of the file at a column of ``TableReader/header``.
  public func cell(_ row: Int, _ column: Int) -> Cell { cells[row * width + column] }

  public func kind(_ row: Int, _ column: Int) -> CellKind { kinds.isEmpty ? .text : kinds[row * width + column] }

  /// A new `String`; hot loops read ``bytes``.
  public func string(_ cell: Cell) -> String { String(decoding: bytes[cell.range], as: UTF8.self) }
}

/// What a cell is in its file.
@frozen
public enum CellKind: UInt8, Sendable {
  /// Nothing there; of JSON also `null`.
  case empty
  case text
  /// The text is the number as written.
  case number
  /// A number that its workbook shows as a date.
  case date
  /// The text is an ISO 8601 date.
  case isoDate
  case boolean
  /// A formula without a stored value.
  case formula
  /// The text is the error's name, such as `#DIV/0!`.
  case error
  /// A JSON object or array, as written.
  case structure
}
