/// Where a table stands, on as many sheets as it took: what a total's formula refers to.
struct SheetTotal {
  /// Names of the sheets and the last data row of each, as Excel counts rows; data begins in row 2.
  private(set) var sheets: [(name: String, lastRow: Int)] = []

  /// A data row was written; rows of one sheet come one behind the other.
  mutating func add(sheet: String, row: Int) {
    if sheets.last?.name == sheet { sheets[sheets.count - 1].lastRow = row + 1 } else { sheets.append((sheet, row + 1)) }
  }

  /// `SUM('明细'!L2:L9,'明细-2'!L2:L4)`, or nil without data rows.
  func formula(_ function: String = "SUM", column: Int) -> String? {
    if sheets.isEmpty { return nil }
    let letter = ColumnName.letter(column)
    return "\(function)(" + sheets.map { "'\($0.name)'!\(letter)2:\(letter)\($0.lastRow)" }.joined(separator: ",") + ")"
  }
}
