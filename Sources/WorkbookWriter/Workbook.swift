import CXlsxWriter
import Faults
import Glibc

/// An xlsx workbook being written; the same calls give the same bytes.
///
/// Use one workbook on one thread; several threads may write one workbook each. Each has its own temporary folder, which is where
/// the unpacked sheets go: about 60 bytes a cell, twice while closing. A workbook dropped without `close` leaves no file.
@safe public final class Workbook {
  /// The staging file: written by `close`, to be published by the caller.
  public let path: String

  private var handle: WorkbookHandle?
  private var scratchFolder: ScratchFolder?
  private let formats: FormatTable
  private var sheets: [Sheet] = []

  /// Prepares a workbook; nothing is written to `path` before `close`.
  ///
  /// - Parameter temporaryFolder: an existing folder on a disk with room; a private folder is made in it and removed again.
  /// - Parameter title: the document's title, shown by file viewers.
  /// - Throws: `.temporaryFolder` when none can be made, `.library` when memory runs out.
  public init(path: String, temporaryFolder: String, title: String) throws(WorkbookError) {
    let folder = try ScratchFolder(in: temporaryFolder, for: path)
    guard let book = WorkbookHandle(path: path, temporaryFolder: folder.path), let formats = FormatTable(book) else {
      throw Self.outOfMemory(path)
    }
    var text = CellText()
    _ = text.set(title.utf8.span)
    try WorkbookError.check(book.setTitle(String(decoding: text.bytes.dropLast(), as: UTF8.self)), file: path)
    self.path = path
    self.formats = formats
    scratchFolder = consume folder
    handle = consume book
  }

  deinit { detachSheets() }

  /// Adds a sheet after the others; its name has at most 31 UTF-16 units.
  ///
  /// `isDense`: rows have the height that spreadsheets give them, which no row has to say: a long table is smaller and written faster.
  /// Throws `.sheetName` for a name Excel refuses or one already used, `.closed` after `close`, `.library` when the temporary
  /// folder takes no file.
  public func addSheet(_ name: String, isDense: Bool = false) throws(WorkbookError) -> Sheet {
    if let rule = SheetName.brokenRule(name, taken: sheets.lazy.map(\.name)) { throw failure(.sheetName(name, rule: rule)) }
    guard handle != nil else { throw failure(.closed) }
    guard let worksheet = unsafe handle!.addSheet(name) else {
      try WorkbookError.check(LXW_ERROR_CREATING_TMPFILE, file: path, sheet: name)
      throw failure(.closed)
    }
    let sheet = unsafe Sheet(worksheet, name: name, file: path, formats: formats)
    if !isDense { unsafe worksheet_set_default_row(worksheet, SheetState.rowHeight, 0) }
    sheets.append(sheet)
    return sheet
  }

  /// Writes the file, then reads it back and compares rows, counts and exact sums of every sheet with what was written.
  ///
  /// libxlsxwriter reports success even when its temporary folder ran full and the file is ruined; the read-back is what finds
  /// that. After any error there is no file at `path`. Throws `.library`, `.readBack`, `.unreadable`, or `.closed` a second time.
  public func close() throws(WorkbookError) { try write().verify() }

  /// Writes the file without reading it back: nobody may count on it before that is made up for by `verify`.
  public func write() throws(WorkbookError) -> WrittenWorkbook {
    guard let book = handle.take() else { throw failure(.closed) }
    detachSheets()
    let code = close(book)
    scratchFolder = nil
    let written = WrittenWorkbook(path: path, sheets: sheets.map { .init(name: $0.name, tally: $0.tally) })
    do {
      try WorkbookError.check(code, file: path)
    } catch {
      written.remove()
      throw error
    }
    return written
  }

  /// A chart of the library's, not yet on a sheet; nil after `close` or when memory runs out.
  func newChart(_ type: lxw_chart_type) -> UnsafeMutablePointer<lxw_chart>? {
    guard handle != nil else { return nil }
    return unsafe handle!.addChart(type)
  }

  private func close(_ book: consuming WorkbookHandle) -> lxw_error {
    if Effect.happens(.workbook, path) { return book.close() }
    _ = consume book
    return LXW_ERROR_CREATING_XLSX_FILE
  }

  private func detachSheets() {
    for sheet in sheets { sheet.detach() }
  }

  private func failure(_ problem: WorkbookError.Problem) -> WorkbookError {
    WorkbookError(file: path, sheet: nil, row: nil, problem: problem)
  }

  private static func outOfMemory(_ path: String) -> WorkbookError {
    WorkbookError(file: path, sheet: nil, row: nil, problem: .library(code: 1, text: "out of memory."))
  }
}
