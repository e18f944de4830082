/// The rows of delimited text, read through a window: memory does not depend on the file.
final class DelimitedRows: RowSource {
  let file: String
  let layout: TableLayout
  let rules: DelimitedRules
  var shape = TableShape()
  var trailers: [SideRow] { trailing.rows }
  var tally = TableTally()

  var window: TextWindow
  var scanner: DelimitedScanner
  let stripper: CellStripper
  /// The physical line at the window's position.
  var line = 1
  var trailing: TrailerMatch
  /// The header as written, to know it when it comes again.
  var headerLine: [UInt8] = []
  var preamble = SideRows()
  /// In a row that is longer than the window; the rest of it is passed over.
  private var isInEndlessRow = false

  init(_ stream: any ByteStream, file: String, _ layout: TableLayout, _ rules: DelimitedRules) throws(TableError) {
    self.file = file
    self.layout = layout
    self.rules = rules
    window = TextWindow(try TextStream(stream, rules.encoding, name: file))
    scanner = DelimitedScanner(rules, layout.wrapping)
    stripper = HeaderMatch.stripper(layout)
    trailing = TrailerMatch(layout.trailers, file: file)
    try readHeader()
  }

  func read(into batch: inout TableBatch) throws -> Bool {
    while true {
      batch.width = shape.header.count
      try scan(into: &batch)
      let isEnd = window.isAtEnd && window.position == window.filled
      if batch.rowCount > 0 || !batch.rejects.isEmpty || isEnd {
        tally.rows += batch.rowCount + batch.rejects.count
        guard tally.rows <= TableLimits.rows else {
          throw TableError(file: file, field: "file", expected: "at most \(TableLimits.rows) rows", found: "more")
        }
        window.hand(over: &batch.bytes)
        return batch.rowCount > 0 || !batch.rejects.isEmpty
      }
      if window.isFull { passEndlessRow() }
      try window.refill()
    }
  }

  /// Takes every row that ends in the window.
  private func scan(into batch: inout TableBatch) throws(TableError) {
    var bytes: [UInt8] = []
    swap(&bytes, &window.bytes)
    defer { swap(&bytes, &window.bytes) }
    try unsafe bytes.withBytes { buffer throws(TableError) in
      let base = unsafe buffer.baseAddress!.assumingMemoryBound(to: UInt8.self)
      let text = unsafe DelimitedScanner.Text(base, end: window.filled, isAtEnd: window.isAtEnd)
      if isInEndlessRow { passRest(text, &batch) }
      // Where the first byte is that does not belong, so that rows before it need no look of their own.
      let bad = unsafe UTF8Check.firstBadByte(base, window.position..<window.filled) ?? text.end
      while window.position < text.end, let row = scanRow(text) {
        let start = window.position
        try unsafe take(row, start, text, base, isClean: row.end <= bad, &batch)
        window.position = row.next
        line += row.lines
      }
    }
  }

  /// Reads the row at the window's position the way its quote rule says.
  func scanRow(_ text: DelimitedScanner.Text) -> ScannedRow? {
    let start = window.position
    guard rules.quotes == .backtick || rules.quotes == .someBackticks else { return scanner.scanRow(text, at: start) }
    let isMarked = text[start] == UInt8(ascii: "`")
    guard var row = scanner.scanRow(text, at: start, beforeBackticks: isMarked) else { return nil }
    if rules.quotes == .someBackticks, isMarked, !shape.header.isEmpty, scanner.fields.count != shape.header.count {
      let marked = scanner.fields
      scanner.splitPlainly(text, start..<row.end)
      if scanner.fields.count != shape.header.count { scanner.fields = marked }
    }
    if !isMarked && rules.quotes == .backtick && row.fault == nil { row.fault = .noBacktick(row: start..<row.end) }
    for place in scanner.fields.indices where !scanner.fields[place].isEmpty && text[Int(scanner.fields[place].start)] == UInt8(ascii: "`")
    {
      scanner.fields[place] = RowScanner.cell(scanner.fields[place].range.lowerBound + 1, scanner.fields[place].range.upperBound)
    }
    return row
  }

  /// Accepts or rejects the row that was scanned last, or keeps it as a trailer, or passes over it when it is blank.
  @unsafe
  private func take(
    _ row: ScannedRow, _ start: Int, _ text: DelimitedScanner.Text, _ base: UnsafeMutablePointer<UInt8>, isClean: Bool,
    _ batch: inout TableBatch
  ) throws(TableError) {
    if row.end == start { return }
    let bytes = unsafe Span(_unsafeStart: base, count: text.end)
    if row.fault == nil && isBlank(bytes) { return }
    if trailing.isActive, try keepTrailer(row, start, text, bytes) { return }
    let width = shape.header.count
    if let fault = fault(row, start, text, bytes, isClean) { return reject(row, fault, text, &batch) }
    unsafe unescape(base)
    batch.cells.append(contentsOf: scanner.fields[..<width])
    batch.places.append(line)
    batch.rowCount += 1
  }

