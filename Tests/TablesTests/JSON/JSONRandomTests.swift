import Foundation
import Testing

@testable import Tables

/// Seeded random documents, whole and damaged: Python's json and we read the same values and refuse the same texts.
@Suite struct JSONRandomTests {
  private static let texts = [
    "", "a", "O1000000017", "火锅套餐", "é🙂", "a much longer text that spans several words of eight bytes", "a/b~c", "'", " x ", "\u{7F}",
  ]
  private static let escapes = ["\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t", "\\u0000", "\\u706b", "\\uD83D\\ude42"]
  private static let numbers = ["0", "-0", "7", "199.00", "-0.050", "1e5", "1.2E+17", "-3e-2", "123456789012345678901234567890"]

  private static func string(_ random: inout SeededRandom) -> String {
    var text = texts.randomElement(using: &random)!
    if Int.random(in: 0..<4, using: &random) == 0 { text += escapes.randomElement(using: &random)! + texts.randomElement(using: &random)! }
    return "\"\(text)\""
  }

  private static func blank(_ random: inout SeededRandom) -> String { ["", "", "", " ", "\n", "\r\n\t"].randomElement(using: &random)! }

  private static func value(_ random: inout SeededRandom, depth: Int) -> String {
    let core: String
    switch Int.random(in: 0..<(depth > 5 ? 5 : 8), using: &random) {
    case 0, 1: core = string(&random)
    case 2, 3: core = numbers.randomElement(using: &random)!
    case 4: core = ["true", "false", "null"].randomElement(using: &random)!
    case 5:
      core = "[" + (0..<Int.random(in: 0...5, using: &random)).map { _ in value(&random, depth: depth + 1) }.joined(separator: ",") + "]"
    default:
      let count = Int.random(in: 0...20, using: &random)
      let members = (0..<count).map { index in
        let name = string(&random).dropLast() + (Int.random(in: 0..<40, using: &random) == 0 ? "" : "\(index)") + "\""
        return blank(&random) + name + blank(&random) + ":" + value(&random, depth: depth + 2)
      }
      core = "{" + members.joined(separator: ",") + blank(&random) + "}"
    }
    return blank(&random) + core + blank(&random)
  }

  private static func document(seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    var bytes = Array(value(&random, depth: 0).utf8)
    guard seed % 3 > 0 else { return bytes }
    let marks: [UInt8] = Array("\"\\{}[],:0e.-u\n ".utf8) + [0, 0x1F, 0xE4, 0xFF, 0xC0]
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[at] = marks.randomElement(using: &random)!
      case 1: bytes.insert(marks.randomElement(using: &random)!, at: at)
      default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...4, using: &random)))
      }
    }
    return bytes
  }

  /// Reads strictly where Python does not of itself: names once, no lone surrogate, no NaN; prints the values in order, or null.
  private static let script = """
    import json, sys
    def once(pairs):
        if len(dict(pairs)) < len(pairs): raise ValueError("twice")
        return dict(pairs)
    def refuse(word): raise ValueError(word)
    class Number(str): pass
    def flat(v):
        if isinstance(v, dict):
            return ["{"] + [x for k, w in v.items() for x in ["k" + k] + flat(w)] + ["}"]
        if isinstance(v, list): return ["["] + [x for w in v for x in flat(w)] + ["]"]
        if isinstance(v, Number): return ["n" + v]
        if isinstance(v, str): return ["s" + v]
        return [json.dumps(v)]
    for seed in range(int(sys.argv[2]), int(sys.argv[3])):
        data = open(f"{sys.argv[1]}/{seed}.json", "rb").read()
        try:
            value = json.loads(data.decode("utf-8", "strict"), object_pairs_hook=once, parse_constant=refuse,
                               parse_int=Number, parse_float=Number)
            values = flat(value)
            "".join(values).encode("utf-8", "strict")
            print(json.dumps(values))
        except ValueError:
            print("null")
    """

  @Test func agreesWithPython() throws {
    let seeds = UInt64(0)..<3000
    let folder = try TemporaryFolder()
    for seed in seeds { _ = try folder.write(Self.document(seed: seed), "\(seed).json") }
    let answers = try Python.run(Self.script, [folder.path, "\(seeds.lowerBound)", "\(seeds.upperBound)"]).split(separator: "\n")
    try #require(answers.count == seeds.count)
    var refused = 0
    for (answer, seed) in zip(answers, seeds) {
      let theirs = try JSONDecoder().decode([String]?.self, from: Data(answer.utf8))
      let ours = try? flat(Self.document(seed: seed))
      #expect(ours?.map { Array($0.utf8) } == theirs?.map { Array($0.utf8) }, "seed \(seed)")
      if ours == nil { refused += 1 }
    }
    // Both kinds were there.
    #expect(refused > 500 && refused < 2500)
  }

  /// Any bytes at all: an error or a document, whose values lie inside the text and are found again by their pointers.
  @Test(arguments: UInt64(0)..<500) func damageNeverCrashes(seed: UInt64) throws {
    var random = SeededRandom(seed: 1_000_000 + seed)
    for round in UInt64(0)..<20 {
      var bytes = Self.document(seed: seed * 31 + round)
      for _ in 0..<Int.random(in: 0...8, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
      var document = JSONDocument()
      var reader = try JSONReader(bytes: bytes, file: "f")
      do throws(JSONError) {
        while try reader.next(into: &document) {
          #expect(document.next(0) == document.nodes.count, "seed \(seed)")
          for place in document.nodes.indices {
            #expect(document.range.contains(document.range(place).lowerBound) && document.range(place).upperBound <= bytes.count)
          }
          for (name, value) in document.members(of: 0) {
            #expect(document.find(JSONPointer(name: document.text(name)!)) == value, "seed \(seed)")
          }
        }
      } catch {
        #expect(error.offset <= bytes.count && error.line >= 1)
      }
    }
  }
}
