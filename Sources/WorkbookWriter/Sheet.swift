import CXlsxWriter

/// One worksheet, written from the top row down; rows and columns count from 0.
///
/// Constant-memory mode: only the row being written is in memory, earlier rows lie in the temporary folder. A row cannot be
/// reopened, each cell is written once, and several sheets of a workbook may be open side by side.
@safe public final class Sheet {
  /// Name on the tab.
  public let name: String
  /// Rows and columns Excel allows.
  public static let maximumRows = 1_048_576, maximumColumns = 16_384

  /// Heights in points: of a row of one line; of each line and the air around them when there are several.
  private static let rowHeight = 18.0, lineHeight = 15.5, rowMargin = 4.0

  let file: String
  let formats: FormatTable
  private var worksheet: UnsafeMutablePointer<lxw_worksheet>?
  private var row = 0
  private var lastRowOfColumn: [Int] = []
  private var widths: [Double] = []
  private var lines = 1
  var scratch = CellText()
  var links = 0
  var tally = SheetTally()

  init(_ worksheet: UnsafeMutablePointer<lxw_worksheet>, name: String, file: String, formats: FormatTable) {
    unsafe self.worksheet = worksheet
    self.name = name
    self.file = file
    self.formats = formats
    unsafe worksheet_set_default_row(worksheet, Self.rowHeight, 0)
  }

  /// Cuts the sheet off from its workbook, which is going to be freed: every later call throws `.closed`.
  func detach() { unsafe worksheet = nil }

  /// Sets the widths of the columns from the left, in characters of the default font; an East Asian character takes two.
  public func setColumns(_ widths: [Double]) throws(WorkbookError) {
    let sheet = try unsafe open()
    guard widths.count <= Self.maximumColumns else { throw failure(.outside(row: 1, column: widths.count)) }
    self.widths = widths
    for (column, width) in widths.enumerated() {
      try check(unsafe worksheet_set_column(sheet, UInt16(column), UInt16(column), width, nil))
    }
  }

  /// Keeps the first `rows` rows and `columns` columns in sight.
  public func freeze(rows: Int, columns: Int = 0) throws(WorkbookError) {
    let sheet = try unsafe open()
    try requireInside(row: rows, column: columns)
    unsafe worksheet_freeze_panes(sheet, UInt32(rows), UInt16(columns))
  }

  /// Puts filter buttons on row `headerRow` of a table that ends in `lastRow`.
  ///
  /// Call it while `lastRow` is the last row begun, or before that: throws `.library` once rows below have been written.
  public func autofilter(headerRow: Int, lastRow: Int, columns: ClosedRange<Int>) throws(WorkbookError) {
    let sheet = try unsafe open()
    try requireInside(row: headerRow, column: columns.lowerBound)
    try requireInside(row: lastRow, column: columns.upperBound)
    let (first, last) = (UInt16(columns.lowerBound), UInt16(columns.upperBound))
    try check(unsafe worksheet_autofilter(sheet, UInt32(headerRow), first, UInt32(lastRow), last))
  }

  /// Protects the sheet against slips of the hand; there is no password.
  public func protect() throws(WorkbookError) {
    unsafe worksheet_protect(try open(), nil, nil)
  }

  /// The library's sheet, as long as the workbook is open.
  func open() throws(WorkbookError) -> UnsafeMutablePointer<lxw_worksheet> {
    guard let worksheet = unsafe worksheet else { throw failure(.closed) }
    return unsafe worksheet
  }

  /// Moves to a cell: inside the sheet, not above the row begun, not written before.
  func begin(row: Int, column: Int) throws(WorkbookError) -> UnsafeMutablePointer<lxw_worksheet> {
    try requireInside(row: row, column: column)
    guard row >= self.row else { throw failure(.rowOrder(begun: self.row + 1), row: row) }
    let sheet = try unsafe open()
    while lastRowOfColumn.count <= column { lastRowOfColumn.append(-1) }
    guard lastRowOfColumn[column] != row else { throw failure(.cellTwice(column: column + 1), row: row) }
    lastRowOfColumn[column] = row
    if row > self.row {
      self.row = row
      lines = 1
    }
    return unsafe sheet
  }

  /// Makes the row begun as high as wrapped text in a column of known width needs: viewers do not do it themselves.
  func makeRoom(for text: CellText, row: Int, column: Int) throws(WorkbookError) {
    guard column < widths.count else { return }
    let needed = min(text.lines(width: widths[column]), 25)
    guard needed > lines else { return }
    lines = needed
    try check(unsafe worksheet_set_row(try open(), UInt32(row), Self.rowMargin + Self.lineHeight * Double(needed), nil), row: row)
  }

  /// Makes the row begun high enough for a title.
  func makeRoomForTitle(row: Int) throws(WorkbookError) {
    try check(unsafe worksheet_set_row(try open(), UInt32(row), 28, nil), row: row)
  }

  func requireInside(row: Int, column: Int) throws(WorkbookError) {
    guard row >= 0, row < Self.maximumRows, column >= 0, column < Self.maximumColumns else {
      throw failure(.outside(row: row + 1, column: column + 1))
    }
  }

  func check(_ code: lxw_error, row: Int? = nil) throws(WorkbookError) {
    try WorkbookError.check(code, file: file, sheet: name, row: row.map { $0 + 1 })
  }

  func failure(_ problem: WorkbookError.Problem, row: Int? = nil) -> WorkbookError {
    WorkbookError(file: file, sheet: name, row: row.map { $0 + 1 }, problem: problem)
  }
}
