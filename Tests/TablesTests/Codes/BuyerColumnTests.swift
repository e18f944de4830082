import Testing

@testable import Tables

/// Card codes and keys of buyers in one input, each replaced in its own form.
@Suite struct BuyerColumnTests {
  private static let named = Codes.named(["code"]) + [NamedCodes(CodeNames(["buyer"]), CodeReplacement(.buyer, hash: Codes.digits))]

  private static func stand(for buyer: String) -> String { "buyer:" + Codes.stand(for: buyer).dropFirst(5).prefix(24) }

  private static func table(_ text: String) -> String {
    String(decoding: CodeColumnReplacer(named).filtered(Array(text.utf8)), as: UTF8.self)
  }

  private static func fields(_ text: String) -> String {
    String(decoding: CodeFieldReplacer(named).filtered(Array(text.utf8)), as: UTF8.self)
  }

  @Test func columnsOfOneTable() {
    let (code, buyer) = (Codes.stand(for: "ABC"), Self.stand(for: "ABC"))
    #expect(Self.table("buyer,id,Code\nABC,1,ABC\n\"ABC\",ABC,\n") == "buyer,id,Code\n\(buyer),1,\(code)\n\(buyer),ABC,\n")
    #expect(buyer.count == 30 && code.count == 69)
  }

  /// What was replaced once stays; in the other's column it is a text like any other.
  @Test func eachKnowsItsOwnForm() {
    let (code, buyer) = (Codes.stand(for: "ABC"), Self.stand(for: "ABC"))
    #expect(Self.table("buyer,code\n\(buyer),\(code)\n") == "buyer,code\n\(buyer),\(code)\n")
    #expect(Self.table("buyer,code\n\(code),\(buyer)\n") == "buyer,code\n\(Self.stand(for: code)),\(Codes.stand(for: buyer))\n")
    #expect(Self.table("buyer\n\(buyer.dropLast())G\n") == "buyer\n\(Self.stand(for: buyer.dropLast() + "G"))\n")
  }

  @Test func keysOfOneDocument() {
    let (code, buyer) = (Codes.stand(for: "ABC"), Self.stand(for: "ABC"))
    #expect(
      Self.fields(#"{"buyer":{"id":"ABC","code":{"x":"ABC"},"y":["ABC"]},"id":"ABC","code":["ABC"],"BUYER":7}"#)
        == #"{"buyer":{"id":"\#(buyer)","code":{"x":"\#(buyer)"},"y":["\#(buyer)"]},"id":"ABC","code":["\#(code)"],"#
        + #""BUYER":"\#(Self.stand(for: "7"))"}"#)
    #expect(Self.fields(#"{"buyer":"\#(buyer)"}"#) == #"{"buyer":"\#(buyer)"}"#)
  }
}
