import Testing

@testable import Tables

/// Our reader of delimited text against libcsv, on random tables and on random text.
@Suite struct LibCSVTests {
  private static let delimiters: [Unicode.Scalar] = [",", ";", "\t", "|", "~"]
  private static let pieces = [
    "", "1", "abc", "火锅套餐", " x ", "a,b", "say \"hi\"", "\"", "\"\"", "line\nbreak", "cr\r\nlf", "\r", "\t7", "-0.05", ";|~", "`x",
    "=\"1\"",
  ].map { Array($0.utf8) }

  private static func layout(_ delimiter: Unicode.Scalar) -> TableLayout {
    TableLayout(container: .delimited(DelimitedRules(delimiter: delimiter)), columns: [.text("c0"), .text("c1")])
  }

  private static func header(_ width: Int) -> [[UInt8]] { (0..<width).map { Array("c\($0)".utf8) } }

  private static func texts(_ rows: [[[UInt8]]]) -> [[String]] { rows.map { $0.map { String(decoding: $0, as: UTF8.self) } } }

  @Test func readsWhatLibCSVWrites() throws {
    for seed in UInt64(0)..<400 {
      var random = SeededRandom(seed: seed)
      let delimiter = Self.delimiters[Int(seed % 5)]
      let width = Int.random(in: 2...8, using: &random)
      let rows = (0..<Int.random(in: 0...60, using: &random)).map { row in
        [Array("k\(row)".utf8)]
          + (1..<width).map { _ in Self.pieces.randomElement(using: &random)! + Self.pieces.randomElement(using: &random)! }
      }
      let end = ["\n", "\r\n", "\r"].randomElement(using: &random)!
      let file = LibCSV.written([Self.header(width)] + rows, delimiter: UInt8(ascii: delimiter), lineEnd: Array(end.utf8))
      let table = try ReadTable(file, Self.layout(delimiter))
      #expect(table.rejects.isEmpty && table.rows == Self.texts(rows), "seed \(seed)")
    }
  }

  /// Random text, most of it broken. The rows that libcsv reads before it stops are ours, too; where it stops we have a reject.
  @Test func readsWhatLibCSVReads() throws {
    let bits = ["\"", "\"", "\"\"", "D", "D", "\n", "\n", "\r\n", "\r", "a", "b c", " ", "火", "\"x\"", "\"y\"D", "\"D\n\""]
    var (whole, broken, rowsInAll) = (0, 0, 0)
    for seed in UInt64(0)..<6000 {
      var random = SeededRandom(seed: seed)
      let delimiter = Self.delimiters[Int(seed % 5)]
      let width = Int.random(in: 2...4, using: &random)
      let text = (0..<Int.random(in: 0...25, using: &random)).map { _ in bits.randomElement(using: &random)! }.joined()
      let names = Self.header(width).map { String(decoding: $0, as: UTF8.self) }.joined(separator: String(delimiter))
      let file = Array((names + "\n" + text.replacing("D", with: String(delimiter))).utf8)
      let theirs = LibCSV.read(file, delimiter: UInt8(ascii: delimiter))
      let wanted = Self.texts(theirs.rows.dropFirst().filter { $0.count == width }).filter { row in
        !row.allSatisfy { $0.allSatisfy { $0 == " " || $0 == "\t" } }
      }
      let ours = try ReadTable(file, Self.layout(delimiter))
      if theirs.isBroken {
        broken += 1
        #expect(Array(ours.rows.prefix(wanted.count)) == wanted && !ours.rejects.isEmpty, "seed \(seed)")
      } else {
        whole += 1
        #expect(ours.rows == wanted, "seed \(seed)")
      }
      rowsInAll += wanted.count
    }
    #expect(whole > 1000 && broken > 1000 && rowsInAll > 500, "\(whole) whole, \(broken) broken, \(rowsInAll) rows")
  }
}
