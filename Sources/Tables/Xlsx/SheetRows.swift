/// Turns a sheet's XML into rows; one row is held at a time, its buffers are used again.
final class SheetRows: XMLHandler {
  private let strings: SharedStrings
  private let formats: [NumberFormatClass]
  /// Returns true when the caller has enough for now.
  private let deliver: (borrowing XlsxRow) throws -> Bool

  private var row = XlsxRow()
  private var cell = XlsxCell(column: -1, kind: .missing, hasFormula: false, format: .general, range: 0..<0)
  private var type = CellType.number
  private var hasValue = false
  private var isInSheetData = false
  private var isInCell = false
  private var isInInlineText = false
  private var isInPhonetic = false
  private var isCollecting = false

  private enum CellType { case number, shared, inline, formulaText, boolean, error, date }

  init(strings: SharedStrings, formats: [NumberFormatClass], row: @escaping (borrowing XlsxRow) throws -> Bool) {
    self.strings = strings
    self.formats = formats
    deliver = row
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if isInCell {
      if name == "v" {
        isCollecting = true
        hasValue = true
      } else if name == "f" {
        cell.hasFormula = true
      } else if name == "is" {
        isInInlineText = true
        hasValue = true
      } else if name == "t" {
        isCollecting = isInInlineText && !isInPhonetic
      } else if name == "rPh" {
        isInPhonetic = true
      }
    } else if isInSheetData {
      if name == "c" { startCell(attributes) } else if name == "row" { startRow(attributes) }
    } else if name == "sheetData" {
      isInSheetData = true
    }
  }

  override func text(_ piece: UnsafeBufferPointer<UInt8>) {
    guard isCollecting else { return }
    unsafe row.bytes.append(contentsOf: piece)
    if row.bytes.count > XlsxLimits.rowBytes { refuse("at most \(XlsxLimits.rowBytes) bytes of text", "more") }
  }

  override func end(_ name: XMLName) {
    if isInCell {
      if name == "v" || name == "t" {
        isCollecting = false
      } else if name == "c" {
        isInCell = false
        endCell()
      } else if name == "is" {
        isInInlineText = false
      } else if name == "rPh" {
        isInPhonetic = false
      }
    } else if isInSheetData {
      if name == "row" { endRow() } else if name == "sheetData" { isInSheetData = false }
    }
  }

  private func startRow(_ attributes: XMLAttributes) {
    let previous = row.number
    row.cells.removeAll(keepingCapacity: true)
    row.bytes.removeAll(keepingCapacity: true)
    cell.column = -1
    row.isHidden = attributes["hidden"]?.isTrue ?? false
    row.number = attributes["r"].map { $0.number ?? 0 } ?? previous + 1
    if row.number <= previous || row.number > XlsxLimits.rows {
      refuse("rows in ascending order up to \(XlsxLimits.rows)", "row \(row.number) after row \(previous)")
    }
  }

  private func startCell(_ attributes: XMLAttributes) {
    let previous = cell.column
    cell.column += 1
    cell.hasFormula = false
    cell.format = .general
    type = .number
    hasValue = false
    isInCell = true
    attributes.visit { name, value in
      if name == "r" {
        let place = value.cellReference
        if let place, place.row == row.number { cell.column = place.column } else { refuse("a cell of row \(row.number)", value.text) }
      } else if name == "s" {
        let index = value.number ?? -1
        if formats.indices.contains(index) { cell.format = formats[index] } else if index != 0 { refuse("a cell format", value.text) }
      } else if name == "t" {
        readType(value)
      }
    }
    if cell.column <= previous || cell.column >= XlsxLimits.columns {
      refuse("cells in ascending order up to column \(XlsxLimits.columns)", "column \(cell.column + 1) after column \(previous + 1)")
    }
    cell.range = row.bytes.count..<row.bytes.count
  }

  private func readType(_ value: XMLValue) {
    if value == "s" {
      type = .shared
    } else if value == "n" {
      type = .number
    } else if value == "str" {
      type = .formulaText
    } else if value == "inlineStr" {
      type = .inline
    } else if value == "b" {
      type = .boolean
    } else if value == "e" {
      type = .error
    } else if value == "d" {
      type = .date
    } else {
      refuse("a cell type", value.text)
    }
  }

  private func endCell() {
    let start = cell.range.lowerBound
    let isText = type == .formulaText || type == .inline
    if !hasValue || (row.bytes.count == start && !isText) {
      // An empty `<v/>` is no value: no number, and above all not 0.
      if !cell.hasFormula { return }
      cell.kind = .missing
    } else {
      switch type {
      case .number: cell.kind = .number
      case .boolean:
        cell.kind = .boolean
        let isValid = row.bytes.count == start + 1 && (row.bytes[start] == 0x30 || row.bytes[start] == 0x31)
        if !isValid { refuse("0 or 1 in a boolean cell", "'\(Excerpt.of(row.bytes[start...]))'") }
      case .error: cell.kind = .error
      case .date: cell.kind = .isoDate
      case .shared:
        cell.kind = .text
        resolveSharedString(start)
      case .inline, .formulaText:
        cell.kind = .text
        EscapedText.decode(&row.bytes, from: start)
      }
    }
    cell.range = start..<row.bytes.count
    if cell.range.count > XlsxLimits.cellBytes { refuse("a cell of at most \(XlsxLimits.cellBytes) bytes", "\(cell.range.count)") }
    row.cells.append(cell)
  }

  private func resolveSharedString(_ start: Int) {
    var index = 0
    for byte in row.bytes[start...] {
      guard byte >= 0x30 && byte <= 0x39 && index <= XlsxLimits.sharedStrings else {
        index = -1
        break
      }
      index = index * 10 + Int(byte - 0x30)
    }
    guard index >= 0 && index < strings.count else {
      return refuse("one of \(strings.count) shared strings", "'\(Excerpt.of(row.bytes[start...]))'")
    }
    row.bytes.removeLast(row.bytes.count - start)
    row.bytes.append(contentsOf: strings.bytes[strings.range(index)])
    if row.bytes.count > XlsxLimits.rowBytes { refuse("at most \(XlsxLimits.rowBytes) bytes of text", "more") }
  }

  private func endRow() {
    if row.cells.isEmpty || refusal != nil { return }
    do { wantsPause = try deliver(row) } catch { failure = error }
  }

  private func refuse(_ expected: String, _ found: String) {
    if refusal == nil { refusal = Refusal(line: row.number, expected: expected, found: found) }
  }
}
