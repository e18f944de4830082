import Foundation
import Testing

/// A statement that is an attack, or no statement at all: its partner is refused with the reason, and everybody else is reconciled.
@Suite struct HostileStatementTests {
  struct Hostile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Behind `format:`.
    let format: String
    /// Python that makes the file's bytes, `data`.
    let script: String
    let message: String
  }

  private static let advice = "; fetch the file again, or correct format in the partner's file"

  static let all = [
    Hostile(
      testDescription: "a gzip bomb", format: "{packed: gzip, codes: none}",
      script: "import gzip; data = gzip.compress(b'reference,amount,time\\n' + b'R1,1,2026-03-01\\n' * 2000000, 9)",
      message: "file: expected at most 300 times its packed size, found 16855 bytes that unpack to 8650742 and more" + advice),
    Hostile(
      testDescription: "a zip bomb", format: "{packed: {zip: \"*.csv\"}, codes: none}",
      script: """
        import io, zipfile
        out = io.BytesIO()
        zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED).writestr('a.csv', bytes(64 << 20))
        data = out.getvalue()
        """, message: "a.csv: expected at most 300 times its packed size, found 65232 bytes that unpack to 67108864" + advice),
    Hostile(
      testDescription: "100,000 entries", format: "{packed: {zip: \"*.csv\"}, codes: none}",
      script: """
        import io, zipfile
        out = io.BytesIO()
        with zipfile.ZipFile(out, 'w') as archive:
          for number in range(100000): archive.writestr(f'{number}.csv', b'')
        data = out.getvalue()
        """, message: "file: expected at most 10000 members, found 100000" + advice),
    Hostile(
      testDescription: "NUL bytes", format: "{zone: Asia/Shanghai}", script: "data = bytes(300)",
      message: "header: expected a row with the columns 'reference', 'amount', 'time', found none of them in 1 rows; "
        + "a NUL byte at offset 0 (binary data or UTF-16)" + advice),
    Hostile(
      testDescription: "a login page", format: "{encoding: gb18030, codes: none}",
      script: "data = b'<!DOCTYPE html><html><body>Please log in</body></html>'",
      message: "file: expected delimited text, found an HTML page (a login or error page in place of the file?)" + advice),
    Hostile(
      testDescription: "a cut character", format: "{encoding: gb18030, codes: none}",
      script: "data = 'reference,item,amount,time\\nR1,tea,1.00,2026-03-01\\nR2,茶'.encode('gb18030')[:-1]",
      message: "rows: expected at most 0.1% of its rows rejected, found 1 of 2; see rejects.csv, mend the file and run again"),
    Hostile(
      testDescription: "an old workbook", format: "{container: xlsx, codes: none}",
      script: "data = bytes.fromhex('D0CF11E0A1B11AE1') + bytes(600)",
      message: "file: expected an xlsx workbook, found an old .xls workbook (OLE2): save it as .xlsx" + advice),
  ]

  @Test(arguments: all) func theOthersGoOn(hostile: Hostile) throws {
    let folder = try CaseFolder("recon-matched")
    try folder.change("qingfen.yaml", "max-rejected: \"100\"", "max-rejected: \"0.1\"")
    try folder.write(
      "partner: beta\nstatement:\n  url: \"file:statements/beta.bin\"\n  format: \(hostile.format)\n", to: "rules/partners/beta.yaml")
    try Self.make(hostile.script, "\(folder.path)/statements/beta.bin")
    let result = try BuiltCommand.run("run", "--date", "2026-03-01", in: folder)
    #expect(result.code == 3)
    #expect(result.messages.last == "statements/beta.bin: \(hostile.message)")
    #expect(try folder.bytes("output/2026-03-01/postings.csv") == folder.bytes("expected/2026-03-01/postings.csv"))
    #expect(try folder.bytes("output/2026-03-01/discrepancies.csv") == folder.bytes("expected/2026-03-01/discrepancies.csv"))
    // Without it, the day is in order.
    try folder.write("reference,item,amount,time\n", to: "statements/beta.bin")
    try folder.write("partner: beta\nstatement:\n  url: \"file:statements/beta.bin\"\n", to: "rules/partners/beta.yaml")
    #expect(try BuiltCommand.run("run", "--date", "2026-03-01", in: folder).code == 0)
  }

  private static func make(_ script: String, _ path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script + "\nimport sys; open(sys.argv[1], 'wb').write(data)", path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
