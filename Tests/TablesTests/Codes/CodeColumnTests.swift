import Testing

@testable import Tables

@Suite struct CodeColumnTests {
  private static func filter(_ replacement: CodeReplacement = Codes.hash) -> CodeColumnReplacer {
    CodeColumnReplacer(Codes.named(["code", "卡密"], replacement))
  }

  private static func filtered(_ text: String) -> String { String(decoding: filter().filtered(Array(text.utf8)), as: UTF8.self) }

  private static let abc = Codes.stand(for: "ABC")

  @Test(arguments: [
    ("id,code\n1,ABC\n", "id,code\n1,\(abc)\n"),
    ("id,code\r\n1,ABC\r\n", "id,code\r\n1,\(abc)\r\n"),
    ("\u{FEFF}code,id\nABC,1", "\u{FEFF}code,id\n\(abc),1"),
    ("\n\r\nid,code\n\n1,ABC\n\r\n", "\n\r\nid,code\n\n1,\(abc)\n\r\n"),
    ("id,code,x\n1,\"ABC\",\"y\"\"z\"\n", "id,code,x\n1,\(abc),\"y\"\"z\"\n"),
    ("id,code\n1,\"A\"\"B,\nC\"\n", "id,code\n1,\(Codes.stand(for: "A\"B,\nC"))\n"),
    ("id,code\n1,\n2,\"\"\n", "id,code\n1,\n2,\"\"\n"),
    ("id,code\n1,\(abc)\n2,\"\(abc)\"\n", "id,code\n1,\(abc)\n2,\"\(abc)\"\n"),
    ("id,code\n1,\(abc.uppercased())\n", "id,code\n1,\(Codes.stand(for: abc.uppercased()))\n"),
    ("code,id,卡密\nABC,1,ABC\n", "code,id,卡密\n\(abc),1,\(abc)\n"),
    ("id, Code \n1,ABC\n", "id, Code \n1,\(abc)\n"),
    ("id,\"code\"\n1,ABC\n", "id,\"code\"\n1,\(abc)\n"),
    ("id,code,code\n1,ABC,ABC\n", "id,code,code\n1,\(abc),\(abc)\n"),
    ("id,火,code\n1,锅,码\n", "id,火,code\n1,锅,\(Codes.stand(for: "码"))\n"),
    ("id,barcode\n1,ABC\n", "id,barcode\n1,ABC\n"),
    ("", ""), ("\n", "\n"), ("code", "code"), ("\u{FEFF}", "\u{FEFF}"),
  ])
  func replacesOnlyCodes(text: String, expected: String) { #expect(Self.filtered(text) == expected) }

  /// Rows that the reader rejects: nobody knows which part is the code.
  @Test(arguments: [
    ("1,ABC,\n", "*,***,\n"), ("ABC\n", "***\n"), ("1,A\"BC\n", "*,*\"**\n"), ("1,\"AB\"C\n", "*,\"**\"*\n"), ("1,\"ABC\n", "*,\"***\n"),
    ("1,A\u{0}C\n", "*,*\u{0}*\n"), ("1,A\rC\n", "*,*\r*\n"), ("1,A;B C,d\\\n", "*,*****,**\n"), ("1,\"AB", "*,\"**"), ("ABC", "***"),
    ("1,\"A\nB\",C\n", "*,\"*\n*\",*\n"),
  ])
  func hidesRowsThatAreRejected(row: String, hidden: String) throws {
    let (text, expected) = ("id,code\n0,ABC\n" + row, "id,code\n0,\(Self.abc)\n" + hidden)
    #expect(Self.filtered(text) == expected)
    #expect(try ReadAll(text).rejects.map(\.expected) == ReadAll(expected).rejects.map(\.expected))
  }

  @Test(arguments: [
    ("id,co\"de\n1,ABC\n", "**,**\"**\n*,***\n"), ("id,\"code\n1,ABC\n", "**,\"****\n*,***\n"), ("id,code\r1,ABC\r", "**,****\r*,***\r"),
    ("\u{FEFF}id\u{0},code\n1,ABC\n", "\u{FEFF}**\u{0},****\n*,***\n"),
  ])
  func hidesAFileWhoseHeaderIsBroken(text: String, hidden: String) { #expect(Self.filtered(text) == hidden) }

  @Test func withoutKeyCodesAreDropped() throws {
    let text = "id,code\n1,ABC\n2,\"A,B\"\n3,\n4,\(Self.abc)\n"
    let expected = "id,code\n1,\n2,\n3,\n4,\(Self.abc)\n"
    #expect(Self.filter(Codes.nothing).filtered(Array(text.utf8)) == Array(expected.utf8))
    let alone = Self.filter(Codes.nothing).filtered(Array("code\nABC\n\nX\n".utf8))
    #expect(String(decoding: alone, as: UTF8.self) == "code\n\"\"\n\n\"\"\n")
    #expect(try ReadAll(alone).lines == [2, 4], "a dropped code must not make its row a blank line")
  }

  @Test func aCodeThatIsNotUTF8StaysRejected() throws {
    let bytes = Array("id,code\n1,A".utf8) + [0xB6, 0xA9] + Array("\n2,\"".utf8) + [0xE4] + Array("\"\n3,ABC\n".utf8)
    let output = Self.filter().filtered(bytes)
    #expect(output == Array("id,code\n1,".utf8) + [0xFF, 10] + Array("2,".utf8) + [0xFF, 10] + Array("3,\(Self.abc)\n".utf8))
    #expect(try ReadAll(output).rejects.map(\.field) == ["code", "code"])
    #expect(Self.filter().filtered(output) == output)
  }

  @Test func hidingKeepsWhatIsUTF8() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<20_000 {
      // Biased to lead and continuation bytes at the limits of what is valid.
      let bytes = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        Bool.random(using: &random)
          ? [0xE0, 0xED, 0xF0, 0xF4, 0xC1, 0xC2, 0xEF, 0xF5, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF].randomElement(using: &random)!
          : UInt8.random(in: 0...255, using: &random)
      }
      var hidden: [UInt8] = []
      HiddenText.append(bytes.span, to: &hidden)
      #expect((String(validating: bytes, as: UTF8.self) == nil) == (String(validating: hidden, as: UTF8.self) == nil), "\(bytes)")
      var twice: [UInt8] = []
      HiddenText.append(hidden.span, to: &twice)
      #expect(twice == hidden)
    }
  }
}
