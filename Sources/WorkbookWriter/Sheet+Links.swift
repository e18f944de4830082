import CXlsxWriter

extension Sheet {
  /// Excel takes no more links on one sheet.
  static let maximumLinks = 65_530

  /// Writes a text that leads to a cell of this workbook, on its own or another sheet; `cell` is `L14`.
  ///
  /// From the 65,531st link of a sheet on the text stands alone. Throws as every `write` does.
  public func write(link text: String, to cell: String, of sheet: String, row: Int, column: Int) throws(WorkbookError) {
    guard links < Self.maximumLinks, scratch.set(text.utf8.span) else { return try write(text: text, row: row, column: column) }
    let worksheet = try unsafe begin(row: row, column: column)
    let look = unsafe formats.format(.link, exponent: nil)
    let url = "internal:'\(sheet.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'!\(cell)"
    let shown = String(decoding: scratch.bytes.dropLast(), as: UTF8.self)
    try check(unsafe worksheet_write_url_opt(worksheet, UInt32(row), UInt16(column), url, look, shown, nil), row: row)
    links += 1
    tally.addText(row: row, column: column)
  }
}
