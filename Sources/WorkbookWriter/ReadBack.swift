import Faults
import Tables

/// Reads the finished file with the reader of `Tables`, row by row, and compares it with what each sheet was meant to hold.
enum ReadBack {
  /// Throws `.unreadable` when the file is no workbook, `.readBack` with the first difference.
  static func verify(_ path: String, _ sheets: [WrittenWorkbook.Content]) throws(WorkbookError) {
    let workbook = try reading(path, sheet: nil) {
      try Effect.at(.readBack, path)
      return try XlsxWorkbook(path: path)
    }
    let names = sheets.map(\.name)
    guard workbook.sheetNames == names else {
      throw difference(path, nil, "sheets", names.joined(separator: ", "), workbook.sheetNames.joined(separator: ", "))
    }
    for sheet in sheets {
      let found = try reading(path, sheet: sheet.name) { try tally(workbook, sheet.name) }
      try compare(path, sheet.name, written: sheet.tally, found: found)
    }
  }

  private static func tally(_ workbook: XlsxWorkbook, _ name: String) throws -> SheetTally {
    var tally = SheetTally()
    try workbook.readSheet(named: name) { row in
      let bytes = row.bytes.span
      for cell in row.cells {
        switch cell.kind {
        case .text:
          tally.addText(row: row.number - 1, column: cell.column)
        case .number where cell.format == .date:
          let serial = try ReadBackNumber(bytes.extracting(cell.range))
          tally.addDate(serial.secondsSince1970, row: row.number - 1, column: cell.column)
        case .number:
          let number = try ReadBackNumber(bytes.extracting(cell.range))
          tally.addNumber(try number.millionths(), row: row.number - 1, column: cell.column)
        default:
          throw ReadBackNumber.Unexpected(text: "\(cell.kind) '\(row.text(cell))'")
        }
      }
    }
    return tally
  }

  private static func compare(_ path: String, _ sheet: String, written: SheetTally, found: SheetTally) throws(WorkbookError) {
    guard written != found else { return }
    guard written.rows == found.rows else { throw difference(path, sheet, "rows", written.rows, found.rows) }
    for column in 0..<max(written.columns.count, found.columns.count) {
      let (meant, seen) = (written.column(column), found.column(column))
      let place = "column \(column + 1):"
      if meant.texts != seen.texts { throw difference(path, sheet, "\(place) texts", meant.texts, seen.texts) }
      if meant.numbers != seen.numbers { throw difference(path, sheet, "\(place) numbers", meant.numbers, seen.numbers) }
      if meant.sum != seen.sum { throw difference(path, sheet, "\(place) sum in millionths", meant.sum, seen.sum) }
      if meant.dates != seen.dates { throw difference(path, sheet, "\(place) dates", meant.dates, seen.dates) }
      if meant.seconds != seen.seconds { throw difference(path, sheet, "\(place) sum of seconds", meant.seconds, seen.seconds) }
    }
  }

  private static func reading<Value>(_ path: String, sheet: String?, _ body: () throws -> Value) throws(WorkbookError) -> Value {
    do {
      return try body()
    } catch let error as TableError {
      let reason = "\(error.field): expected \(error.expected), found \(error.found)"
      throw WorkbookError(file: path, sheet: sheet, row: nil, problem: .unreadable(reason: reason))
    } catch {
      throw WorkbookError(file: path, sheet: sheet, row: nil, problem: .unreadable(reason: "\(error)"))
    }
  }

  private static func difference<Value>(
    _ path: String, _ sheet: String?, _ what: String, _ written: Value, _ found: Value
  ) -> WorkbookError {
    WorkbookError(file: path, sheet: sheet, row: nil, problem: .readBack(what: what, written: "\(written)", found: "\(found)"))
  }
}
