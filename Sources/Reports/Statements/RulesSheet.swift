import SettlementCore
import WorkbookWriter

/// What was agreed, in words, made from the versions that the lines rest on.
struct RulesSheet {
  let statement: PartnerStatement
  let wording: Wording

  func write(on sheet: Sheet) throws(WorkbookError) {
    try sheet.setColumns([6, wording.language == .zh ? 16 : 20, 92])
    try sheet.setUpPrinting(PrintSetup(landscape: false, footer: statement.number, pages: wording.pages))
    try sheet.write(text: wording("规则说明", "Rules in words"), row: 0, column: 0, format: .title)
    try sheet.write(text: wording.rulesNote, row: 1, column: 0, format: .note)
    var row = 3
    for rule in statement.rules {
      try section(
        "\(rule.title)（\(rule.agreement)），版本 \(rule.effective)", "\(rule.title) (\(rule.agreement)), version \(rule.effective)", on: sheet,
        row)
      row += 1
      let clauses =
        [RuleClause(wording("适用", "Applies to"), wording.applies(rule))] + rule.clauses
        + [RuleClause(wording("规则摘要", "Digest"), "SHA-256 \(rule.digest)")]
      for (place, clause) in clauses.enumerated() {
        try sheet.write(integer: Int64(place + 1), row: row, column: 0, format: .mark)
        try sheet.write(text: clause.topic, row: row, column: 1, format: .wrappedText)
        try sheet.write(text: clause.text, row: row, column: 2, format: .wrappedText)
        row += 1
      }
      row += 1
    }
    try section("结算口径", "How this statement counts", on: sheet, row)
    for (place, clause) in wording.statementClauses(statement).enumerated() {
      row += 1
      try sheet.write(integer: Int64(place + 1), row: row, column: 0, format: .mark)
      try sheet.write(text: clause.topic, row: row, column: 1, format: .wrappedText)
      try sheet.write(text: clause.text, row: row, column: 2, format: .wrappedText)
    }
  }

  private func section(_ zh: String, _ en: String, on sheet: Sheet, _ row: Int) throws(WorkbookError) {
    for column in 0...2 { try sheet.write(text: column == 0 ? wording(zh, en) : "", row: row, column: column, format: .section) }
  }
}
