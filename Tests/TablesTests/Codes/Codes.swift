@testable import Tables

/// What the tests of code filters share.
enum Codes {
  static let hash = CodeReplacement(.code, hash: digits)
  static let nothing = CodeReplacement(.code, hash: nil)

  static func named(_ names: [String], _ replacement: CodeReplacement = hash) -> [NamedCodes] {
    [NamedCodes(CodeNames(names), replacement)]
  }

  /// 64 digits that depend on every byte; the real HMAC stands in DurableFiles and is tested there.
  static func digits(of code: Span<UInt8>) -> [UInt8] {
    var random = SeededRandom(seed: 1)
    var sum: UInt64 = 0
    for index in code.indices { sum = (sum ^ UInt64(code[index])) &* 0x100_0000_01B3 &+ random.next() }
    random = SeededRandom(seed: sum)
    return (0..<64).map { _ in Array("0123456789abcdef".utf8)[Int(random.next() % 16)] }
  }

  static func stand(for code: String) -> String {
    code.isEmpty ? "" : "hmac:" + String(decoding: digits(of: Array(code.utf8).span), as: UTF8.self)
  }

  /// `bytes` filtered in pieces of at most `longest` bytes, cut by `random`.
  static func filtered(_ bytes: [UInt8], by filter: some CodeFilter, pieces longest: Int, _ random: inout SeededRandom) -> [UInt8] {
    var filter = filter
    var output: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 0...longest, using: &random))
      filter.filter(piece.span, into: &output)
      rest = rest.dropFirst(piece.count)
    }
    filter.finish(into: &output)
    return output
  }

  /// Only codes have these letters in the random tests, so one that is left is seen even when the code around it was torn.
  static let letters = Array("QXZJ")

  static func random(_ random: inout SeededRandom, extra: [Character] = []) -> String {
    String((0..<Int.random(in: 0...14, using: &random)).map { _ in (letters + extra).randomElement(using: &random)! })
  }

  static func areSeen(in bytes: some Sequence<UInt8>) -> Bool { bytes.contains { letters.compactMap(\.asciiValue).contains($0) } }
}
