import Foundation
import Testing

/// Whatever holds a partner's rows, no card code of it is in any byte that a run leaves (SPEC §10).
@Suite struct CodesInContainersTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Behind `format:`, but for `columns`.
    let format: String
    /// Makes `data` of `text`, the rows as CSV, and of `rows`.
    let script: String
    /// The last message; nil where the codes were replaced and the run is in order.
    var message: String? = "'卡密'"
  }

  private static let day = "2026-03-01"
  private static let book = """
    import io, openpyxl
    made, saved = openpyxl.Workbook(), io.BytesIO()
    for row in rows: made.active.append(row)
    made.save(saved)

    """

  static let all = [
    Case(testDescription: "UTF-8", format: "zone: Asia/Shanghai", script: "data = text.encode()", message: nil),
    Case(testDescription: "UTF-8, declared", format: "codes: [卡密]", script: "data = text.encode()", message: nil),
    Case(testDescription: "UTF-8, none declared", format: "codes: none", script: "data = text.encode()", message: nil),
    Case(
      testDescription: "JSON", format: "container: json",
      script: "import json\ndata = json.dumps([dict(zip(rows[0], r)) for r in rows[1:]]).encode()",
      message: nil),
    Case(testDescription: "GBK", format: "encoding: gb18030, codes: none", script: "data = text.encode('gb18030')"),
    Case(testDescription: "UTF-16", format: "encoding: utf-16, codes: none", script: "data = text.encode('utf-16')"),
    Case(testDescription: "TABs", format: "delimiter: tab, codes: none", script: "data = text.replace(',', '\\t').encode()"),
    Case(testDescription: "gzip", format: "packed: gzip, codes: none", script: "import gzip\ndata = gzip.compress(text.encode())"),
    Case(
      testDescription: "zip", format: "packed: {zip: \"*.csv\"}, codes: none",
      script: "import io, zipfile\nz = io.BytesIO()\nwith zipfile.ZipFile(z, 'w', 8) as a: a.writestr('a.csv', text)\ndata = z.getvalue()"),
    Case(testDescription: "xlsx", format: "container: xlsx, codes: none", script: book + "data = saved.getvalue()"),
    Case(
      testDescription: "xlsx in gzip", format: "container: xlsx, packed: gzip, codes: none",
      script: book + "import gzip\ndata = gzip.compress(saved.getvalue())"),
    Case(
      testDescription: "another encoding than told", format: "codes: none", script: "data = text.encode('gb18030')", message: "reference"),
    Case(
      testDescription: "another container than told", format: "container: xlsx, codes: none", script: "data = text.encode('gb18030')",
      message: "an xlsx workbook"),
  ]

  @Test(arguments: all) func noneIsKept(container: Case) throws {
    let folder = try CaseFolder("recon-matched")
    let profile = """
      partner: beta
      statement:
        url: "file:statements/beta.bin"
        format: {\(container.format), columns: {reference: reference, amount: amount, currency: {is: CNY}, time: time}}

      """
    try folder.write(profile, to: "rules/partners/beta.yaml")
    let rows = "rows = [['reference', 'amount', 'time', '卡密'], ['B1', '0.00', '2026-03-01 10:00:00', 'KAMI-CANARY-1']]\n"
    try Self.python(
      rows + "text = ''.join(','.join(row) + '\\n' for row in rows)\n" + container.script
        + "\nimport sys; open(sys.argv[1], 'wb').write(data)", "\(folder.path)/statements/beta.bin")
    _ = try BuiltCommand.run("pull", "--date", Self.day, in: folder)
    let run = try BuiltCommand.run("run", "--date", Self.day, in: folder)
    let check = try BuiltCommand.run("statement", "check", "rules/partners/beta.yaml", "statements/beta.bin", in: folder)
    if let message = container.message {
      #expect(run.code == 3)
      #expect(run.messages.last?.contains(message) == true, "\(run.messages)")
    } else {
      #expect(run.code == 0, "\(run.messages)")
    }
    try folder.remove("statements/beta.bin")
    try folder.write(run.output + run.errors + check.output + check.errors, to: "output/said.txt")
    let (code, found) = try Peers.script("find_bytes.py", folder.path, input: "KAMI-CANARY\n")
    #expect(code == 0, "\(found)")
    // The search finds what is there.
    #expect(try Peers.script("find_bytes.py", folder.path, input: "2026-03-01\n").output.contains(".zst"))
  }

  /// A column that is called so and holds none is named by the profile.
  @Test func whatHoldsNone() throws {
    let folder = try CaseFolder("recon-matched")
    let profile = """
      partner: beta
      statement:
        url: "file:statements/beta.csv"
        format: {delimiter: ";", codes: {none-in: [Code]}, columns: {reference: reference, amount: amount, currency: {is: CNY}, time: time}}

      """
    try folder.write(profile, to: "rules/partners/beta.yaml")
    try folder.write("reference;amount;time;code\n", to: "statements/beta.csv")
    #expect(try BuiltCommand.run("run", "--date", Self.day, in: folder).code == 0)
    try folder.write("reference;amount;time;code;card_code\n", to: "statements/beta.csv")
    let refused = try BuiltCommand.run("run", "--date", Self.day, in: folder)
    #expect(refused.code == 3)
    #expect(
      refused.messages.last
        == "statements/beta.csv: codes: expected no column that is called as card codes are: in such a file they could not be replaced, found "
        + "'card_code'; nothing of it was kept: ask the partner for a file without codes, as UTF-8 CSV or as JSON, or name in codes: {none-in: […]} "
        + "what holds none")
  }

  private static func python(_ script: String, _ path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script, path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
