/// The rows of one sheet of a workbook as a table.
final class SheetTable: RowSource {
  let sheet: String?
  let is1904: Bool
  let shape: TableShape
  private let file: String
  private let workbook: XlsxWorkbook
  private let rows: SheetRowTaker
  private let part: XMLPart
  private var isAtEnd = false

  var trailers: [SideRow] { rows.trailers }
  var tally: TableTally { rows.tally }

  /// Finds the sheet and its header; throws ``TableError`` when there is none, or more than one.
  init(_ workbook: XlsxWorkbook, file: String, _ layout: TableLayout, _ choice: SheetChoice) throws {
    let found: (sheet: String, header: SheetHeader.Found)
    switch choice {
    case .named(let name): found = (name, try SheetHeader(workbook, name, file: file, layout).read())
    case .withHeader: found = try Self.sheetWithHeader(workbook, file, layout)
    }
    self.workbook = workbook
    self.file = file
    sheet = found.sheet
    is1904 = workbook.date1904
    shape = found.header.shape
    let taker = SheetRowTaker(layout, found.header, file: file)
    rows = taker
    part = try workbook.rows(ofSheet: found.sheet) { row throws in
      try taker.take(row)
      return taker.isFull
    }
  }

  func read(into batch: inout TableBatch) throws -> Bool {
    guard !isAtEnd else { return false }
    swap(&batch, &rows.batch)
    rows.batch.start(width: shape.header.count)
    defer { swap(&batch, &rows.batch) }
    while !isAtEnd && !rows.isFull {
      isAtEnd = try !part.parsePiece()
    }
    return rows.batch.rowCount > 0 || !rows.batch.rejects.isEmpty
  }

  private static func sheetWithHeader(
    _ workbook: XlsxWorkbook, _ file: String, _ layout: TableLayout
  ) throws -> (sheet: String, header: SheetHeader.Found) {
    var fitting: [(sheet: String, header: SheetHeader.Found)] = []
    var firstError: TableError?
    for name in workbook.sheetNames {
      do {
        fitting.append((name, try SheetHeader(workbook, name, file: file, layout).read()))
      } catch let error as TableError where error.field == "header" {
        firstError = firstError ?? error
      }
    }
    if fitting.count == 1 { return fitting[0] }
    if fitting.isEmpty {
      throw firstError ?? TableError(file: file, field: "file", expected: "a sheet with rows", found: "a workbook without sheets")
    }
    let names = fitting.map { "'\(Excerpt.of($0.sheet.utf8))'" }.joined(separator: " and ")
    throw TableError(file: file, field: "file", expected: "one sheet with the header", found: "\(names): name the sheet")
  }
}

extension TableBatch {
  /// Makes an empty batch whose bytes are collected row by row.
  mutating func start(width: Int) {
    clear()
    self.width = width
    bytes.removeAll(keepingCapacity: true)
  }
}

extension TableBatch {
  fileprivate func areBlank(_ fields: ArraySlice<Cell>) -> Bool {
    let bytes = bytes.span
    for field in fields where !CellStripper.isBlank(bytes, field.range) { return false }
    return true
  }

  fileprivate func texts(_ fields: ArraySlice<Cell>, _ stripper: CellStripper) -> [String] {
    let bytes = bytes.span
    var texts: [String] = []
    for field in fields { texts.append(stripper.text(bytes, field.range)) }
    return texts
  }
}

/// Puts the rows that the sheet's parser hands out into a batch.
final class SheetRowTaker {
  var batch = TableBatch()
  var trailers: [SideRow] { trailing.rows }
  private(set) var tally = TableTally()
  private let file: String
  private let header: [String]
  private let firstName: Int?
  private let lastHeaderRow: Int
  private let stripper: CellStripper
  private var trailing: TrailerMatch
  private static let enoughRows = 2000
  private static let enoughBytes = 1 << 18

