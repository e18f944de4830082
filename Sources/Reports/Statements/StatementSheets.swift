import SettlementCore
import WorkbookWriter

/// The sheets of one statement, in their order, and what each has to know of the others.
struct StatementSheets {
  private let statement: PartnerStatement
  private let wording: Wording
  private let rowLimit: Int
  private let totals: [StatementTotals]
  private let tables: [LineTable]
  private let discrepancies: DiscrepancySheet
  private let links: DiscrepancyLinks

  /// Throws `StatementError` when lines and roll-forward contradict each other.
  init(_ statement: PartnerStatement, rowLimit: Int) throws(StatementError) {
    self.statement = statement
    self.rowLimit = rowLimit
    wording = Wording(statement.language)
    totals = try StatementTotals.of(statement)
    tables = LineTable.all(totals, wording)
    discrepancies = DiscrepancySheet(statement, wording, rowLimit: rowLimit)
    links = DiscrepancyLinks(discrepancies.discrepancies, statement.lines)
  }

  /// Writes the file; it is not read back yet.
  func write(to path: String, temporaryFolder: String) throws -> WrittenWorkbook {
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: wording.statementTitle(statement))
    let cover = try workbook.addSheet(wording.name(.cover))
    let summary = try writeSummary(in: workbook)
    if let changes = statement.changes { try ChangesSheet(statement, wording).write(changes, in: workbook) }
    let written = try writeLines(in: workbook)
    if !statement.ladders.isEmpty {
      try LadderSheet(statement: statement, wording: wording).write(on: try workbook.addSheet(wording.name(.ladders)))
    }
    let carry = CarrySheet(statement: statement, totals: totals, wording: wording, rowLimit: rowLimit)
    try carry.write(in: workbook, late: firstLines(of: .late))
    let listed = try discrepancies.write(in: workbook, lines: linesOfDiscrepancies())
    try RulesSheet(statement: statement, wording: wording).write(on: try workbook.addSheet(wording.name(.rules)))
    let details = written[.details, default: []]
    let places = try CoverSheet(statement, totals, details: details, wording).write(on: cover)
    let sources = totals.indices.map {
      ControlSheet.Sources(
        details: details[$0], refunds: written[.refunds]![$0], cover: places[$0], summary: summary.total[$0])
    }
    try ControlSheet(statement: statement, totals: totals, wording: wording)
      .write(on: try workbook.addSheet(wording.name(.controls)), sources, discrepancies: listed)
    return try workbook.write()
  }

  private func writeSummary(in workbook: Workbook) throws(WorkbookError) -> SummarySheet.Places {
    let summary = try workbook.addSheet(wording.name(.summary))
    let places = try SummarySheet(statement, totals, wording).write(on: summary)
    try ChartSheet(statement: statement, totals: totals, wording: wording)
      .write(on: try workbook.addSheet(wording.name(.charts)), in: workbook, places)
    try DailySheet(statement: statement, totals: totals, wording: wording).write(on: try workbook.addSheet(wording.name(.daily)))
    return places
  }

  /// The tables of lines; the details lead to the discrepancies.
  private func writeLines(in workbook: Workbook) throws(WorkbookError) -> [Wording.StatementSheet: [SheetTotal]] {
    let sheets = LineSheets(statement, wording, rowLimit: rowLimit)
    let places = links.discrepancyOf.mapValues(discrepancies.place)
    var written: [Wording.StatementSheet: [SheetTotal]] = [:]
    for table in tables {
      written[table.sheet, default: []].append(try sheets.write(table, links: table.sheet == .details ? places : [:], in: workbook))
    }
    return written
  }

  /// Where the line of each discrepancy stands among the details.
  private func linesOfDiscrepancies() -> [Int: CellPlace] {
    links.lineOf.compactMapValues { line in
      tables.first { $0.sheet == .details && $0.currency == statement.lines.currency[line] }
        .flatMap { table in table.place(of: line).map { CellPlace(line: $0, of: table, rowLimit: rowLimit) } }
    }
  }

  private func firstLines(of sheet: Wording.StatementSheet) -> [Currency: CellPlace] {
    let filled = tables.filter { $0.sheet == sheet && !$0.lines.isEmpty }
    return Dictionary(uniqueKeysWithValues: filled.map { ($0.currency, CellPlace(line: 0, of: $0, rowLimit: rowLimit)) })
  }
}

extension LineTable {
  /// The place of a line in the table, whose lines ascend.
  func place(of line: Int) -> Int? {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle] < line { low = middle + 1 } else { high = middle }
    }
    return low < lines.count && lines[low] == line ? low : nil
  }
}
