import Foundation
import Reports
import SettlementCore
import Testing

/// Text from outside in any field leaves a workbook that opens, with texts as texts.
@Suite struct HostileStatementTests {
  static let texts = [
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2", "\t=1", "_x0041_", "<a>&\"'", "\u{0}\u{1}\u{8}\u{B}\u{1F}", "\u{202E}gnp\u{202C}", "😀👨‍👩‍👧",
    "]]>", "{=1}", "a\r\nb", "\u{FFFE}\u{FFFF}", String(repeating: "长", count: 40_000), "http://example.com", "internal:'明细'!A1",
  ]

  /// Every part is well-formed XML; the only formulas are ours, none of the texts has become a number, a link or an error.
  static let script = #"""
    import sys, zipfile, xml.parsers.expat, openpyxl
    with zipfile.ZipFile(sys.argv[1]) as book:
        for name in book.namelist():
            if name.endswith((".xml", ".rels")): xml.parsers.expat.ParserCreate().Parse(book.read(name), True)
            if "External" in book.read(name).decode("utf-8"): print("external", name)
    for sheet in openpyxl.load_workbook(sys.argv[1]).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "e": print("error", sheet.title, cell.coordinate)
                if cell.data_type == "f": print("formula", cell.coordinate, cell.value.replace("\n", " "))
                if cell.data_type == "s" and len(cell.value) > 32767: print("long", sheet.title, cell.coordinate)
    print("read")
    """#

  @Test(arguments: texts)
  func anyFieldMayBeHostile(text: String) throws {
    let workshop = Workshop()
    try StatementWorkbook.write(statement(of: text), to: workshop.path("s.xlsx"), temporaryFolder: workshop.folder)
    let found = try workshop.python(Self.script, "s.xlsx")
    #expect(found.last == "read" && found.dropLast().allSatisfy { $0.hasPrefix("formula ") }, "\(text.prefix(20).debugDescription)")
    let ours = ["=SUM", "=COUNT", "=ROUND(", "=IF(", "=B", "='结算单'", "=-'结算单'", "='汇总'"]
    #expect(found.dropLast().allSatisfy { formula in ours.contains { formula.contains(" \($0)") } })
  }

  private func statement(of text: String) -> PartnerStatement {
    var statement = SampleDraft.make(12, tax: "6")
    statement.partner = PartnerSettings(partner: "eleme", title: text, period: .month, tax: Rate(text: "6"))
    statement.issuer = text
    statement.entitlements = statement.entitlements.map { _ in text }
    for place in statement.rules.indices {
      statement.rules[place].agreement = text
      statement.rules[place].title = text
      statement.rules[place].clauses = [RuleClause(text, text)]
    }
    var lines = StatementLines()
    for line in 0..<statement.lines.count {
      lines.append(
        businessDay: CalendarDay(number: statement.lines.businessDay[line]), localSeconds: statement.lines.localSeconds[line],
        group: statement.lines.group[line], run: statement.lines.run[line], kind: statement.lines.kind[line], orderID: .text(text),
        reference: .text(text), entitlement: statement.lines.entitlement[line], rule: statement.lines.rule[line],
        amount: statement.lines.amount[line], currency: statement.lines.currency[line])
    }
    statement.lines = lines
    statement.discrepancies = [
      SampleDraft.finding(.amount, "redeemed:\(text)", order: text, ours: 1, theirs: 2, detail: text),
      SampleDraft.finding(.status, text, order: text, ours: nil, theirs: 2, detail: text),
    ]
    statement.ladders = statement.ladders.map { ladder in
      var ladder = ladder
      (ladder.agreement, ladder.entitlement) = (text, text)
      return ladder
    }
    statement.decisions = [AdjustDecision(run: statement.runs[0], key: text, kind: .amount, decision: .waive, reason: text, by: text)]
    statement.inputs = [StatementInput(run: statement.runs[0], source: text, file: text, rows: 1, sha256: text)]
    return statement
  }
}
