import CXlsxWriter

/// The one owner of an `lxw_workbook`: closed once, or freed without writing when it is abandoned.
@safe struct WorkbookHandle: ~Copyable {
  private let book: UnsafeMutablePointer<lxw_workbook>

  /// Every workbook carries this instant (2000-01-01T00:00:00Z) as its creation time: the issue date is a cell, not a property.
  ///
  /// One constant for all also keeps threads apart: libxlsxwriter formats it through `gmtime`, whose buffer the process shares.
  private static let created = 946_684_800

  /// Opens a constant-memory workbook; `nil` when memory runs out.
  init?(path: String, temporaryFolder: String) {
    guard
      let book = unsafe temporaryFolder.withCString({ folder in
        var options = unsafe lxw_workbook_options(constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
        return unsafe workbook_new_opt(path, &options)
      })
    else { return nil }
    unsafe self.book = book
  }

  borrowing func setTitle(_ title: String) -> lxw_error {
    unsafe title.withCString { text in
      var properties = unsafe lxw_doc_properties()
      unsafe properties.title = UnsafeMutablePointer(mutating: text)
      unsafe properties.created = Self.created
      return unsafe workbook_set_properties(book, &properties)
    }
  }

  /// The new sheet, or `nil` when the library refused it.
  ///
  /// A workbook belongs to one thread: the C library need not lock its file of rows for each of the three or four prints a cell takes.
  borrowing func addSheet(_ name: String) -> UnsafeMutablePointer<lxw_worksheet>? {
    guard let sheet = unsafe workbook_add_worksheet(book, name) else { return nil }
    if let rows = unsafe sheet.pointee.file { _ = unsafe __fsetlocking(rows, Int32(FSETLOCKING_BYCALLER)) }
    return unsafe sheet
  }

  borrowing func addFormat() -> UnsafeMutablePointer<lxw_format>? {
    unsafe workbook_add_format(book)
  }

  borrowing func addChart(_ type: lxw_chart_type) -> UnsafeMutablePointer<lxw_chart>? {
    unsafe workbook_add_chart(book, UInt8(type.rawValue))
  }

  /// Writes the file and frees everything, also when it fails.
  consuming func close() -> lxw_error {
    let book = unsafe self.book
    discard self
    return unsafe workbook_close(book)
  }

  deinit { unsafe lxw_workbook_free(book) }
}
