import SettlementCore
import WorkbookWriter

/// A cell of a workbook that we write: `明细-2!L14`.
public struct CellPlace: Hashable, Sendable, CustomStringConvertible {
  public let sheet: String
  /// `L14`.
  public let cell: String
  /// What its row is numbered in its table, from 1, over all sheets of the table.
  public let number: Int

  /// A data row, from 0, of a table that may take several sheets.
  init(ofRow row: Int, named name: String, column: String, rowLimit: Int) {
    let place = DetailSheets.place(of: row, rowLimit: rowLimit)
    sheet = DetailSheets.sheetName(name, place.sheet)
    cell = "\(column)\(place.row + 1)"
    number = row + 1
  }

  /// The amount of a line, by its place in a table.
  init(line: Int, of table: LineTable, rowLimit: Int) {
    self.init(ofRow: line, named: table.name, column: ColumnName.letter(LineColumns.amount), rowLimit: rowLimit)
  }

  public var description: String { "\(sheet)!\(cell)" }
}

extension StatementWorkbook {
  /// The cells in which the amount of a line stands: first among the details, then on the sheets that show it again.
  ///
  /// `line` is its place among the statement's lines. Throws `StatementError` as `write` does.
  public static func places(
    ofLine line: Int, in statement: PartnerStatement, rowLimit: Int = Sheet.maximumRows
  ) throws(StatementError) -> [CellPlace] {
    LineTable.all(try StatementTotals.of(statement), Wording(statement.language)).compactMap { table in
      table.lines.firstIndex(of: line).map {
        CellPlace(line: $0, of: table, rowLimit: rowLimit)
      }
    }
  }

  /// The lines that have a number among the details, one per currency that has so many: places among the statement's lines.
  public static func lines(numbered number: Int, in statement: PartnerStatement) throws(StatementError) -> [Int] {
    try StatementTotals.of(statement).compactMap { number >= 1 && number <= $0.lines.count ? $0.lines[number - 1] : nil }
  }

  /// The cell of a discrepancy's key on the sheet of discrepancies; nil when the statement does not show it.
  public static func place(of identity: DiscrepancyIdentity, in statement: PartnerStatement) -> CellPlace? {
    let sheet = DiscrepancySheet(statement, Wording(statement.language), rowLimit: Sheet.maximumRows)
    return sheet.discrepancies.firstIndex { $0.finding.identity == identity }.map(sheet.place)
  }
}
