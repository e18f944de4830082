import Testing

@testable import Tables

@Suite struct JSONReaderTests {
  @Test func readsEveryKindOfValue() throws {
    let text = """
       {"id": "O1", "paid": 199.00, "big": -12345678901234567890.5E-7, "no": [ ], "none": {},
        "list": [true, false, null, "a\\u706b\\ud83d\\ude42\\n\\"\\\\\\/", "火锅"], "": 0}\r\n
      """
    #expect(
      try flat(Array(text.utf8)) == [
        "{", "kid", "sO1", "kpaid", "n199.00", "kbig", "n-12345678901234567890.5E-7", "kno", "[", "]", "knone", "{", "}", "klist", "[",
        "true", "false", "null", "sa火🙂\n\"\\/", "s火锅", "]", "k", "n0", "}",
      ])
    for scalar in ["0", "-0", "1e5", "\"\"", "null", " true\t"] { #expect(try flat(Array(scalar.utf8)).count == 1) }
  }

  @Test func valuesHaveTheRangeOfTheirBytes() throws {
    let document = try JSONDocument(bytes: Array(#" {"a":[1,"x"]}"#.utf8), file: "page.json")
    func bytes(_ place: Int) -> String { String(decoding: document.bytes[document.range(place)], as: UTF8.self) }
    #expect((0..<5).map(bytes) == [#"{"a":[1,"x"]}"#, "a", #"[1,"x"]"#, "1", "x"])
    #expect(document.range == 1..<14)
    #expect(document.text(0) == nil && document.text(2) == nil)
  }

  @Test(arguments: [
    ("", "page.json:1: byte 0: expected a value, found the end of the text"),
    (" \n", "page.json:2: byte 2: expected a value, found the end of the text"),
    ("\u{FEFF}{}", "page.json:1: byte 0: expected a value, found byte 0xEF"),
    ("<!doctype html>", "page.json:1: byte 0: expected a value, found '<'"),
    ("{\"a\":\n[1,\n2,,]}", "page.json:3: byte 12: expected a value, found ','"),
    ("[1,]", "page.json:1: byte 3: expected a value, found ']'"),
    ("[1 2]", "page.json:1: byte 3: expected a comma or ], found '2'"),
    ("[1}", "page.json:1: byte 2: expected a comma or ], found '}'"),
    ("{\"a\":1", "page.json:1: byte 6: expected a comma or }, found the end of the text"),
    ("{\"a\":1,}", "page.json:1: byte 7: expected a name in quotes, found '}'"),
    ("{a:1}", "page.json:1: byte 1: expected a name in quotes, found 'a'"),
    ("{\"a\" 1}", "page.json:1: byte 5: expected a colon, found '1'"),
    ("{\"a\":1,\"b\":2,\"a\":3}", "page.json:1: byte 13: expected every name once in an object, found 'a' twice"),
    ("{\"a\":1,\"\\u0061\":3}", "page.json:1: byte 7: expected every name once in an object, found 'a' twice"),
    ("[01]", "page.json:1: byte 2: expected no digit behind a leading zero, found '1'"),
    ("[-]", "page.json:1: byte 2: expected a digit, found ']'"),
    ("[+1]", "page.json:1: byte 1: expected a value, found '+'"),
    ("[1.]", "page.json:1: byte 3: expected a digit, found ']'"),
    ("[.5]", "page.json:1: byte 1: expected a value, found '.'"),
    ("[1e]", "page.json:1: byte 3: expected a digit, found ']'"),
    ("[NaN]", "page.json:1: byte 1: expected a value, found 'N'"),
    ("[nul]", "page.json:1: byte 4: expected null, found ']'"),
    ("[\"a", "page.json:1: byte 3: expected a closing quote, found the end of the text"),
    ("[\"a\\", "page.json:1: byte 4: expected a closing quote, found the end of the text"),
    ("[\"a\n\"]", "page.json:1: byte 3: expected no control character inside a text, found byte 0x0A"),
    ("[\"a long text of more than eight bytes\0\"]", "page.json:1: byte 38: expected no control character inside a text, found byte 0x00"),
    ("[\"\\x\"]", "page.json:1: byte 3: expected one of \" \\ / b f n r t u behind a backslash, found 'x'"),
    ("[\"\\u12g4\"]", "page.json:1: byte 6: expected four hexadecimal digits behind \\u, found 'g'"),
    ("[\"\\u12", "page.json:1: byte 6: expected four hexadecimal digits behind \\u, found the end of the text"),
    ("[\"\\ud83d\"]", "page.json:1: byte 2: expected surrogates in pairs, found a lone surrogate"),
    ("[\"\\ud83d\\u0041\"]", "page.json:1: byte 2: expected surrogates in pairs, found a lone surrogate"),
    ("[\"\\ude42\"]", "page.json:1: byte 2: expected surrogates in pairs, found a lone surrogate"),
    ("{} {}", "page.json:1: byte 3: expected a line end behind the document, found '{'"),
    ("{}\n[]", "page.json:2: byte 3: expected nothing behind the document, found '['"),
    ("1\u{0}", "page.json:1: byte 1: expected a line end behind the document, found byte 0x00"),
  ])
  func refuses(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try flat(Array(text.utf8)) }
    #expect(error?.description == message)
  }

  @Test func refusesWhatIsNotUTF8() {
    for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xBD]] {
      let error = #expect(throws: JSONError.self) { try flat([0x5B, 0x22, 0x61] + bad + [0x22, 0x5D]) }
      #expect(error?.description == "page.json:1: byte 3: expected UTF-8, found byte 0x\(String(bad[0], radix: 16, uppercase: true))")
    }
  }

  @Test func depthIsBoundedAndNeverRecursion() throws {
    func nested(_ depth: Int) -> [UInt8] { Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8) }
    #expect(try flat(nested(64)).count == 128)
    let error = #expect(throws: JSONError.self) { try flat(nested(1_000_000)) }
    #expect(error?.description == "page.json:1: byte 64: expected at most 64 objects and arrays inside each other, found more")
  }

  @Test func aNameTwiceIsFoundAmongMany() throws {
    let members = (0..<1000).map { "\"name\($0)\":\($0)" }
    #expect(try flat(Array("{\(members.joined(separator: ","))}".utf8)).count == 2002)
    let error = #expect(throws: JSONError.self) { try flat(Array("{\(members.joined(separator: ",")),\"name500\":1}".utf8)) }
    #expect(error?.expected == "every name once in an object" && error?.found == "'name500' twice")
    // The same name at another depth is another name.
    #expect(try flat(Array(#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}"#.utf8)).count == 21)
  }

  @Test func documentsOneBehindTheOther() throws {
    var reader = try JSONReader(bytes: Array("{\"a\":1}\n\n[2,\n3]\r\n\"x\"".utf8), file: "orders.json")
    var document = JSONDocument()
    var all: [[String]] = []
    var ranges: [Range<Int>] = []
    while try reader.next(into: &document) {
      all.append(flat(document))
      ranges.append(document.range)
    }
    #expect(all == [["{", "ka", "n1", "}"], ["[", "n2", "n3", "]"], ["sx"]])
    #expect(ranges == [0..<7, 9..<15, 17..<20])
    #expect(try !reader.next(into: &document))
  }

  @Test func anErrorOfALaterDocumentNamesItsLine() throws {
    var reader = try JSONReader(bytes: Array("{}\n[1,\n}\n{}".utf8), file: "orders.json")
    var document = JSONDocument()
    #expect(try reader.next(into: &document))
    let error = #expect(throws: JSONError.self) { try reader.next(into: &document) }
    #expect(error?.description == "orders.json:3: byte 7: expected a value, found '}'")
    #expect(try !reader.next(into: &document))
  }
}
