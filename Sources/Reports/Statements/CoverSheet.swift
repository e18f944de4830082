import SettlementCore
import WorkbookWriter

/// The cover of a statement: who, when, how the balance moved, what is payable, by which rules, and room to sign.
struct CoverSheet {
  /// Excel rows of one currency's block, for formulas on other sheets; amounts stand in column B.
  struct Places {
    var opening = 0
    var refunded = 0
    var closing = 0
    /// What is settled with tax; 0: the partner has no rate.
    var taxed = 0
  }

  /// The block on the right begins here; a narrow empty column stands before it.
  static let right = 3
  /// As many rows are shrunk to one page, so that nobody signs an empty one; more would be too small to read.
  static let rowsOfOnePage = 70

  let statement: PartnerStatement
  let totals: [StatementTotals]
  /// The lines of each currency.
  let details: [SheetTotal]
  let wording: Wording

  init(_ statement: PartnerStatement, _ totals: [StatementTotals], details: [SheetTotal], _ wording: Wording) {
    self.statement = statement
    self.totals = totals
    self.details = details
    self.wording = wording
  }

  /// Writes the whole sheet; returns where each currency's block stands.
  func write(on sheet: Sheet) throws(WorkbookError) -> [Places] {
    try sheet.setColumns(wording.language == .zh ? [18, 39, 2, 20, 28] : [27, 38, 2, 24, 26])
    try sheet.write(text: wording.statementTitle(statement), row: 0, column: 0, format: .title)
    try sheet.write(text: wording.note(statement), row: 1, column: 0, format: .note)
    var row = try writeParties(on: sheet, from: 3)
    var places: [Places] = []
    for (total, lines) in zip(totals, details) { places.append(try write(total, lines, on: sheet, &row)) }
    try writeRules(on: sheet, &row)
    try writeSignatures(on: sheet, &row)
    let pagesTall = row <= Self.rowsOfOnePage ? 1 : 0
    try sheet.setUpPrinting(PrintSetup(landscape: false, footer: statement.number, pages: wording.pages, pagesTall: pagesTall))
    try sheet.setPrintArea(lastRow: row, lastColumn: 4)
    try sheet.protect()
    return places
  }

  /// The column of the first, second, third or fourth field of a row.
  static func column(_ field: Int) -> Int { field < 2 ? field : field - 2 + right }

  private func writeParties(on sheet: Sheet, from first: Int) throws(WorkbookError) -> Int {
    let pairs = parties
    for (place, pair) in pairs.enumerated() {
      let (row, column) = (first + place / 2, place % 2 * Self.right)
      try sheet.write(text: pair.0, row: row, column: column, format: .label)
      try sheet.write(text: pair.1, row: row, column: column + 1, format: .value)
    }
    return first + (pairs.count + 1) / 2 + 1
  }

  /// What stands beside what, two a row.
  private var parties: [(String, String)] {
    let currencies = totals.map { wording.name($0.account.currency) }.joined(separator: wording("、", ", "))
    var pairs = [
      (wording("结算单号", "Statement no."), statement.number),
      (wording("版本", "Version"), statement.issue?.version ?? wording("草稿 DRAFT", "DRAFT")),
      (wording("甲方（结算方）", "Issuer"), statement.issuer ?? wording("平台", "Platform")),
      (
        wording("乙方（合作方）", "Partner"),
        statement.partner.title + wording("（\(statement.partner.partner)）", " (\(statement.partner.partner))")
      ),
      (wording("结算周期", "Period"), wording.period(statement)), (wording("时区与截点", "Zone and cut-off"), wording.cutOff(statement)),
      (wording("批次号", "Run"), statement.run), (wording("数据截至营业日", "Business day"), statement.businessDay.description),
      (wording("币种", "Currency"), currencies), (wording("明细笔数", "Detail lines"), "\(statement.lines.count)"),
    ]
    if !statement.head.isEmpty { pairs.append((wording("账本链头", "Ledger head"), statement.head)) }
    if let changes = statement.changes { pairs += wording.restatement(changes) }
    pairs.append((wording("合作类型", "Paid for"), wording.role(statement)))
    if let deadline = statement.replyDeadline {
      pairs.append((wording("对账回执期限", "Reply by"), wording.reply(deadline)))
    }
    if let split = statement.taxSplit {
      pairs.append((wording("税率", "Tax rate"), split.rate.description))
    }
    return pairs
  }

  private func writeRules(on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    let heads = [
      wording("分账协议", "Agreement"), wording("协议名称", "Title"), wording("生效日期", "Effective"), wording("规则摘要（SHA-256）", "Digest (SHA-256)"),
    ]
    for (place, head) in heads.enumerated() { try sheet.write(text: head, row: row, column: Self.column(place), format: .header) }
    row += 1
    for rule in statement.rules {
      try sheet.write(text: rule.agreement, row: row, column: 0, format: .value)
      try sheet.write(text: rule.title, row: row, column: 1, format: .value)
      try sheet.write(text: rule.effective.description, row: row, column: Self.column(2), format: .value)
      try sheet.write(text: String(rule.digest.prefix(16)), row: row, column: Self.column(3), format: .value)
      row += 1
    }
    row += 1
  }

  private func writeSignatures(on sheet: Sheet, _ row: inout Int) throws(WorkbookError) {
    let names = [
      wording("制单", "Prepared by"), wording("复核", "Checked by"), wording("审批", "Approved by"), wording("甲方盖章", "Issuer's seal"),
      wording("乙方确认", "Confirmed by partner"), wording("乙方盖章", "Partner's seal"),
    ]
    for (place, name) in names.enumerated() {
      let column = place % 2 * Self.right
      try sheet.write(text: name, row: row, column: column, format: .label)
      try sheet.write(text: "\n\n", row: row, column: column + 1, format: .value)  // three lines of room
      if column == Self.right { row += 1 }
    }
    let notes = (statement.lateLines.isEmpty ? [] : [wording.lateNote]) + [wording.carriedForwardNote, wording.payableNote]
    for note in notes {
      try sheet.write(text: note, row: row, column: 0, format: .note)
      row += 1
    }
    row -= 1
  }
}
