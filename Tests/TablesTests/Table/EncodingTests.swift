import Foundation
import Testing

@testable import Tables

/// Text in another encoding, made by Python.
enum Encoded {
  static func bytes(_ text: String, _ encoding: String) throws -> [UInt8] {
    let hex = try Python.run(
      "import sys; print(sys.argv[1].encode(sys.argv[2]).hex())", [text, encoding.lowercased()])
    let digits = Array(hex.utf8.filter { $0 > 0x20 })
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)! }
  }
}

@Suite struct EncodingTests {
  private static let text = "编号,金额,说明\r\nA1,1.00,火锅é🙂€\r\nA2,2.00,\"两,行\n\"\r\n"
  private static let rows = [["A1", "1.00", "火锅é🙂€"], ["A2", "2.00", "两,行\n"]]

  private func layout(_ encoding: TextEncoding) -> TableLayout {
    TableLayout(
      container: .delimited(DelimitedRules(encoding: encoding)), columns: [.text("编号", .id), .amount("金额"), .text("说明")])
  }

  @Test(
    arguments: [
      ("utf-8", TextEncoding.utf8, ""), ("utf-8", .utf8, "\u{FEFF}"), ("utf-16", .utf16, ""), ("utf-16-be", .utf16, "\u{FEFF}"),
      ("utf-16-le", .utf16le, ""), ("utf-16-le", .utf16le, "\u{FEFF}"), ("utf-16-be", .utf16be, ""), ("utf-16-be", .utf16be, "\u{FEFF}"),
      ("gb18030", .gb18030, ""), ("gb18030", .gb18030, "\u{FEFF}"),
    ] as [(String, TextEncoding, String)])
  func readsEveryEncoding(written: String, encoding: TextEncoding, mark: String) throws {
    let table = try ReadTable(Encoded.bytes(mark + Self.text, written), layout(encoding))
    #expect(table.problems == [])
    #expect(table.rows == Self.rows)
    #expect(table.amounts[1] == [100, 200])
  }

  /// Everything GBK has, in files larger than the decoder's buffers.
  @Test func readsAllOfGBK() throws {
    let hex = try Python.run(
      """
      import sys
      def both(c):
          try: return c.encode('gbk') == c.encode('gb18030')
          except UnicodeEncodeError: return False
      t = ''.join(chr(c) for c in range(0x80, 0xFFFF) if not 0xD800 <= c < 0xE000 and both(chr(c)))
      lines = '编号,金额,说明\\n' + ''.join('%d,1.00,%s\\n' % (i, t[i * 50:i * 50 + 50]) for i in range(len(t) // 50))
      open(sys.argv[1] + '/gbk.csv', 'wb').write(lines.encode('gb18030'))
      open(sys.argv[1] + '/utf8.csv', 'wb').write(lines.encode('utf-8'))
      """, [folder.path])
    #expect(hex == "")
    let gbk = try ReadTable(FileBytes.read(path: folder.file("gbk.csv")), layout(.gb18030))
    let utf8 = try ReadTable(FileBytes.read(path: folder.file("utf8.csv")), layout(.utf8))
    #expect(gbk.rejects.isEmpty)
    #expect(gbk.rows.count > 400)
    #expect(gbk.rows == utf8.rows)
  }

  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func namesTheByteThatDoesNotBelong() throws {
    // 0xFF never begins a GBK character; a lead byte before a line end is a cut one.
    let gbk = try Encoded.bytes("编号,金额,说明\nA1,1.00,火", "gb18030") + [0xFF] + Encoded.bytes("锅\nA2,2.00,锅", "gb18030")
    let cut = try gbk + [0xB9, 0x0A] + Encoded.bytes("A3,3.00,好\n", "gb18030") + [0x81]
    let table = try ReadTable(cut, layout(.gb18030))
    #expect(
      table.problems == [
        "2 说明: expected gb18030, found byte 0xFF at offset 25 of the file",
        "3 说明: expected gb18030, found byte 0xB9 at offset 39 of the file",
        "5 row: expected 3 fields and a line end, found a cut last line with 1 fields".replacing("1 fields", with: "1 field"),
      ])
    #expect(table.texts[0] == ["A3"])
    let utf8 = try ReadTable(Array("\u{FEFF}编号,金额,说明\nA1,1.00,".utf8) + [0xE7, 0x81] + Array("\nA2,2.00,x\n".utf8), layout(.utf8))
    #expect(utf8.problems == ["2 说明: expected UTF-8, found byte 0xE7 at offset 32 of the file"])
    let lone = try Encoded.bytes("编号,金额,说明\nA1,1.00,", "utf-16-le") + [0x00, 0xD8] + Encoded.bytes("\nA2,2.00,x\n", "utf-16-le")
    #expect(try ReadTable(lone, layout(.utf16le)).problems == ["2 说明: expected utf-16le, found byte 0x0 at offset 34 of the file"])
  }

  @Test(
    arguments: [
      (
        "utf-16-le", TextEncoding.utf16,
        "bill: encoding: expected the byte order mark of utf-16, found none: say utf-16le or utf-16be if it is either"
      ),
      ("utf-16", .utf8, "bill: encoding: expected utf-8, found the byte order mark of utf-16le"),
      ("utf-8-sig", .gb18030, "bill: encoding: expected gb18030, found the byte order mark of utf-8"),
    ] as [(String, TextEncoding, String)])
  func refusesAnotherEncoding(written: String, encoding: TextEncoding, message: String) throws {
    let bytes = try Encoded.bytes(Self.text, written)
    #expect(#expect(throws: TableError.self) { try ReadTable(bytes, layout(encoding)) }?.description == message)
  }

  @Test func saysWhyTheHeaderIsNotSeen() throws {
    let gbk = try Encoded.bytes(Self.text, "gb18030")
    #expect(
      #expect(throws: TableError.self) { try ReadTable(gbk, layout(.utf8)) }?.found
        == "none of them in 1 rows; byte 0xB1 at offset 0 of the file does not belong to utf-8")
    let utf16 = try Encoded.bytes(Self.text, "utf-16-be")
    #expect(
      #expect(throws: TableError.self) { try ReadTable(utf16, layout(.utf8)) }?.found.hasSuffix("(binary data or UTF-16)") == true)
  }

  @Test func refusesBinaryData() throws {
    var random = SeededRandom(seed: 7)
    let junk = (0..<200_000).map { _ in UInt8.random(in: 128...255, using: &random) }
    let bytes = try Encoded.bytes("编号,金额,说明\n", "gb18030") + junk.flatMap { [0xFF, $0] }
    let error = #expect(throws: TableError.self) { try ReadTable(bytes, layout(.gb18030)) }
    #expect(error?.found.hasPrefix("more than 10000 bytes that do not belong to it, the last at offset") == true)
  }
}
