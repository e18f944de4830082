import Testing

@testable import Tables

@Suite struct CodeFieldTests {
  private static let filter = CodeFieldReplacer(Codes.named(["code", "卡密"]))
  private static let abc = Codes.stand(for: "ABC")

  private static func filtered(_ text: String) -> String { String(decoding: filter.filtered(Array(text.utf8)), as: UTF8.self) }

  @Test(arguments: [
    (#"{"id":"1","code":"ABC"}"#, #"{"id":"1","code":"\#(abc)"}"#),
    ("\u{FEFF}[ {\"code\" :\n\t\"ABC\" , \"x\":null},{}, [] ]\n", "\u{FEFF}[ {\"code\" :\n\t\"\(abc)\" , \"x\":null},{}, [] ]\n"),
    (
      #"{"data":{"items":[{"code":"ABC"},{"code":""},{"code":null},{"code":true}]}}"#,
      #"{"data":{"items":[{"code":"\#(abc)"},{"code":""},{"code":null},{"code":true}]}}"#
    ),
    (#"{"CODE ":"ABC","\u0063o\u0064e":"ABC","卡密":"ABC"}"#, #"{"CODE ":"\#(abc)","\u0063o\u0064e":"\#(abc)","卡密":"\#(abc)"}"#),
    (#"{"code":"A\"\\\/\b\f\n\r\t\u706B\uD83D\uDE42"}"#, #"{"code":"\#(Codes.stand(for: "A\"\\/\u{8}\u{C}\n\r\t火🙂"))"}"#),
    (#"{"code":12345,"n":12345}"#, #"{"code":"\#(Codes.stand(for: "12345"))","n":12345}"#),
    (#"{"code":-1.5e+3}"#, #"{"code":"\#(Codes.stand(for: "-1.5e+3"))"}"#),
    (
      #"{"code":["ABC",{"x":"ABC"},7],"y":"z"}"#,
      #"{"code":["\#(abc)",{"\#(Codes.stand(for: "x"))":"\#(abc)"},"\#(Codes.stand(for: "7"))"],"y":"z"}"#
    ),
    (#"{"code":"\#(abc)"}"#, #"{"code":"\#(abc)"}"#),
    (#"{"barcode":"ABC","a":"code","b":["code","ABC"]}"#, #"{"barcode":"ABC","a":"code","b":["code","ABC"]}"#),
    (#"{"a\"code":"ABC","a\\":"code"}"#, #"{"a\"code":"ABC","a\\":"code"}"#),
    ("{\"code\":\"ABC\"}\n{\"code\":\"ABC\"} 1 \"x\" true", "{\"code\":\"\(abc)\"}\n{\"code\":\"\(abc)\"} 1 \"x\" true"),
    ("", ""), ("7", "7"), (#""ABC""#, #""ABC""#),
  ])
  func replacesOnlyCodes(text: String, expected: String) { #expect(Self.filtered(text) == expected) }

  /// Where the text stops being JSON, everything from there on is hidden.
  @Test(arguments: [
    (#"{"code":"AB"C"}"#, #"{"code":"\#(Codes.stand(for: "AB"))"*"*"#), (#"{"code" "ABC"}"#, #"{"code" "***"*"#),
    (#"{code:"ABC"}"#, #"{*****"***"*"#), (#"{"code:"ABC"}"#, #"{"code:"***"*"#), (#"{"code":ABC}"#, #"{"code":****"#),
    (#"{"code":12AB}"#, #"{"code":*****"#), (#"{"code":nope,"x":1}"#, #"{"code":****,"*"***"#), (#"{"code":01}"#, #"{"code":***"#),
    (#"{"code":"ABC"#, #"{"code":"***"#), (#"{"code":"ABC","#, #"{"code":"\#(abc)","#),
    (#"{"code":12"#, #"{"code":"\#(Codes.stand(for: "12"))""#),
    (#"{"code":"A\xC"}"#, #"{"code":"*\**"}"#), ("{\"code\":\"A\nC\"}", "{\"code\":\"*\n*\"}"),
    (#"{"code":"\uD83D"}"#, #"{"code":"\*****"}"#),
    (#"{"code","ABC"}"#, #"{"code","***"*"#), (#"{"a":1,}"#, #"{"a":1,*"#), (#"[1]]{"code":"ABC"}"#, #"[1]**"****"*"***"*"#),
    (#"{]"code":"ABC"}"#, #"{*"****"*"***"*"#), ("code,id\nABC,1\n", "****,**\n***,*\n"), ("<html>ABC", "*********"),
    ("{\"a\":\"x,\n\"code\":\"ABC\"}", "{\"a\":\"x,\n\"****\"*\"***\"*"),
  ])
  func hidesWhatIsNoJSON(text: String, hidden: String) { #expect(Self.filtered(text) == hidden) }

  @Test func withoutKeyCodesAreDropped() {
    let filter = CodeFieldReplacer(Codes.named(["code"], Codes.nothing))
    let output = filter.filtered(Array(#"[{"code":"ABC"},{"code":7},{"code":"\#(Self.abc)"}]"#.utf8))
    #expect(String(decoding: output, as: UTF8.self) == #"[{"code":""},{"code":""},{"code":"\#(Self.abc)"}]"#)
  }

  @Test func whatIsTooLargeIsHidden() {
    let deep = String(repeating: "[", count: 513) + #"{"code":"ABC"}"#
    #expect(Self.filtered(deep) == String(repeating: "[", count: 512) + "**\"****\"*\"***\"*")
    let long = #"{"code":""# + String(repeating: "Q", count: CSVLimits.rowBytes + 1) + #"","code":"ABC"}"#
    let output = Self.filtered(long)
    #expect(output.utf8.count == long.utf8.count && !output.contains("Q") && !output.contains("ABC"))
    let number = Array((#"{"n":"# + String(repeating: "7", count: 5000) + #","code":"ABC"}"#).utf8)
    let hidden = #"{"n":"# + String(repeating: "*", count: 5000) + ",\"****\"*\"***\"*"
    #expect(String(decoding: Self.filter.filtered(number), as: UTF8.self) == hidden)
    var random = SeededRandom(seed: 1)
    #expect(Codes.filtered(number, by: Self.filter, pieces: 300, &random) == Array(hidden.utf8), "the same for every cutting")
    let key = "{\"" + String(repeating: " ", count: 5000) + #"code":"ABC"}"#
    #expect(Self.filtered(key).hasSuffix(#"code":"\#(Self.abc)"}"#))
  }
}
