import SettlementCore
import Tables

/// Renders the rows of JSON pages as one canonical CSV file, so that one reader judges the values of every kind of store.
///
/// A text is its text, a number stays as it is written, null and what is absent are empty. What no cell can hold rejects its row: true,
/// false, objects, arrays, texts of several lines, and a number with a point or an exponent in a column that is no amount.
struct PageRenderer {
  private let layout: RowLayout
  private var writer: CSVWriter
  private(set) var places: PagePlaces
  /// Their lines are those of the rendering.
  private(set) var rejects = Rejects()
  private var top: WatermarkTop?
  /// By column: some row has it.
  private var isPresent: [Bool]
  /// Of a row: the place of each column's value, −1 when it is absent or null.
  private var values: [Int]
  private var firstRow: [String] = []
  private var scratch: [UInt8] = []

  /// `file` is what readers of the rendering call it.
  init(_ layout: RowLayout, watermark: Watermark?, file: String, zone: BusinessZone) {
    self.layout = layout
    writer = CSVWriter(header: layout.columns.map(\.name))
    places = PagePlaces(layout.feed, file: file)
    top = watermark.map { WatermarkTop($0, zone) }
    isPresent = Array(repeating: false, count: layout.columns.count)
    values = Array(repeating: -1, count: layout.columns.count)
  }

  /// Renders the rows in the array at `array`.
  mutating func take(_ page: JSONDocument, rowsAt array: Int) {
    var line = places.rows + 2
    var row = array + 1
    while row < page.next(array) {
      if firstRow.isEmpty { firstRow = Self.names(page, row) }
      if let fault = find(page, row) {
        writer.skipRow()
        rejects.append(
          Reject(
            source: layout.feed.rawValue, file: places.file, line: line, field: fault.field, expected: fault.expected, found: fault.found))
      } else {
        write(page)
      }
      line += 1
      row = page.next(row)
    }
    places.append(rows: line - 2 - places.rows)
  }

  /// The rendering of all pages taken. Throws ``SourceFailure`` when no row at all had a column that every row needs.
  consuming func finish() throws(SourceFailure) -> RenderedPages {
    let absent = layout.columns.indices.filter { !isPresent[$0] }.map { layout.columns[$0].name }
    let missing = layout.feed.requiredColumns.filter(absent.contains)
    guard missing.isEmpty || places.rows == 0 else {
      throw SourceFailure(
        kind: .malformed, source: layout.feed.rawValue, file: places.file, field: "columns",
        expected: "the \(missing.count == 1 ? "column" : "columns") \(missing.joined(separator: ", ")) in some row",
        found: firstRow.isEmpty ? "none" : "rows of \(firstRow.joined(separator: ", "))",
        advice: "name where they stand under columns in the configuration")
    }
    return RenderedPages(csv: writer.takeBytes(), places: places, rejects: rejects, watermark: top?.text)
  }

  private struct Fault {
    let field: String
    let expected: String
    let found: String
  }

  /// Finds the row's values, or what is wrong with the first one that is.
  private mutating func find(_ page: JSONDocument, _ row: Int) -> Fault? {
    guard page.kind(row) == .object else { return Fault(field: "row", expected: "an object", found: page.kind(row).words) }
    var fault: Fault?
    for (place, column) in layout.columns.enumerated() {
      values[place] = -1
      guard let value = page.find(column.pointer, from: row) else { continue }
      isPresent[place] = true
      if page.kind(value) == .null { continue }
      if let form = column.form, page.kind(value) != .string || !form.matches(page.bytes[page.range(value)].span) { continue }
      values[place] = value
      if fault == nil { fault = self.fault(page, value, column) }
    }
    let markFault = readWatermark(page, row)
    return fault ?? markFault
  }

  private mutating func readWatermark(_ page: JSONDocument, _ row: Int) -> Fault? {
    guard let pointer = layout.watermark, top != nil else { return nil }
    let value = page.find(pointer, from: row)
    let kind = value.map(page.kind) ?? .null
    let isScalar = kind == .string || kind == .number
    scratch.removeAll(keepingCapacity: true)
    if isScalar { page.appendText(value!, to: &scratch) }
    guard let expected = top!.take(scratch) else { return nil }
    return Fault(field: top!.column, expected: expected, found: isScalar || kind == .null ? FieldExcerpt.of(scratch) : kind.words)
  }

  private mutating func fault(_ page: JSONDocument, _ value: Int, _ column: RowLayout.Column) -> Fault? {
    switch page.kind(value) {
    case .string:
      // Without escapes there is no control character.
      guard page.isEscaped(value) else { return nil }
      scratch.removeAll(keepingCapacity: true)
      page.appendText(value, to: &scratch)
      guard scratch.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else { return nil }
      return Fault(field: column.name, expected: "a text on one line", found: FieldExcerpt.of(scratch))
    case .number:
      guard !column.isAmount, !page.isWholeNumber(value) else { return nil }
      return Fault(field: column.name, expected: "a text or a whole number", found: FieldExcerpt.of(page.bytes[page.range(value)]))
    default:
      return Fault(field: column.name, expected: "a text or a number", found: page.kind(value).words)
    }
  }

  private mutating func write(_ page: JSONDocument) {
    for value in values {
      if value < 0 {
        writer.append(text: "")
      } else if page.isEscaped(value) {
        scratch.removeAll(keepingCapacity: true)
        page.appendText(value, to: &scratch)
        writer.append(text: scratch, 0..<scratch.count)
      } else {
        writer.append(text: page.bytes, page.range(value))
      }
    }
    writer.endRow()
  }

  private static func names(_ page: JSONDocument, _ row: Int) -> [String] {
    guard page.kind(row) == .object else { return [] }
    return page.members(of: row).prefix(30).map { FieldExcerpt.of(page.text($0.name)!.utf8) }
  }
}
