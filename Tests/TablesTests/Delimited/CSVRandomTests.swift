import Foundation
import Testing

@testable import Tables

/// Seeded random files: agreement with Python's csv module on valid ones, nothing lost on damaged ones.
@Suite struct CSVRandomTests {
  private static let pieces = [
    "", "1", "abc", "火锅套餐", " x ", "a,b", "say \"hi\"", "\"", "\"\"", "line\nbreak", "cr\rlf\r\n", "\t7", "-0.05", "é🙂",
    "a much longer field that spans several words of eight bytes", "'", "=1+1", ";|",
  ]

  /// A valid file of random fields, random quoting and one kind of line end; and its rows.
  private static func file(_ random: inout SeededRandom, multiline: Bool) -> (bytes: [UInt8], rows: [[String]]) {
    let columns = Int.random(in: 2...9, using: &random)
    let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    let header = (0..<columns).map { "c\($0)" }
    var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
    text += header.joined(separator: ",") + lineEnd
    var rows: [[String]] = []
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      let row = (0..<columns).map { _ in
        let field = pieces.randomElement(using: &random)! + pieces.randomElement(using: &random)!
        return multiline ? field : String(String.UnicodeScalarView(field.unicodeScalars.filter { $0 != "\n" && $0 != "\r" }))
      }
      let written = row.map { field in
        let must = field.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
        let quoted = must || Int.random(in: 0..<6, using: &random) == 0
        return quoted ? "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : field
      }
      rows.append(row)
      text += written.joined(separator: ",") + lineEnd
      if Int.random(in: 0..<10, using: &random) == 0 { text += lineEnd }
    }
    if Bool.random(using: &random) && !rows.isEmpty {
      while text.unicodeScalars.last == "\n" || text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    }
    return (Array(text.utf8), rows)
  }

  @Test(arguments: UInt64(0)..<300) func returnsExactlyWhatWasWritten(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (bytes, rows) = Self.file(&random, multiline: true)
    let all = try ReadAll(bytes, batch: Int.random(in: 1...20, using: &random))
    #expect(all.rows == rows, "seed \(seed)")
    #expect(all.rejects.isEmpty, "seed \(seed)")
  }

  /// Many seeds in one Python process: each line of its answer is one file's rows as JSON.
  @Test func agreesWithPython() throws {
    let folder = try TemporaryFolder()
    for seed in UInt64(1000)..<1200 {
      var random = SeededRandom(seed: seed)
      _ = try folder.write(Self.file(&random, multiline: true).bytes, "\(seed).csv")
    }
    let answer = try Python.run(
      """
      import csv, json, sys
      for seed in range(1000, 1200):
          with open(f"{sys.argv[1]}/{seed}.csv", encoding="utf-8-sig", newline="") as f:
              print(json.dumps([row for row in csv.reader(f, strict=True) if row]))
      """, [folder.path])
    let answers = answer.split(separator: "\n")
    #expect(answers.count == 200)
    for (line, seed) in zip(answers, UInt64(1000)..<1200) {
      let theirs = try JSONDecoder().decode([[String]].self, from: Data(line.utf8))
      var random = SeededRandom(seed: seed)
      let ours = try ReadAll(Self.file(&random, multiline: true).bytes)
      #expect([ours.header] + ours.rows == theirs, "seed \(seed)")
    }
  }

  /// Whatever happens to the bytes, rows and rejects tile the file: every line that is not blank belongs to exactly one.
  @Test(arguments: UInt64(0)..<1500) func damageLosesNoLine(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var bytes = Self.file(&random, multiline: seed % 2 == 0).bytes
    let headerEnd = bytes.firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
    guard bytes.count > headerEnd else { return }
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let at = Int.random(in: headerEnd..<bytes.count, using: &random)
      let byte = [UInt8(0), 10, 13, 34, 44, 0xE4, 0xFF, 65].randomElement(using: &random)!
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[at] = byte
      case 1: bytes.insert(byte, at: at)
      default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...9, using: &random)))
      }
      if bytes.count <= headerEnd { return }
    }
    let batch = Int.random(in: 1...30, using: &random)
    let all = try ReadAll(bytes, batch: batch)
    let again = try ReadAll(bytes, batch: 1_000_000)
    #expect(all.rows == again.rows && all.rejects == again.rejects, "seed \(seed): batches of \(batch) differ")

    let spans = zip(all.lines, all.rows).map { line, row in
      line...line + row.joined().utf8.count { $0 == 10 }
    }
    let parts = (spans + all.rejects.map { $0.line...$0.lastLine }).sorted { $0.lowerBound < $1.lowerBound }
    var covered: Set<Int> = [1]
    for part in parts {
      #expect(covered.isDisjoint(with: part), "seed \(seed): lines \(part) belong to two rows")
      covered.formUnion(part)
    }
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty && line != [13] {
      #expect(covered.contains(index + 1), "seed \(seed): line \(index + 1) is lost")
    }
    #expect(all.rows.allSatisfy { $0.count == all.header.count }, "seed \(seed)")
  }

  /// An unquoted, undamaged line is always accepted, whatever stands on the lines around it.
  @Test(arguments: UInt64(0)..<200) func plainLinesSurviveBrokenNeighbours(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let broken = ["x,y", "a,\"b,c", "1,2,3,4", "\"a\"b,c,d", "a\"b,c,d", "a,b\u{0},c"]
    var text = "a,b,c\n"
    var expected: [[String]] = []
    for index in 0..<40 {
      if Bool.random(using: &random) { text += broken.randomElement(using: &random)! + "\n" }
      // A plain line right behind an open quote holds no quote itself, so it cannot close one.
      text += "r\(index),火,\(index)\n"
      expected.append(["r\(index)", "火", "\(index)"])
    }
    let rows = try ReadAll(text).rows
    #expect(rows == expected, "seed \(seed)")
  }
}
