/// The letter of one of the first 26 columns, as a spreadsheet names it.
enum ColumnName {
  static func letter(_ column: Int) -> String {
    precondition((0..<26).contains(column), "a table of ours has at most 26 columns")
    return String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column)))
  }
}
