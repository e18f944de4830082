/// A row that is no data, kept whole: before the header, or a total or an end behind the data.
public struct SideRow: Equatable, Sendable {
  /// Its line, as in ``TableBatch/places``.
  public let place: Int
  /// Its cells, stripped as the layout says.
  public let cells: [String]
  /// The names of the second header above it; empty for other rows.
  public let names: [String]

  public init(place: Int, cells: [String], names: [String] = []) {
    self.place = place
    self.cells = cells
    self.names = names
  }

  /// The cell under `name` of the second header.
  public subscript(_ name: String) -> String? {
    guard let place = names.firstIndex(of: name), cells.indices.contains(place) else { return nil }
    return cells[place]
  }

  /// The cells with a comma between them, blank ones at the end left out: what a person would read.
  public var text: String {
    let last = cells.lastIndex { !$0.isEmpty } ?? -1
    return cells[...last].joined(separator: ",")
  }
}

/// Rows that are no data, no more of them than ``TableLimits`` allow.
struct SideRows {
  private(set) var rows: [SideRow] = []
  private var bytes = 0

  /// Keeps one more; returns how many there may be when these are too many, or too long.
  mutating func keep(_ row: SideRow, most: Int) -> String? {
    guard rows.count < most else { return "\(most) rows" }
    bytes += row.cells.reduce(0) { $0 + $1.utf8.count + MemoryLayout<String>.size }
    guard bytes <= TableLimits.sideBytes else { return "\(TableLimits.sideBytes) bytes" }
    rows.append(row)
    return nil
  }
}

/// What a reader has met so far.
public struct TableTally: Equatable, Sendable {
  /// Data rows, rejected ones included.
  public internal(set) var rows = 0
  public internal(set) var rejected = 0
  /// Rows hidden in the workbook; they are read like any other.
  public internal(set) var hiddenRows = 0
  /// Cells with a value beside the header's columns of a sheet; they are left out.
  public internal(set) var cellsBeyondHeader = 0
}