  /// True when the batch holds enough, rejects included.
  var isFull: Bool { batch.rowCount + batch.rejects.count >= Self.enoughRows || batch.bytes.count >= Self.enoughBytes }

  init(_ layout: TableLayout, _ found: SheetHeader.Found, file: String) {
    self.file = file
    header = found.shape.header
    firstName = header.firstIndex { !$0.isEmpty }
    lastHeaderRow = found.lastRow
    stripper = HeaderMatch.stripper(layout)
    trailing = TrailerMatch(layout.trailers, file: file)
  }

  func take(_ row: borrowing XlsxRow) throws {
    guard row.number > lastHeaderRow else { return }
    let (firstCell, firstByte) = (batch.cells.count, batch.bytes.count)
    append(row)
    let fields = batch.cells[firstCell...]
    if batch.areBlank(fields) { return removeLast(firstCell, firstByte) }
    if trailing.isActive, trailing.takes(fields, batch.bytes.span, stripper) {
      try trailing.keep(batch.texts(fields, stripper), at: row.number)
      return removeLast(firstCell, firstByte)
    }
    tally.rows += 1
    if row.isHidden { tally.hiddenRows += 1 }
    if let fault = fault(firstCell, firstByte) {
      batch.rejects.append(
        RowReject(line: row.number, lastLine: row.number, field: "row", expected: fault.expected, found: fault.found))
      tally.rejected += 1
      return removeLast(firstCell, firstByte)
    }
    batch.places.append(row.number)
    batch.rowCount += 1
  }

  private func append(_ row: borrowing XlsxRow) {
    let width = header.count
    let firstCell = batch.cells.count
    let firstByte = batch.bytes.count
    batch.bytes.append(contentsOf: row.bytes)
    batch.cells.append(contentsOf: repeatElement(Cell(start: 0, length: 0), count: width))
    batch.kinds.append(contentsOf: repeatElement(.empty, count: width))
    for cell in row.cells {
      guard cell.column < width else {
        tally.cellsBeyondHeader += cell.range.isEmpty ? 0 : 1
        continue
      }
      batch.cells[firstCell + cell.column] = RowScanner.cell(firstByte + cell.range.lowerBound, firstByte + cell.range.upperBound)
      batch.kinds[firstCell + cell.column] = CellKind(cell)
    }
  }

  private func removeLast(_ firstCell: Int, _ firstByte: Int) {
    batch.cells.removeLast(batch.cells.count - firstCell)
    batch.kinds.removeLast(batch.kinds.count - firstCell)
    batch.bytes.removeLast(batch.bytes.count - firstByte)
  }

  private func fault(_ firstCell: Int, _ firstByte: Int) -> (expected: String, found: String)? {
    if trailing.isBehindEnd { return ("nothing behind the last row", text(firstCell)) }
    if batch.bytes[firstByte...].contains(0) { return ("text without NUL", text(firstCell)) }
    return isHeader(firstCell) ? ("the header once", text(firstCell)) : nil
  }

  private func isHeader(_ firstCell: Int) -> Bool {
    guard let firstName, isNamed(firstCell, firstName) else { return false }
    return header.indices.allSatisfy { isNamed(firstCell, $0) }
  }

  private func isNamed(_ firstCell: Int, _ column: Int) -> Bool {
    let range = stripper.strip(batch.bytes.span, batch.cells[firstCell + column].range)
    return header[column].utf8.count == range.count && header[column].utf8.elementsEqual(batch.bytes[range])
  }

  private func text(_ firstCell: Int) -> String {
    Excerpt.of(batch.cells[firstCell...].map { String(decoding: batch.bytes[$0.range], as: UTF8.self) }.joined(separator: ",").utf8)
  }
}

extension CellKind {
  init(_ cell: XlsxCell) {
    switch cell.kind {
    case .text: self = .text
    case .number: self = cell.format == .date ? .date : .number
    case .boolean: self = .boolean
    case .error: self = .error
    case .isoDate: self = .isoDate
    case .missing: self = .formula
    }
  }
}
