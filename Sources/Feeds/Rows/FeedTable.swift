import SettlementCore
import Tables

/// What takes the rows of a feed one by one into its columns.
protocol RowTaker {
  /// Takes the row whose cells start at `first`; a row that throws leaves no trace in the columns.
  mutating func take(_ bytes: Span<UInt8>, _ cells: Span<Cell>, _ first: Int, line: Int32) throws(FieldFault)

  /// Makes room for about so many rows, once some have shown how long their texts are.
  mutating func reserve(rows: Int)
}

/// A canonical CSV file (SPEC §11): finds its columns, hands out its rows, collects its rejects.
struct FeedTable {
  private static let rowsPerBatch = 4096

  let source: String
  let zone: BusinessZone
  /// Malformed rows are not quoted, because they may hold card codes (SPEC §10).
  private let hidesText: Bool
  private var reader: CSVReader
  private(set) var rejects = Rejects()
  /// Data rows read so far, rejected ones included.
  private(set) var rows = 0

  /// Reads the header, which must name every column of `required`, in any order and among any others.
  ///
  /// `hiding`: a column that may be there; where it is, or no header is, text is hidden, too.
  init(
    _ bytes: consuming [UInt8], file: String, source: String, zone: BusinessZone, required: [String], hidesText: Bool = false,
    hiding column: String? = nil
  ) throws(SourceFailure) {
    self.source = source
    self.zone = zone
    let mayHide = hidesText || column != nil
    do {
      reader = try CSVReader(bytes: bytes, file: file)
    } catch {
      // Of a row without header any cell may be the buyer, also one that stands twice; the name of a column is none.
      let isName = !hidesText && (StoreFeed(rawValue: source)?.columns ?? required).contains { error.found == "'\($0)' twice" }
      throw SourceFailure(error, source: source, hidesText: mayHide && !isName)
    }
    self.hidesText = hidesText || column.map(reader.header.contains) ?? false
    let missing = required.filter { !reader.header.contains($0) }
    guard missing.isEmpty else {
      let isHeader = !mayHide || Self.isHeader(reader.header, missing, of: required)
      throw SourceFailure(
        kind: .malformed, source: source, file: file, line: 1, field: "header",
        expected: "the \(missing.count == 1 ? "column" : "columns") \(missing.joined(separator: ", "))",
        found: isHeader ? Self.list(reader.header) : "none of the feed's columns (not shown: the row may hold a code or a buyer)",
        advice: "add what is missing or rename the columns; names count letter by letter")
    }
  }

  /// False when a first row that lacks columns may be one of data. A single name may be a word of it (`paid`), that of the id is none.
  private static func isHeader(_ header: [String], _ missing: [String], of required: [String]) -> Bool {
    missing.count * 2 <= required.count || header.contains { $0.contains(required[0]) }
  }

  func field(_ name: StaticString) -> Field {
    Field(name: name, place: reader.header.firstIndex(of: "\(name)") ?? -1)
  }

  /// Reads to the end of the file.
  mutating func read(into taker: inout some RowTaker) {
    var batch = CellBatch()
    while reader.readBatch(into: &batch, maximumRows: Self.rowsPerBatch) {
      rows += batch.rowCount + batch.rejects.count
      var found = Rejects()
      swap(&found, &rejects)
      for reject in batch.rejects { found.append(translated(reject)) }
      take(batch, &taker, &found)
      if rows == Self.rowsPerBatch, let last = batch.cells.last {
        taker.reserve(rows: reader.bytes.count / (last.range.upperBound / rows + 1) + Self.rowsPerBatch)
      }
      swap(&found, &rejects)
    }
    rejects.sort()
  }

  private func take(_ batch: CellBatch, _ taker: inout some RowTaker, _ rejects: inout Rejects) {
    let width = reader.header.count
    let bytes = reader.bytes.span
    let cells = batch.cells.span
    let lines = batch.lines.span
    for row in 0..<batch.rowCount {
      do throws(FieldFault) {
        try taker.take(bytes, cells, row * width, line: Int32(truncatingIfNeeded: lines[row]))
      } catch {
        rejects.append(reject(error, bytes, cell(error.field, cells, row * width), lines[row]))
      }
    }
  }

  private func reject(_ fault: FieldFault, _ bytes: Span<UInt8>, _ range: Range<Int>, _ line: Int) -> Reject {
    var text: [UInt8] = []
    for place in range.prefix(300) { text.append(bytes[place]) }
    return Reject(
      source: source, file: reader.file, line: line, field: "\(fault.field.name)", expected: fault.rule.expected(zone),
      found: FieldExcerpt.of(text))
  }

  /// A malformed row. What it quotes may reach over several fields, or stand in the wrong column.
  private func translated(_ reject: RowReject) -> Reject {
    Reject(
      source: source, file: reader.file, line: reject.line, field: reject.field, expected: reject.expected,
      found: hidesText && Self.mayQuote(reject.expected) ? Self.hidden : reject.found)
  }

  /// What is found is counted, not quoted, where a number of fields or bytes or UTF-8 is expected.
  static func mayQuote(_ expected: String) -> Bool {
    let isCount = expected.utf8.first.map { (0x30...0x39).contains($0) } ?? false
    return !(isCount || expected.hasPrefix("at most ") || expected.hasPrefix("UTF-8") || expected == "a header row")
  }

  /// In place of text that may hold a card code.
  static let hidden = "something else (not shown: it may hold a code or a buyer)"

  private static func list(_ header: [String]) -> String {
    let shown = header.prefix(30).map { FieldExcerpt.of($0.utf8) }.joined(separator: ", ")
    return header.count > 30 ? "\(shown), …" : shown
  }
}

extension TextColumn {
  /// Makes room for texts of the average length so far.
  mutating func reserve(rows: Int) {
    if count > 0 { reserve(rows: rows, bytes: (bytes.count / count + 1) * rows) }
  }
}

extension Rejects {
  mutating func append(_ reject: Reject) {
    count += 1
    if listed.count < Self.maximumListed { listed.append(reject) }
  }

  /// By line; a line has one reject.
  mutating func sort() {
    listed.sort { $0.line < $1.line }
  }
}
