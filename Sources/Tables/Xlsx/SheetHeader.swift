/// Looks for the header in the first rows of a sheet.
struct SheetHeader {
  struct Found {
    var shape: TableShape
    /// The sheet's row behind which the data begin.
    var lastRow: Int
  }

  private let workbook: XlsxWorkbook
  private let sheet: String
  private let file: String
  private let layout: TableLayout
  private let stripper: CellStripper

  init(_ workbook: XlsxWorkbook, _ sheet: String, file: String, _ layout: TableLayout) {
    self.workbook = workbook
    self.sheet = sheet
    self.file = file
    self.layout = layout
    stripper = HeaderMatch.stripper(layout)
  }

  /// Throws ``TableError`` of the field `header` when the sheet has no such header.
  func read() throws -> Found {
    let search = try HeaderSearch(layout, file: file, mergedCells())
    let stripper = stripper
    let part = try workbook.rows(ofSheet: sheet) { row throws in
      if !search.isDone { try search.take(Self.names(row, stripper), row.number) }
      return search.isDone
    }
    while !search.isDone, try part.parsePiece() {}
    if let found = search.found { return found }
    if case .none = layout.header, search.rows == 0 {
      return Found(shape: TableShape(places: layout.columns.map { _ in nil }), lastRow: 0)
    }
    throw search.match.notFound(file, rows: search.rows, hint: " of sheet '\(Excerpt.of(sheet.utf8))'")
  }

  private static func names(_ row: borrowing XlsxRow, _ stripper: CellStripper) -> [String] {
    var names = [String](repeating: "", count: (row.cells.last?.column ?? -1) + 1)
    for cell in row.cells { names[cell.column] = stripper.text(row.bytes.span, cell.range) }
    while names.last?.isEmpty == true { names.removeLast() }
    return names
  }

  private func mergedCells() throws -> [MergedCells.Area] {
    guard case .merged = layout.header else { return [] }
    let merged = MergedCells()
    let part = try workbook.open(sheet: sheet, merged)
    while try part.parsePiece() {}
    return merged.areas
  }
}

/// Takes row after row until the header was there.
private final class HeaderSearch {
  private let layout: TableLayout
  private let file: String
  private let merged: MergedRows
  var match: HeaderMatch
  private(set) var found: SheetHeader.Found?
  private(set) var isDone = false
  /// Rows that might have been the header.
  private(set) var rows = 0
  private var preamble = SideRows()
  /// The last rows, of which a header of several rows is made.
  private var recent: [(number: Int, names: [String])] = []

  init(_ layout: TableLayout, file: String, _ merged: [MergedCells.Area]) {
    self.layout = layout
    self.file = file
    self.merged = MergedRows(merged)
    match = HeaderMatch(layout)
  }

  func take(_ names: [String], _ number: Int) throws(TableError) {
    if names.isEmpty { return }
    if isPreamble(names, number) { return try keep(names, number) }
    rows += 1
    let candidate = candidate(names, number)
    if let places = try match.match(candidate, at: number, file: file) {
      isDone = true
      let isNone = if case .none = layout.header { true } else { false }
      let shape = TableShape(header: isNone ? candidate.map { _ in "" } : candidate, preamble: preamble.rows, places: places)
      found = SheetHeader.Found(shape: shape, lastRow: isNone ? number - 1 : number)
      return
    }
    switch (layout.preamble, layout.header) {
    case (.untilHeader, .named), (.untilHeader, .merged): try keep(names, number)
    case (_, .merged(let height)) where rows < height: break
    default: isDone = true
    }
  }

  private func isPreamble(_ names: [String], _ number: Int) -> Bool {
    switch layout.preamble {
    case .lines(let count): number <= count
    case .comments(let prefix): names.first { !$0.isEmpty }?.hasPrefix(prefix) ?? false
    case .none, .untilHeader: false
    }
  }

  private func keep(_ names: [String], _ number: Int) throws(TableError) {
    if let most = preamble.keep(SideRow(place: number, cells: names), most: TableLimits.preambleRows) {
      throw TableError(file: file, line: number, field: "header", expected: "the header within \(most)", found: "none")
    }
  }

  /// The names of the columns if this row were the header, or its last row.
  private func candidate(_ names: [String], _ number: Int) -> [String] {
    guard case .merged(let height) = layout.header else { return names }
    recent.append((number, names))
    recent.removeAll { $0.number <= number - height }
    let first = number - height + 1
    let corners = (first...number).map { merged.corners(ofRow: $0) }
    let width = max(recent.map(\.names.count).max() ?? 0, corners.map(\.count).max() ?? 0)
    return (0..<width).map { column in
      var parts: [String] = []
      for row in first...number {
        let corners = corners[row - first]
        let corner = corners.indices.contains(column) ? corners[column] : nil
        let part = corner.map { text($0.row, $0.column) } ?? text(row, column)
        if !part.isEmpty && parts.last != part { parts.append(part) }
      }
      return parts.joined(separator: "/")
    }
  }

  private func text(_ row: Int, _ column: Int) -> String {
    guard let names = recent.first(where: { $0.number == row })?.names, names.indices.contains(column) else { return "" }
    return names[column]
  }
}

/// The merged cells of a sheet by row, for the rows that a header may be in.
private struct MergedRows {
  typealias Corner = (row: Int, column: Int)

  private var areas: [Int: [MergedCells.Area]] = [:]

  init(_ merged: [MergedCells.Area]) {
    for area in merged {
      // A header is at most three rows high; of what reaches further only the first rows can hold names.
      for row in area.rows.prefix(MergedCells.highestHeader) { areas[row, default: []].append(area) }
    }
  }

  /// For each column the cell whose text is seen there, where that is another one; of areas that overlap, which no spreadsheet makes, the
  /// first counts.
  func corners(ofRow row: Int) -> [Corner?] {
    var corners: [Corner?] = []
    for area in areas[row] ?? [] {
      if area.columns.upperBound >= corners.count {
        corners.append(contentsOf: repeatElement(nil, count: area.columns.upperBound + 1 - corners.count))
      }
      guard area.columns.allSatisfy({ corners[$0] == nil }) else { continue }
      for column in area.columns { corners[column] = (area.rows.lowerBound, area.columns.lowerBound) }
    }
    return corners
  }
}

/// The merged cells of a sheet, which stand behind its rows.
final class MergedCells: XMLHandler {
  struct Area {
    var rows: ClosedRange<Int>
    var columns: ClosedRange<Int>
  }

  private(set) var areas: [Area] = []
  /// The most rows that a header has.
  static let highestHeader = 3
  /// Cells of the areas' first rows, which are looked at one by one.
  private var cells = 0

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name == "mergeCell", let reference = attributes["ref"]?.text else { return }
    let corners = reference.split(separator: ":").map { XMLValue.cellReference(String($0)) }
    guard corners.count == 2, let first = corners[0], let last = corners[1], first.row <= last.row, first.column <= last.column,
      areas.count < XlsxLimits.mergedCells
    else {
      refusal = Refusal(
        expected: "at most \(XlsxLimits.mergedCells) areas of merged cells such as A1:B2", found: Excerpt.of(reference.utf8))
      return
    }
    areas.append(Area(rows: first.row...last.row, columns: first.column...last.column))
    cells += (last.column - first.column + 1) * min(last.row - first.row + 1, Self.highestHeader)
    if cells > XlsxLimits.mergedColumns {
      refusal = Refusal(expected: "merged cells over at most \(XlsxLimits.mergedColumns) cells", found: "more")
    }
  }
}
