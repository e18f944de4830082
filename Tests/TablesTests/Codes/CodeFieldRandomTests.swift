import Foundation
import Testing

@testable import Tables

/// Seeded random JSON with codes, read again by Foundation: only codes change, for every cutting, and damage shows none.
@Suite struct CodeFieldRandomTests {
  private static let filter = CodeFieldReplacer(Codes.named(["code"]))
  private static let texts = ["", "1", "火锅 🙂", "say \"hi\"", "a\\b", "code", "{\"code\":", "line\nbreak", "x/y", "\u{1}"]

  /// A value, what must become of it, and its text written with random blanks and escapes.
  private struct Written {
    var text: String
    var expected: String
  }

  private static func value(_ random: inout SeededRandom, depth: Int, isCode: Bool) -> Written {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
    case 0, 1: return string(&random, isCode)
    case 2:
      let number = ["0", "-7", "1.50", "2e9"].randomElement(using: &random)!
      return Written(text: number, expected: isCode ? quoted(Codes.stand(for: number)) : number)
    case 3:
      let name = ["true", "false", "null"].randomElement(using: &random)!
      return Written(text: name, expected: name)
    case 4:
      let values = (0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth - 1, isCode: isCode) }
      return joined(values, "[", "]", &random)
    default:
      let members = (0..<Int.random(in: 0...5, using: &random)).map { index in member(index, &random, depth: depth, isCode: isCode) }
      return joined(members, "{", "}", &random)
    }
  }

  private static func member(_ index: Int, _ random: inout SeededRandom, depth: Int, isCode: Bool) -> Written {
    let isCodeKey = Int.random(in: 0..<3, using: &random) == 0
    let key = isCodeKey ? "code" : "k\(index)" + texts.randomElement(using: &random)!
    let value = value(&random, depth: depth - 1, isCode: isCode || isCodeKey)
    let text = escaped(key, &random)
    let (before, after) = (blanks(&random), blanks(&random))
    let stand = isCode ? quoted(Codes.stand(for: key)) : text
    return Written(text: text + before + ":" + after + value.text, expected: stand + before + ":" + after + value.expected)
  }

  private static func string(_ random: inout SeededRandom, _ isCode: Bool) -> Written {
    let text = isCode ? Codes.random(&random, extra: ["\"", "\\", "火", "\n", "/"]) : texts.randomElement(using: &random)!
    let written = escaped(text, &random)
    return Written(text: written, expected: isCode && !text.isEmpty ? quoted(Codes.stand(for: text)) : written)
  }

  private static func joined(_ parts: [Written], _ open: String, _ close: String, _ random: inout SeededRandom) -> Written {
    var all = Written(text: open, expected: open)
    for (index, part) in parts.enumerated() {
      let blank = (index > 0 ? "," : "") + blanks(&random)
      all.text += blank + part.text
      all.expected += blank + part.expected
    }
    return Written(text: all.text + close, expected: all.expected + close)
  }

  private static func blanks(_ random: inout SeededRandom) -> String {
    ["", "", "", " ", "\n  ", "\t", "\r\n"].randomElement(using: &random)!
  }

  private static func quoted(_ text: String) -> String { "\"\(text)\"" }

  /// `text` as a JSON string; some characters by `\u` though they need not be.
  private static func escaped(_ text: String, _ random: inout SeededRandom) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      let must = scalar == "\"" || scalar == "\\" || scalar.value < 0x20
      if must || Int.random(in: 0..<12, using: &random) == 0 {
        for unit in String(scalar).utf16 { result += "\\u" + String(0x10000 + UInt32(unit), radix: 16).dropFirst() }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func document(_ random: inout SeededRandom) -> Written {
    joined((0..<6).map { _ in value(&random, depth: 4, isCode: false) }, "[", "]", &random)
  }

  @Test(arguments: UInt64(0)..<200) func onlyCodesChange(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let document = Self.document(&random)
    let bytes = Array(document.text.utf8)
    let output = Self.filter.filtered(bytes)
    #expect(String(decoding: output, as: UTF8.self) == document.expected, "seed \(seed)")
    #expect(Self.filter.filtered(output) == output, "seed \(seed): filtering twice changes something")
    for longest in [1, 5, 50] {
      #expect(Codes.filtered(bytes, by: Self.filter, pieces: longest, &random) == output, "seed \(seed): pieces of \(longest)")
    }
    _ = try JSONSerialization.jsonObject(with: Data(bytes))
    _ = try JSONSerialization.jsonObject(with: Data(output))
  }

  /// One byte is lost, added or changed, or the end is cut: no letter of a code is left, but in a code whose key itself was hit.
  @Test(arguments: UInt64(0)..<600) func damageShowsNoCode(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var bytes = Array(Self.document(&random).text.utf8)
    let at = Int.random(in: 0..<bytes.count, using: &random)
    let around = bytes[max(0, at - 8)..<min(bytes.count, at + 8)]
    let byte = Array("\",:[]{}\\ 0ax\n".utf8).randomElement(using: &random)!
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[at] = byte
    case 1: bytes.insert(byte, at: at)
    case 2: bytes.remove(at: at)
    default: bytes.removeSubrange(at...)
    }
    let output = Self.filter.filtered(bytes)
    #expect(Codes.filtered(bytes, by: Self.filter, pieces: 9, &random) == output, "seed \(seed)")
    #expect(Self.filter.filtered(output) == output, "seed \(seed): filtering twice changes something")
    if around.contains(where: { Array("code\\".utf8).contains($0) }) { return }  // a key that is no code's any more
    #expect(!Codes.areSeen(in: output), "seed \(seed): \(String(decoding: output, as: UTF8.self))")
  }
}
