import CXlsxWriter

/// What a sheet knows of the row being written, and what it has written so far.
///
/// One value, so that a cell costs one access to the sheet's storage and not one for each of its parts.
@safe struct SheetState {
  /// Heights in points: of a row of one line; of each line and the air around them when there are several.
  static let rowHeight = 18.0, lineHeight = 15.5, rowMargin = 4.0

  let name: String
  let file: String
  let formats: FormatTable
  /// Nil once the workbook is closed.
  private var worksheet: UnsafeMutablePointer<lxw_worksheet>?
  private var row = 0
  private var writtenColumns = ColumnSet()
  private var widths: [Double] = []
  private var lines = 1
  private(set) var scratch = CellText()
  private(set) var links = 0
  private(set) var tally = SheetTally()

  init(_ worksheet: UnsafeMutablePointer<lxw_worksheet>, name: String, file: String, formats: FormatTable) {
    unsafe self.worksheet = worksheet
    self.name = name
    self.file = file
    self.formats = formats
  }

  mutating func detach() { unsafe worksheet = nil }

  mutating func setColumns(_ widths: [Double]) { self.widths = widths }

  /// The library's sheet, as long as the workbook is open.
  func open() throws(WorkbookError) -> UnsafeMutablePointer<lxw_worksheet> {
    guard let worksheet = unsafe worksheet else { throw failure(.closed) }
    return unsafe worksheet
  }

  /// Moves to a cell: inside the sheet, not above the row begun, not written before.
  private mutating func begin(_ row: Int, _ column: Int) throws(WorkbookError) -> UnsafeMutablePointer<lxw_worksheet> {
    try requireInside(row: row, column: column)
    guard row >= self.row else { throw failure(.rowOrder(begun: self.row + 1), row: row) }
    let sheet = try unsafe open()
    if row > self.row {
      self.row = row
      writtenColumns = ColumnSet()
      lines = 1
    }
    guard writtenColumns.insert(column) else { throw failure(.cellTwice(column: column + 1), row: row) }
    return unsafe sheet
  }

  // MARK: Cells

  mutating func write(_ text: Span<UInt8>, _ row: Int, _ column: Int, _ format: CellFormat) throws(WorkbookError) {
    _ = scratch.set(text)
    try writeScratch(row, column, format)
  }

  mutating func write(numeral: Int64, _ row: Int, _ column: Int, _ format: CellFormat) throws(WorkbookError) {
    scratch.set(numeral)
    try writeScratch(row, column, format)
  }

  mutating func write(_ text: PreparedText, _ row: Int, _ column: Int, _ format: CellFormat) throws(WorkbookError) {
    let sheet = try unsafe begin(row, column)
    try check(unsafe Self.put(text.bytes.span, on: sheet, row, column, formats.format(format, exponent: nil)), row: row)
    if text.bytes.count > 1 { tally.addText(row: row, column: column) }
  }

  private mutating func writeScratch(_ row: Int, _ column: Int, _ format: CellFormat) throws(WorkbookError) {
    let sheet = try unsafe begin(row, column)
    try check(unsafe Self.put(scratch.bytes.span, on: sheet, row, column, formats.format(format, exponent: nil)), row: row)
    guard scratch.bytes.count > 1 else { return }
    tally.addText(row: row, column: column)
    if format == .title { try setHeight(28, of: row) }
    if format.wraps { try makeRoom(row, column) }
  }

