extension Sheet {
  /// Excel takes no more links on one sheet.
  static let maximumLinks = 65_530

  /// Writes a text that leads to a cell of this workbook, on its own or another sheet; `cell` is `L14`.
  ///
  /// From the 65,531st link of a sheet on the text stands alone. Throws as every `write` does.
  public func write(link text: String, to cell: String, of sheet: String, row: Int, column: Int) throws(WorkbookError) {
    let url = "internal:'\(sheet.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'!\(cell)"
    if try !state.write(link: text.utf8.span, url, row, column) { try write(text: text, row: row, column: column) }
  }
}
