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

  /// Nothing that is called from within an access to it comes back to this sheet, so that no cell has to have that checked.
  @safe @exclusivity(unchecked) var state: SheetState

  init(_ worksheet: UnsafeMutablePointer<lxw_worksheet>, name: String, file: String, formats: FormatTable) {
    unsafe state = SheetState(worksheet, name: name, file: file, formats: formats)
    self.name = name
  }

  /// Cuts the sheet off from its workbook, which is going to be freed: every later call throws `.closed`.
  func detach() { state.detach() }

  /// Sets the widths of the columns from the left, in characters of the default font; an East Asian character takes two.
  public func setColumns(_ widths: [Double]) throws(WorkbookError) {
    let sheet = try unsafe open()
    guard widths.count <= Self.maximumColumns else { throw failure(.outside(row: 1, column: widths.count)) }
    state.setColumns(widths)
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

  /// What was meant to stand in it.
  var tally: SheetTally { state.tally }

  /// The library's sheet, as long as the workbook is open.
  func open() throws(WorkbookError) -> UnsafeMutablePointer<lxw_worksheet> { try unsafe state.open() }

  func requireInside(row: Int, column: Int) throws(WorkbookError) { try state.requireInside(row: row, column: column) }

  func check(_ code: lxw_error, row: Int? = nil) throws(WorkbookError) { try state.check(code, row: row) }

  func failure(_ problem: WorkbookError.Problem, row: Int? = nil) -> WorkbookError { state.failure(problem, row: row) }
}