  /// What is wrong with a row that is data.
  private func fault(_ row: ScannedRow, _ start: Int, _ text: DelimitedScanner.Text, _ bytes: Span<UInt8>, _ isClean: Bool) -> RowFault? {
    let width = shape.header.count
    if trailing.isBehindEnd { return .behindEnd(row: start..<row.end) }
    if let fault = row.fault { return fault }
    if !row.hasLineEnd && scanner.fields.count < width { return .cutLastLine(fields: scanner.fields.count) }
    if !isClean, let bad = badByte(start..<row.end, text) { return bad }
    if row.end - start > TableLimits.rowBytes { return .tooLong(row.end - start) }
    if row.end - start == headerLine.count, isHeader(start, bytes) { return .headerAgain(row: start..<row.end) }
    if scanner.fields.count == width { return nil }
    let extra = scanner.fields.dropFirst(width)
    let isLetGo = rules.allowsBlankExtraCells && !extra.isEmpty && extra.allSatisfy { CellStripper.isBlank(bytes, $0.range) }
    return isLetGo ? nil : .fieldCount(scanner.fields.count)
  }

  private func isHeader(_ start: Int, _ bytes: Span<UInt8>) -> Bool {
    for place in headerLine.indices where bytes[start + place] != headerLine[place] { return false }
    return !headerLine.isEmpty
  }

  private func badByte(_ row: Range<Int>, _ text: DelimitedScanner.Text) -> RowFault? {
    guard let at = unsafe UTF8Check.firstBadByte(text.base, row) else { return nil }
    let origin = window.text.origin(ofBadByteAt: window.offset + at, text[at])
    let column = scanner.fields.firstIndex { at < $0.range.upperBound } ?? scanner.fields.count
    return .badByte(column: column, offset: origin.offset, byte: origin.byte)
  }

  private func reject(_ row: ScannedRow, _ fault: RowFault, _ text: DelimitedScanner.Text, _ batch: inout TableBatch) {
    let found = unsafe fault.found(in: UnsafeBufferPointer(start: text.base, count: text.end))
    let name = fault.field(shape.header)
    batch.rejects.append(
      RowReject(
        line: line, lastLine: line + row.lines - 1, field: name.isEmpty ? "row" : Excerpt.of(name.utf8),
        expected: fault.expected(columns: shape.header.count, delimiter: delimiterWords, encoding: window.text.encoding), found: found))
    tally.rejected += 1
  }

  private var delimiterWords: String { rules.delimiter == "," ? "a comma" : "'\(Excerpt.of(String(rules.delimiter).utf8))'" }

  /// Makes the doubled quotes of an accepted row single, in place.
  @unsafe
  private func unescape(_ base: UnsafeMutablePointer<UInt8>) {
    for field in scanner.doubled {
      let range = scanner.fields[field].range
      var (read, write) = (range.lowerBound, range.lowerBound)
      while read < range.upperBound {
        let byte = unsafe base[read]
        unsafe base[write] = byte
        write += 1
        read += byte == Byte.quote ? 2 : 1
      }
      scanner.fields[field].length = Int32(write - range.lowerBound)
    }
  }

  /// True for a row of nothing but delimiters and blanks.
  private func isBlank(_ bytes: Span<UInt8>) -> Bool {
    for field in scanner.fields {
      if field.isEmpty { continue }
      let first = bytes[Int(field.start)]
      if first > 0x20 && first < 0x80 { return false }
      if !CellStripper.isBlank(bytes, field.range) { return false }
    }
    return true
  }

  private func keepTrailer(
    _ row: ScannedRow, _ start: Int, _ text: DelimitedScanner.Text, _ bytes: Span<UInt8>
  ) throws(TableError) -> Bool {
    if row.fault != nil, case .noBacktick? = row.fault {} else if row.fault != nil { scanner.splitPlainly(text, start..<row.end) }
    guard trailing.takes(scanner.fields, bytes, stripper) else { return false }
    try trailing.keep(texts(bytes), at: line)
    return true
  }

  /// The fields of the row that was scanned last, unescaped and stripped.
  func texts(_ bytes: Span<UInt8>) -> [String] {
    var texts: [String] = []
    for (place, field) in scanner.fields.enumerated() {
      let text = stripper.text(bytes, field.range)
      texts.append(scanner.doubled.contains(place) ? text.replacing("\"\"", with: "\"") : text)
    }
    return texts
  }

  /// A row that does not end in a full window: it is rejected, and passed over up to its line's end.
  private func passEndlessRow() {
    isInEndlessRow = true
    window.drop()
  }

  private func passRest(_ text: DelimitedScanner.Text, _ batch: inout TableBatch) {
    let lineFeed = unsafe TextWindow.first(Byte.lineFeed, in: text.base, window.position..<text.end)
    let at = unsafe TextWindow.first(Byte.carriageReturn, in: text.base, window.position..<lineFeed)
    window.position = at
    guard at < text.end || text.isAtEnd else { return }
    reject(ScannedRow(end: at, next: at), .endless, text, &batch)
    // What is left of the row is its line end, which reads as a blank line.
    isInEndlessRow = false
  }
}
