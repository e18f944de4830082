/// Rows read by one call of ``CSVReader/readBatch(into:maximumRows:)``, in file order; make one and pass it again and again.
public struct CellBatch: Sendable {
  /// How many rows were accepted.
  public internal(set) var rowCount = 0
  /// The fields of the accepted rows, row after row: `rowCount` times the header's count.
  public internal(set) var cells: [Cell] = []
  /// For each accepted row the 1-based physical line where it starts.
  public internal(set) var lines: [Int] = []
  /// The rows that were not accepted.
  public internal(set) var rejects: [RowReject] = []

  public init() {}

  mutating func makeRoom(rows: Int, columns: Int) {
    rowCount = 0
    rejects.removeAll(keepingCapacity: true)
    if cells.count < rows * columns { cells = Array(repeating: Cell(start: 0, length: 0), count: rows * columns) }
    if lines.count < rows { lines = Array(repeating: 0, count: rows) }
  }

  mutating func trim(columns: Int) {
    cells.removeLast(cells.count - rowCount * columns)
    lines.removeLast(lines.count - rowCount)
  }
}
