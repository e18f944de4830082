import SettlementCore
import WorkbookWriter

/// Writes what corrected terms would change: an overview, and a sheet per partner that lists its orders, old and new.
public enum RuleDifferencesWorkbook {
  /// Writes the workbook to `path` and reads it back.
  ///
  /// Throws `WorkbookError` when the file cannot be written, `AmountOverflow` when a sum does not fit 64 bits.
  public static func write(
    _ differences: RuleDifferences, language: PartnerSettings.Language, to path: String, temporaryFolder: String
  ) throws {
    let wording = Wording(language)
    let title = wording(
      "\(differences.period) 协议更正试算 \(differences.agreement)", "\(differences.period) corrected terms of \(differences.agreement)")
    let workbook = try Workbook(path: path, temporaryFolder: temporaryFolder, title: title)
    let overview = try workbook.addSheet(wording("总览", "Overview"))
    try write(differences, on: overview, wording, title)
    for (place, partner) in differences.partners.enumerated() {
      try write(partner, named: sheetName(place, partner), differences.currency, wording, title, in: workbook)
    }
    try workbook.close()
  }

  /// Excel takes 31 signs: the number tells long ids apart.
  private static func sheetName(_ place: Int, _ partner: RuleDifferences.Partner) -> String { "\(place + 1) \(partner.id.prefix(24))" }

  private static func write(_ differences: RuleDifferences, on sheet: Sheet, _ wording: Wording, _ title: String) throws {
    try sheet.setColumns([24, 30, 26, 12, 18])
    try sheet.write(text: title, row: 0, column: 0, format: .title)
    let versions = differences.versions.map(\.description).joined(separator: ", ")
    try sheet.write(
      text: wording(
        "试算，未入账：协议 \(differences.title) 版本 \(versions)，按更正条款与已入账金额逐单比较。",
        "A trial, nothing is posted: agreement \(differences.title), version \(versions), corrected terms against the postings, by order."),
      row: 1, column: 0, format: .note)
    let heads = [
      wording("合作方", "Partner"), wording("名称", "Title"), wording("期间", "Period"), wording("笔数", "Orders"),
      wording("差额（\(differences.currency.code)）", "Difference (\(differences.currency.code))"),
    ]
    for (column, head) in heads.enumerated() { try sheet.write(text: head, row: 3, column: column, format: .header) }
    var (row, total) = (4, Int64(0))
    for partner in differences.partners {
      guard let sum = partner.sum else { throw AmountOverflow() }
      total = try total.adding(sum)
      try sheet.write(text: partner.id, row: row, column: 0)
      try sheet.write(text: partner.title, row: row, column: 1)
      try sheet.write(text: wording.span(partner.days), row: row, column: 2)
      try sheet.write(integer: Int64(partner.rows.count), row: row, column: 3)
      try sheet.write(amount: sum, exponent: differences.currency.exponent, row: row, column: 4)
      row += 1
    }
    try sheet.write(text: wording("合计", "Total"), row: row, column: 0, format: .totalLabel)
    for column in 1..<4 { try sheet.write(text: "", row: row, column: column, format: .totalLabel) }
    try sheet.write(formula: "SUM(E5:E\(row))", storedAmount: total, exponent: differences.currency.exponent, row: row, column: 4)
    try sheet.setUpPrinting(PrintSetup(footer: title, pages: wording.pages))
  }

  private static func write(
    _ partner: RuleDifferences.Partner, named name: String, _ currency: Currency, _ wording: Wording, _ title: String, in workbook: Workbook
  ) throws {
    let columns = [
      DetailColumn(wording("序号", "No."), width: 7), DetailColumn(wording("订单号", "Order"), width: 24),
      DetailColumn(wording("业务单号", "Reference"), width: 40), DetailColumn(wording("原金额", "Old"), width: 14),
      DetailColumn(wording("现金额", "New"), width: 14), DetailColumn(wording("差额（现−原）", "Difference (new − old)"), width: 14),
    ]
    let sheets = try DetailSheets(
      in: workbook, name: name, columns: columns, footer: title, pages: wording.pages, emptyNote: wording("无差额", "No difference"))
    for entry in partner.rows {
      let row = try sheets.nextRow()
      try sheets.sheet.write(integer: Int64(sheets.rows), row: row, column: 0)
      if !entry.orderID.isEmpty { try sheets.sheet.write(text: entry.orderID, row: row, column: 1) }
      try sheets.sheet.write(text: entry.reference, row: row, column: 2)
      for (place, amount) in [entry.old, try entry.old.adding(entry.difference), entry.difference].enumerated() {
        try sheets.sheet.write(amount: amount, exponent: currency.exponent, row: row, column: 3 + place)
      }
    }
    try sheets.finish()
  }
}
