/// One column of a detail table.
public struct DetailColumn: Sendable {
  /// Text in the header row.
  public var header: String
  /// Width in characters.
  public var width: Double
  /// Offered in the cells below the header; empty: nothing is.
  public var choices: [String]

  public init(_ header: String, width: Double, choices: [String] = []) {
    self.header = header
    self.width = width
    self.choices = choices
  }
}

/// A table of any length: when a sheet is full it continues on a next one, with the same header, widths and print set-up.
///
/// The sheets are called `明细`, `明细-2`, `明细-3` … after the given name. Ask for a row, then write its cells on `sheet`:
/// ```
/// let row = try details.nextRow()
/// try details.sheet.write(amount: 1250, exponent: 2, row: row, column: 3)
/// ```
public final class DetailSheets {
  /// The sheet that holds the row last given by `nextRow`.
  public private(set) var sheet: Sheet
  /// Data rows so far, on all sheets.
  public private(set) var rows = 0

  private let workbook: Workbook
  private let name: String
  private let columns: [DetailColumn]
  private let footer: String
  private let pages: PageWords
  private let emptyNote: String
  private let rowLimit: Int
  private let isDense: Bool
  private var sheetNumber = 1
  private var row = 0

  /// Begins the first sheet; `rowLimit` counts the header row and is at least 2. A table without rows shows `emptyNote` below its header.
  public init(
    in workbook: Workbook, name: String, columns: [DetailColumn], footer: String = "", pages: PageWords = .chinese, emptyNote: String = "",
    rowLimit: Int = Sheet.maximumRows, isDense: Bool = false
  ) throws(WorkbookError) {
    precondition((2...Sheet.maximumRows).contains(rowLimit), "a detail sheet has 2 to \(Sheet.maximumRows) rows")
    self.workbook = workbook
    self.name = name
    self.columns = columns
    self.footer = footer
    self.pages = pages
    self.emptyNote = emptyNote
    self.rowLimit = rowLimit
    self.isDense = isDense
    sheet = try workbook.addSheet(name, isDense: isDense)
    try layOut()
  }

  /// Begins the next data row, on a new sheet when this one is full; returns its row number on `sheet`.
  public func nextRow() throws(WorkbookError) -> Int {
    let place = Self.place(of: rows, rowLimit: rowLimit)
    if place.sheet > sheetNumber {
      try finish()
      sheetNumber = place.sheet
      sheet = try workbook.addSheet(Self.sheetName(name, sheetNumber), isDense: isDense)
      try layOut()
    }
    row = place.row
    rows += 1
    return row
  }

  /// On which of its sheets, from 1, and in which row a data row of a table stands; the header is row 0, data rows count from 0.
  public static func place(of dataRow: Int, rowLimit: Int = Sheet.maximumRows) -> (sheet: Int, row: Int) {
    (dataRow / (rowLimit - 1) + 1, dataRow % (rowLimit - 1) + 1)
  }

  /// What the sheets of a table are called, from 1.
  public static func sheetName(_ name: String, _ number: Int) -> String { number == 1 ? name : "\(name)-\(number)" }

  /// Puts the filter on the last sheet, and the note when there was no row; call it once after the last row.
  public func finish() throws(WorkbookError) {
    guard !columns.isEmpty else { return }
    try sheet.autofilter(headerRow: 0, lastRow: row, columns: 0...columns.count - 1)
    for (column, head) in columns.enumerated() where !head.choices.isEmpty && row > 0 {
      try sheet.offer(head.choices, rows: 1...row, column: column)
    }
    if rows == 0, !emptyNote.isEmpty { try sheet.write(text: emptyNote, row: 1, column: 0) }
  }

  private func layOut() throws(WorkbookError) {
    try sheet.setColumns(columns.map(\.width))
    try sheet.freeze(rows: 1)
    try sheet.setUpPrinting(PrintSetup(repeatedRows: 0...0, footer: footer, pages: pages))
    for (column, head) in columns.enumerated() {
      try sheet.write(text: head.header, row: 0, column: column, format: .header)
    }
  }
}
