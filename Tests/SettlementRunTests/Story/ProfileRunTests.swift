import DurableFiles
import Foundation
import Testing

/// Whole runs over statements in formats of their own.
@Suite struct ProfileRunTests {
  private static let day = "2026-03-01"

  /// Writes the partner's statement again by `script`, which finds it in `rows`, with the header first.
  private static func rewrite(_ folder: CaseFolder, _ script: String, to name: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    let reading = "import csv, sys\nrows = list(csv.reader(open(sys.argv[1], newline='')))\nname = sys.argv[2]\n"
    process.arguments = ["-c", reading + script, "\(folder.path)/statements/alpha/\(day).csv", "\(folder.path)/statements/alpha/\(name)"]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    try folder.remove("statements/alpha/\(day).csv")
  }

  private static func expectMatched(_ folder: CaseFolder) throws {
    let result = try BuiltCommand.run("run", "--date", day, in: folder)
    #expect(result.code == 0)
    #expect(result.messages == [])
    #expect(try folder.bytes("output/\(day)/postings.csv") == folder.bytes("expected/\(day)/postings.csv"))
    #expect(try folder.bytes("output/\(day)/discrepancies.csv") == folder.bytes("expected/\(day)/discrepancies.csv"))
  }

  /// A partner's workbook: merged title, two header rows, dates of the sheet, a total at its end.
  @Test func aPartnersWorkbook() throws {
    let folder = try CaseFolder("recon-matched")
    try Self.rewrite(
      folder,
      """
      import openpyxl, datetime
      book = openpyxl.Workbook()
      sheet = book.active
      sheet.title = '明细'
      sheet.append(['三月对账单'])
      sheet.append(['流水', None, '结算', None])
      sheet.append(['编号', '类型', '时间', '金额（元）'])
      sheet.merge_cells('A2:B2')
      sheet.merge_cells('C2:D2')
      for row in rows[1:]:
        time = datetime.datetime.fromisoformat(row[6]).replace(tzinfo=None)
        sheet.append([row[0], {'redeemed': '核销', 'reversed': '撤销'}[row[3]], time, abs(float(row[4]))])
      sheet.append(['合计', None, None, sum(abs(float(row[4])) for row in rows[1:])])
      book.save(name)
      """, to: "\(Self.day).xlsx")
    try folder.change("rules/partners/alpha.yaml", "{date}.csv", "{date}.xlsx")
    try folder.change(
      "rules/partners/alpha.yaml", "  on: [reference]\n",
      """
        on: [reference]
        format:
          container: xlsx
          codes: none
          sheet: 明细
          preamble: {lines: 1}
          header: {rows: 2}
          ends: [{prefix: 合计}]
          columns:
            reference: 流水/编号
            type: {column: 流水/类型, values: {核销: redeemed, 撤销: reversed}}
            item: {is: tea}
            amount: 结算/金额（元）
            currency: {is: CNY}
            time: {column: 结算/时间, formats: [serial]}
          reversed:
            amount: {column: 结算/金额（元）, negate: true}

      """)
    try Self.expectMatched(folder)
  }

  /// Card codes in a JSON statement are replaced before anything of it is kept; where they could not be, the rules are refused.
  @Test func codesOfAJSONStatement() throws {
    let folder = try CaseFolder("recon-matched")
    try Self.rewrite(
      folder,
      """
      import json
      objects = [dict(zip(rows[0], row), 卡密='KAMI-CANARY-%d' % place) for place, row in enumerate(rows[1:])]
      json.dump({'items': objects}, open(name, 'w'), ensure_ascii=False)
      """, to: "\(Self.day).json")
    try folder.change("rules/partners/alpha.yaml", "{date}.csv", "{date}.json")
    try folder.change(
      "rules/partners/alpha.yaml", "  on: [reference]\n",
      """
        on: [reference]
        format:
          container: json
          rows: /items
          codes: [卡密]

      """)
    try Self.expectMatched(folder)
    let archive = Archive(reading: folder.path + "/archive")
    var statements = 0
    let objects = try #require(try archive.pulls(of: Self.day).last).inputs.compactMap(\.object)
    #expect(try Set(objects.map(\.sha256)) == Set(archive.storedObjects()))
    for object in objects {
      let text = String(decoding: try archive.read(object), as: UTF8.self)
      #expect(!text.contains("KAMI-CANARY"))
      statements += text.contains("卡密") ? 1 : 0
    }
    #expect(statements == 1)

    try folder.change("rules/partners/alpha.yaml", "    container: json\n    rows: /items\n", "    packed: gzip\n")
    let refused = try BuiltCommand.run("run", "--date", Self.day, in: folder)
    #expect(refused.code == 10)
    #expect(
      refused.messages.last == "partners/alpha.yaml:12:12: expected codes only where they can be replaced before the file is archived: "
        + "UTF-8 CSV with nothing but its rows, or JSON, found a list: ask the partner for a file without codes or in one of these")
  }
}
