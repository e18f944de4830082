/// Plain-text columns for a terminal: texts flush left, numbers flush right, wide characters counted as two cells.
struct AlignedTable {
  enum Side { case left, right }

  private let sides: [Side]
  private var rows: [[String]]
  private var rules: Set<Int> = []

  init(_ columns: [(title: String, side: Side)]) {
    sides = columns.map(\.side)
    rows = [columns.map(\.title)]
  }

  /// Appends a row with one text per column.
  mutating func append(_ cells: [String]) {
    precondition(cells.count == sides.count, "a row has one cell per column")
    rows.append(cells)
  }

  /// Draws a line before the next row.
  mutating func rule() { rules.insert(rows.count) }

  /// The lines of the table, each behind `indent`, without blanks at their ends.
  func lines(indent: String) -> [String] {
    let widths = sides.indices.map { column in rows.map { Self.cells($0[column]) }.max() ?? 0 }
    let ruler = indent + widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    var lines: [String] = []
    for (place, row) in rows.enumerated() {
      if place == 1 || rules.contains(place) { lines.append(ruler) }
      let texts = row.indices.map { column in
        let blank = String(repeating: " ", count: widths[column] - Self.cells(row[column]))
        return sides[column] == .left ? row[column] + blank : blank + row[column]
      }
      var line = indent + texts.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      lines.append(line)
    }
    return lines
  }

  /// How many cells of a terminal a text takes: CJK and full-width characters two, combining marks none.
  static func cells(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + cells($1) }
  }

  private static func cells(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// A text from outside as one line of a terminal: control characters are replaced, so that no name can move the cursor.
  static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}