  /// `text` ends in NUL.
  private static func put(
    _ text: Span<UInt8>, on sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: Int, _ column: Int, _ look: UnsafeMutablePointer<lxw_format>
  ) -> lxw_error {
    unsafe text.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        unsafe worksheet_write_string(sheet, UInt32(row), UInt16(column), text.baseAddress, look)
      }
    }
  }

  /// `url` as the library takes it; false, and nothing is written, for an empty text or beyond Excel's limit on links.
  mutating func write(link text: Span<UInt8>, _ url: String, _ row: Int, _ column: Int) throws(WorkbookError) -> Bool {
    guard links < Sheet.maximumLinks, scratch.set(text) else { return false }
    let sheet = try unsafe begin(row, column)
    let look = unsafe formats.format(.link, exponent: nil)
    let shown = String(decoding: scratch.bytes.dropLast(), as: UTF8.self)
    try check(unsafe worksheet_write_url_opt(sheet, UInt32(row), UInt16(column), url, look, shown, nil), row: row)
    links += 1
    tally.addText(row: row, column: column)
    return true
  }

  mutating func write(
    _ number: Double, of minorUnits: Int64, exponent: Int, _ row: Int, _ column: Int, _ format: CellFormat
  ) throws(WorkbookError) {
    try write(number, exponent: exponent, row, column, format)
    tally.addNumber(minorUnits, exponent: exponent, row: row, column: column)
  }

  mutating func write(serial: Double, of seconds: Int64, _ row: Int, _ column: Int, _ format: CellFormat) throws(WorkbookError) {
    try write(serial, exponent: 0, row, column, format)
    tally.addDate(seconds, row: row, column: column)
  }

  private mutating func write(
    _ number: Double, exponent: Int, _ row: Int, _ column: Int, _ format: CellFormat
  ) throws(WorkbookError) {
    let sheet = try unsafe begin(row, column)
    let look = unsafe formats.format(format, exponent: exponent)
    try check(unsafe worksheet_write_number(sheet, UInt32(row), UInt16(column), number, look), row: row)
  }

  mutating func write(
    _ formula: String, stored number: Double, of minorUnits: Int64, exponent: Int, _ row: Int, _ column: Int, _ format: CellFormat
  ) throws(WorkbookError) {
    let sheet = try unsafe begin(row, column)
    let look = unsafe formats.format(format, exponent: exponent)
    try check(unsafe worksheet_write_formula_num(sheet, UInt32(row), UInt16(column), formula, look, number), row: row)
    tally.addNumber(minorUnits, exponent: exponent, row: row, column: column)
  }

  mutating func write(_ formula: String, stored text: String, _ row: Int, _ column: Int, _ format: CellFormat) throws(WorkbookError) {
    let sheet = try unsafe begin(row, column)
    let look = unsafe formats.format(format, exponent: nil)
    try check(unsafe worksheet_write_formula_str(sheet, UInt32(row), UInt16(column), formula, look, text), row: row)
    if !text.isEmpty { tally.addText(row: row, column: column) }
  }

  // MARK: Heights

  /// Makes the row begun as high as wrapped text in a column of known width needs: viewers do not do it themselves.
  private mutating func makeRoom(_ row: Int, _ column: Int) throws(WorkbookError) {
    guard column < widths.count else { return }
    let needed = min(scratch.lines(width: widths[column]), 25)
    guard needed > lines else { return }
    lines = needed
    try setHeight(Self.rowMargin + Self.lineHeight * Double(needed), of: row)
  }

  private func setHeight(_ points: Double, of row: Int) throws(WorkbookError) {
    try check(unsafe worksheet_set_row(try open(), UInt32(row), points, nil), row: row)
  }

  // MARK: Errors

  @inline(__always)
  func requireInside(row: Int, column: Int) throws(WorkbookError) {
    guard row >= 0, row < Sheet.maximumRows, column >= 0, column < Sheet.maximumColumns else {
      throw failure(.outside(row: row + 1, column: column + 1))
    }
  }

  @inline(__always)
  func check(_ code: lxw_error, row: Int? = nil) throws(WorkbookError) {
    if code != LXW_NO_ERROR { try WorkbookError.check(code, file: file, sheet: name, row: row.map { $0 + 1 }) }
  }

  func failure(_ problem: WorkbookError.Problem, row: Int? = nil) -> WorkbookError {
    WorkbookError(file: file, sheet: name, row: row.map { $0 + 1 }, problem: problem)
  }
}
