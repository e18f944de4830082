import CXlsxWriter

/// The words around the page numbers of a footer.
public enum PageWords: Sendable {
  case chinese, english

  /// In the spreadsheet's codes.
  var codes: String { self == .chinese ? "第 &P 页 共 &N 页" : "Page &P of &N" }
}

/// How a sheet prints: A4, one page wide, page numbers at the foot.
public struct PrintSetup: Sendable {
  /// Landscape, or portrait.
  public var landscape: Bool
  /// Rows repeated on every page, counted from 0.
  public var repeatedRows: ClosedRange<Int>?
  /// Text at the left of the footer: the number of the statement.
  public var footer: String
  /// Language of the page numbers at the right of the footer.
  public var pages: PageWords
  /// Shrinks the sheet to so many pages; 0: as many as it takes.
  public var pagesTall: Int

  public init(
    landscape: Bool = true, repeatedRows: ClosedRange<Int>? = nil, footer: String = "", pages: PageWords = .chinese, pagesTall: Int = 0
  ) {
    self.landscape = landscape
    self.repeatedRows = repeatedRows
    self.footer = footer
    self.pages = pages
    self.pagesTall = pagesTall
  }

  /// The footer in the spreadsheet's codes: `&` doubled, except where libxlsxwriter would take `&&G` for a picture (it then frees
  /// the footer twice); there it is a full-width `＆`.
  var footerCodes: String {
    var text = ""
    var rest = footer.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF }[...]
    while let character = rest.popFirst() {
      guard character == "&" else {
        text.unicodeScalars.append(character)
        continue
      }
      text += rest.first == "G" || rest.starts(with: "[Picture]".unicodeScalars) ? "＆" : "&&"
    }
    return "&L\(text)&R\(pages.codes)"
  }
}

extension Sheet {
  /// Sets up printing; throws `.footerLength` when the footer with its codes has more than 255 characters.
  public func setUpPrinting(_ setup: PrintSetup) throws(WorkbookError) {
    let sheet = try unsafe open()
    let footer = setup.footerCodes
    guard footer.utf16.count <= 255 else { throw failure(.footerLength(footer.utf16.count)) }
    unsafe worksheet_set_paper(sheet, 9)  // A4
    if setup.landscape { unsafe worksheet_set_landscape(sheet) } else { unsafe worksheet_set_portrait(sheet) }
    unsafe worksheet_fit_to_pages(sheet, 1, UInt16(clamping: setup.pagesTall))
    unsafe worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.75)
    try check(unsafe worksheet_set_footer(sheet, footer))
    if let rows = setup.repeatedRows {
      try requireInside(row: rows.lowerBound, column: 0)
      try requireInside(row: rows.upperBound, column: 0)
      try check(unsafe worksheet_repeat_rows(sheet, UInt32(rows.lowerBound), UInt32(rows.upperBound)))
    }
  }

  /// Prints only the cells from the top left corner to (`lastRow`, `lastColumn`).
  public func setPrintArea(lastRow: Int, lastColumn: Int) throws(WorkbookError) {
    let sheet = try unsafe open()
    try requireInside(row: lastRow, column: lastColumn)
    try check(unsafe worksheet_print_area(sheet, 0, 0, UInt32(lastRow), UInt16(lastColumn)))
  }
}
