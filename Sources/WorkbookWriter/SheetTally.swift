/// What was meant to stand in one column: counts and exact sums, compared with the file read back.
struct ColumnTally: Equatable, Sendable {
  var texts = 0
  var numbers = 0
  /// Sum of all number cells in millionths, so that columns may mix currencies.
  var sum: Int128 = 0
  var dates = 0
  /// Sum of all date cells in seconds since 1970-01-01.
  var seconds: Int128 = 0
}

/// What was meant to stand in one sheet.
struct SheetTally: Equatable, Sendable {
  /// Rows up to the last one with a value.
  var rows = 0
  /// By column number; trailing columns without a value are left out.
  var columns: [ColumnTally] = []

  mutating func addText(row: Int, column: Int) {
    reach(row, column)
    columns[column].texts += 1
  }

  mutating func addNumber(_ minorUnits: Int64, exponent: Int, row: Int, column: Int) {
    let scale = CellNumber.powersOfTen[FormatTable.maximumExponent - exponent]
    addNumber(Int128(minorUnits) * Int128(scale), row: row, column: column)
  }

  mutating func addNumber(_ millionths: Int128, row: Int, column: Int) {
    reach(row, column)
    columns[column].numbers += 1
    columns[column].sum += millionths
  }

  mutating func addDate(_ seconds: Int64, row: Int, column: Int) {
    reach(row, column)
    columns[column].dates += 1
    columns[column].seconds += Int128(seconds)
  }

  /// The tally of a column, empty beyond the last one with a value.
  func column(_ column: Int) -> ColumnTally { column < columns.count ? columns[column] : ColumnTally() }

  private mutating func reach(_ row: Int, _ column: Int) {
    if row >= rows { rows = row + 1 }
    while columns.count <= column { columns.append(ColumnTally()) }
  }
}
