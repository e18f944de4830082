import Testing

@testable import Tables

/// Seeded random files with codes: what comes out is what went in but for the codes, for every cutting, and no code is left.
@Suite struct CodeColumnRandomTests {
  private static let pieces = [
    "", "1", "abc", "火锅", " x ", "a,b", "say \"hi\"", "\"", "line\nbreak", "cr\rlf\r\n", "é🙂", "-0.05", "a much longer field",
  ]

  private struct File {
    var bytes: [UInt8] = []
    var codeColumns: Set<Int> = []
  }

  private static func file(_ random: inout SeededRandom, multiline: Bool) -> File {
    let columns = Int.random(in: 2...8, using: &random)
    let lineEnd = Bool.random(using: &random) ? "\n" : "\r\n"
    var file = File()
    file.codeColumns.insert(Int.random(in: 0..<columns, using: &random))
    if Int.random(in: 0..<4, using: &random) == 0 { file.codeColumns.insert(Int.random(in: 0..<columns, using: &random)) }
    var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
    text += (0..<columns).map { file.codeColumns.contains($0) ? "code\($0)" : "c\($0)" }.joined(separator: ",") + lineEnd
    for _ in 0..<Int.random(in: 0...50, using: &random) {
      let row = (0..<columns).map { column in
        let field =
          file.codeColumns.contains(column)
          ? Codes.random(&random, extra: [",", "\"", "火", "\n"])
          : pieces.randomElement(using: &random)! + pieces.randomElement(using: &random)!
        return multiline ? field : String(String.UnicodeScalarView(field.unicodeScalars.filter { $0 != "\n" && $0 != "\r" }))
      }
      text += row.map { quoted($0, &random) }.joined(separator: ",") + lineEnd
      if Int.random(in: 0..<10, using: &random) == 0 { text += lineEnd }
    }
    file.bytes = Array(text.utf8)
    if Bool.random(using: &random) { while file.bytes.last == 10 || file.bytes.last == 13 { file.bytes.removeLast() } }
    return file
  }

  private static func quoted(_ field: String, _ random: inout SeededRandom) -> String {
    let must = field.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
    guard must || Int.random(in: 0..<6, using: &random) == 0 else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static let filter = CodeColumnReplacer(Codes.named((0..<8).map { "code\($0)" }))

  /// Cut by `random`, in pieces from single bytes to more than is looked at in one step.
  private static func filtered(_ bytes: [UInt8], _ random: inout SeededRandom, _ seed: UInt64) -> [UInt8] {
    let whole = filter.filtered(bytes)
    for longest in [1, 7, 100, 100_000] {
      #expect(Codes.filtered(bytes, by: filter, pieces: longest, &random) == whole, "seed \(seed): pieces of \(longest)")
    }
    #expect(filter.filtered(whole) == whole, "seed \(seed): filtering twice changes something")
    return whole
  }

  @Test(arguments: UInt64(0)..<200) func onlyCodesChange(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let file = Self.file(&random, multiline: true)
    let output = Self.filtered(file.bytes, &random, seed)
    let (before, after) = (try ReadAll(file.bytes), try ReadAll(output))
    let expected = before.rows.map { row in row.indices.map { file.codeColumns.contains($0) ? Codes.stand(for: row[$0]) : row[$0] } }
    #expect(after.header == before.header && after.rows == expected, "seed \(seed)")
    #expect(after.rejects.isEmpty && before.rejects.isEmpty, "seed \(seed)")
    #expect(!Codes.areSeen(in: output), "seed \(seed)")
  }

  /// Whatever happens to the bytes: the reader accepts and rejects the same lines for the same reasons, and no rejected line shows a code.
  @Test(arguments: UInt64(0)..<600) func damageShowsNoCode(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var file = Self.file(&random, multiline: seed % 2 == 0)
    let headerEnd = file.bytes.firstIndex(of: 10).map { $0 + 1 } ?? file.bytes.count
    for _ in 0..<Int.random(in: 1...6, using: &random) where file.bytes.count > headerEnd {
      let at = Int.random(in: headerEnd..<file.bytes.count, using: &random)
      let byte = [UInt8(0), 10, 13, 34, 44, 0xE4, 0xFF, 65].randomElement(using: &random)!
      switch Int.random(in: 0..<3, using: &random) {
      case 0: file.bytes[at] = byte
      case 1: file.bytes.insert(byte, at: at)
      default: file.bytes.removeSubrange(at..<min(file.bytes.count, at + Int.random(in: 1...9, using: &random)))
      }
    }
    try Self.check(file, Self.filtered(file.bytes, &random, seed), "seed \(seed)")
  }

  private static func check(_ file: File, _ output: [UInt8], _ comment: Comment) throws {
    let (before, after) = (try ReadAll(file.bytes), try ReadAll(output))
    #expect(read(after, codes: []) == read(before, codes: file.codeColumns), comment)
    if file.bytes.count(where: { $0 == 10 }) == output.count(where: { $0 == 10 }) {  // else a code with a line end in it was replaced
      #expect(after.lines == before.lines, comment)
      #expect(after.rejects.map { [$0.line, $0.lastLine] } == before.rejects.map { [$0.line, $0.lastLine] }, comment)
    }
    let lines = output.split(separator: 10, omittingEmptySubsequences: false)
    for reject in after.rejects where reject.expected != "UTF-8" {
      for line in reject.line...reject.lastLine { #expect(!Codes.areSeen(in: lines[line - 1]), comment) }
    }
  }

  /// Rows and rejects in the order of the file, the codes of accepted rows replaced.
  private static func read(_ all: ReadAll, codes: Set<Int>) -> [[String]] {
    let rows = zip(all.lines, all.rows).map { line, row in
      (line, row.indices.map { codes.contains($0) ? Codes.stand(for: row[$0]) : row[$0] })
    }
    let rejects = all.rejects.map { ($0.line, ["rejected", $0.field, $0.expected]) }
    return (rows + rejects).sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Rows about and beyond the reader's limit, with what else can be wrong in them.
  @Test(
    arguments: [
      ("", "\n", -2), ("x,", "\r\n", 1), ("", "", 70_000), ("\"", "\"\n", 70_000), (",\"", ",2\n\"", -2), ("\"a\n", "\",5\n", 70_000),
    ] as [(String, String, Int)])
  func longRowsAreHidden(start: String, end: String, beyond: Int) throws {
    var random = SeededRandom(seed: 3)
    let long = [UInt8](repeating: UInt8(ascii: "Q"), count: CSVLimits.rowBytes + beyond)
    let bytes = Array("c0,code1\nbefore,QX\n\(start)".utf8) + long + Array("\(end)after,ZJ\n".utf8)
    let output = Codes.filtered(bytes, by: Self.filter, pieces: 500_000, &random)
    try Self.check(File(bytes: bytes, codeColumns: [1]), output, "seed of pieces 3")
  }

  @Test func aFileWithoutCodesPassesUntouched() {
    var random = SeededRandom(seed: 11)
    let bytes = Array("a,b\n".utf8) + (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    for longest in [3, 1000, 100_000] { #expect(Codes.filtered(bytes, by: Self.filter, pieces: longest, &random) == bytes) }
  }
}
