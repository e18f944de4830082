/// A small reader of our own CSV files for comparisons: rows of fields, quotes as in RFC 4180.
enum CSVText {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var previousWasQuote = false
    for character in text.unicodeScalars {
      if isQuoted {
        if character == "\"" { (isQuoted, previousWasQuote) = (false, true) } else { field.unicodeScalars.append(character) }
        continue
      }
      switch character {
      case "\"":
        if previousWasQuote { field += "\"" }
        isQuoted = true
      case ",":
        row.append(field)
        field = ""
      case "\n":
        rows.append(row + [field])
        (row, field) = ([], "")
      default: field.unicodeScalars.append(character)
      }
      previousWasQuote = false
    }
    return row.isEmpty && field.isEmpty ? rows : rows + [row + [field]]
  }

  /// Rows as lines without one column.
  static func lines(_ text: String, without column: String) -> [String] {
    let rows = rows(text)
    let place = rows.first?.firstIndex(of: column)
    return rows.map { row in row.indices.filter { $0 != place }.map { row[$0] }.joined(separator: ",") }
  }
}
