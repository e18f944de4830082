import SettlementCore
import Tables

/// Reads decisions from a filled-in `discrepancies.xlsx`, or from a CSV with the columns partner, kind, key, decision, reason and by.
///
/// Rows in which nothing is filled in are passed over. With the columns ours and theirs, as every list of ours has them, the amounts that
/// the decision was made on are read too.
public enum FilledDecisions {
  /// A row with something filled in.
  public enum Row: Equatable, Sendable {
    case filled(FilledDecision)
    /// What cannot be read, as `place: column: expected …, found …`.
    case unreadable(String)
  }

  /// The rows in their order. A file that begins as a zip archive is a workbook; one that is missing or damaged is one unreadable row.
  public static func read(path: String) -> [Row] {
    do {
      let bytes = try FileBytes.read(path: path)
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return bytes.starts(with: [0x50, 0x4B]) ? try readWorkbook(path, name) : try readCSV(bytes, name)
    } catch {
      return [.unreadable("\(error)")]
    }
  }

  // MARK: CSV

  private static func readCSV(_ bytes: [UInt8], _ name: String) throws -> [Row] {
    var reader = try CSVReader(bytes: bytes, file: name)
    let columns = Columns(reader.header.enumerated().map { ($0.offset, $0.element) })
    guard columns.missing.isEmpty else { return [.unreadable("\(name):1: header: \(columns.complaint)")] }
    var batch = CellBatch()
    var found: [(line: Int, row: Row)] = []
    while reader.readBatch(into: &batch, maximumRows: 4096) {
      found += batch.rejects.map {
        ($0.line, .unreadable("\(name):\($0.line): \($0.field): expected \($0.expected), found \($0.found)"))
      }
      for row in 0..<batch.rowCount {
        let cells = batch.cells[row * reader.header.count..<(row + 1) * reader.header.count]
        let texts = cells.map { String(decoding: reader.bytes[$0.range], as: UTF8.self) }
        let filled = columns.decision("\(name):\(batch.lines[row])") { texts[$0] }
        if let filled { found.append((batch.lines[row], .filled(filled))) }
      }
    }
    return found.sorted { $0.line < $1.line }.map(\.row)
  }

  // MARK: Workbook

  private static func readWorkbook(_ path: String, _ name: String) throws -> [Row] {
    let workbook = try XlsxWorkbook(path: path)
    var rows: [Row] = []
    var hasList = false
    for sheet in workbook.sheetNames {
      var columns: Columns?
      try workbook.readSheet(named: sheet) { row in
        var texts: [Int: String] = [:]
        for cell in row.cells {
          texts[cell.column] = row.text(cell)
          guard cell.kind == .error || cell.kind == .missing, columns?.holds(cell.column) == true else { continue }
          let found = cell.kind == .error ? row.text(cell) : "a formula without one"
          rows.append(.unreadable("\(name):\(sheet):\(row.number): expected a value in every cell, found \(found)"))
        }
        if row.number == 1 {
          let found = Columns(texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
          if found.missing.isEmpty { columns = found }
        } else if let filled = columns?.decision("\(name):\(sheet):\(row.number)", { texts[$0] ?? "" }) {
          rows.append(.filled(filled))
        }
      }
      hasList = hasList || columns != nil
    }
    if hasList { return rows }
    let heads = Columns.required.map { "\(Wording(.zh)($0)) or \(Wording(.en)($0))" }.joined(separator: ", ")
    return [
      .unreadable(
        "\(name): expected a sheet whose first row has the columns \(heads); found none: fill in a discrepancies.xlsx as it is")
    ]
  }
}

/// Where the columns stand.
private struct Columns {
  static let required: [DecisionColumn] = [.partner, .kind, .key, .decision, .reason, .by]
  private var place: [DecisionColumn: Int] = [:]

  /// From the heads; of two with one name the first counts.
  init(_ heads: [(place: Int, text: String)]) {
    for (at, text) in heads {
      if let column = Wording.column(text), place[column] == nil { place[column] = at }
    }
  }

  var missing: [DecisionColumn] { Self.required.filter { place[$0] == nil } }

  var complaint: String {
    func list(_ columns: [DecisionColumn]) -> String { columns.map(\.rawValue).joined(separator: ", ") }
    return "expected the columns \(list(Self.required)); missing: \(list(missing))"
  }

  func holds(_ column: Int) -> Bool { place.values.contains(column) }

  /// Nil when nothing is filled in.
  func decision(_ where: String, _ cell: (Int) -> String) -> FilledDecision? {
    func text(_ column: DecisionColumn) -> String { place[column].map { trimmed(cell($0)) } ?? "" }
    func amount(_ column: DecisionColumn) -> FilledDecision.Amount { place[column].map { .text(trimmed(cell($0))) } ?? .notGiven }
    let filled = FilledDecision(
      place: `where`, partner: text(.partner), kind: text(.kind), key: cell(place[.key]!), ours: amount(.ours), theirs: amount(.theirs),
      decision: text(.decision), reason: text(.reason), by: text(.by))
    return filled.decision.isEmpty && filled.reason.isEmpty && filled.by.isEmpty ? nil : filled
  }
}

/// Without blanks and line ends around it: they are slips of the hand.
private func trimmed(_ text: String) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline || $0 == "\u{3000}" }
  return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
}
