/// Walks the rows of a file; lives only while the bytes are borrowed.
///
/// Rows without quotes go through ``scan(cells:lines:maximum:)``, eight bytes at a time and once; a quote, a NUL or a lone
/// CR hands the row to ``parseRow(from:line:)``, which goes byte by byte and knows what is wrong.
@safe
struct RowScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let base: UnsafePointer<UInt8>
  let header: [String]
  /// Where the next row starts, and its physical line.
  var position: Int
  var line: Int
  var rejects: [RowReject] = []
  /// Accepted cells (indices in the batch) whose doubled quotes are still to be made single.
  var doubled: [Int] = []
  /// The fields of the row that ``parseRow(from:line:)`` read last, and which of them hold doubled quotes.
  var fields: [Cell] = []
  var doubledFields: [Int] = []

  /// Requires a non-empty buffer.
  init(_ bytes: UnsafeBufferPointer<UInt8>, header: [String], position: Int, line: Int) {
    unsafe self.bytes = bytes
    unsafe self.base = bytes.baseAddress!
    self.header = header
    self.position = position
    self.line = line
  }

  var end: Int { unsafe bytes.count }

  /// Reads rows until `maximum` are accepted or rejected, or the file ends; returns how many were accepted.
  @unsafe
  mutating func scan(cells: UnsafeMutablePointer<Cell>, lines: UnsafeMutablePointer<Int>, maximum: Int) -> Int {
    let base = unsafe self.base
    let end = self.end
    let columns = header.count
    var accepted = 0
    var wordStart = position
    var word = unsafe Self.load(base, wordStart, end)
    var specials = Self.specials(in: word)
    while accepted + rejects.count < maximum && position < end {
      // One row: from `position` to the line end, or to whatever needs the careful parser.
      let row = unsafe cells + accepted * columns
      var column = 0
      var cellStart = position
      var all = word
      var rowEnd = end
      var next = end
      var careful = false
      while true {
        if specials == 0 {
          wordStart += 8
          if wordStart >= end { break }
          word = unsafe Self.load(base, wordStart, end)
          specials = Self.specials(in: word)
          all |= word
          continue
        }
        let at = wordStart + specials.trailingZeroBitCount >> 3
        specials &= specials - 1
        let byte = unsafe base[at]
        if byte == Byte.comma {
          if column < columns { unsafe row[column] = Self.cell(cellStart, at) }
          column += 1
          cellStart = at + 1
        } else if byte == Byte.lineFeed {
          rowEnd = at
          next = at + 1
          break
        } else if byte == Byte.carriageReturn {
          rowEnd = at
          next = min(at + 2, end)
          careful = unsafe at + 1 < end && base[at + 1] != Byte.lineFeed
          break
        } else if byte == Byte.quote || byte == 0 {
          careful = true
          break
        }
      }
      if !careful {
        if rowEnd == position {  // a blank line
          line += 1
          position = next
        } else {
          if column < columns { unsafe row[column] = Self.cell(cellStart, rowEnd) }
          let plain = all & 0x8080_8080_8080_8080 == 0
          careful = column + 1 != columns || rowEnd - position > CSVLimits.rowBytes
          if !careful && !plain { careful = unsafe UTF8Check.firstBadByte(base, position..<rowEnd) != nil }
          if !careful {
            unsafe lines[accepted] = line
            accepted += 1
            line += 1
            position = next
          }
        }
      }
      if careful {
        if unsafe acceptParsedRow(into: row, firstIndex: accepted * columns) {
          unsafe lines[accepted] = lineOfParsedRow
          accepted += 1
        }
        next = position
      }
      // Keep what the current word still holds, unless the next row starts elsewhere.
      let ahead = next - wordStart
      if careful || ahead >= 8 || next == end {
        wordStart = next
        word = unsafe Self.load(base, wordStart, end)
        specials = Self.specials(in: word)
      } else {
        specials &= ~0 << UInt64(ahead * 8)
      }
    }
    return accepted
  }

  /// The line where the row parsed last started.
  var lineOfParsedRow = 0

  /// Parses the row at `position` with care, moves behind it and accepts it into `row` or rejects it.
  @unsafe @inline(never)
  private mutating func acceptParsedRow(into row: UnsafeMutablePointer<Cell>, firstIndex: Int) -> Bool {
    let start = position
    lineOfParsedRow = line
    let parsed = parseRow(from: start, line: line)
    position = parsed.next
    line = parsed.lastLine + 1
    if let fault = parsed.fault ?? fault(ofRowAt: start, parsed) {
      rejects.append(
        unsafe RowReject(
          line: lineOfParsedRow, lastLine: parsed.lastLine, field: fault.field(header),
          expected: fault.expected(columns: header.count), found: fault.found(in: bytes)))
      return false
    }
    for column in fields.indices { unsafe row[column] = fields[column] }
    for column in doubledFields { doubled.append(firstIndex + column) }
    return true
  }

  /// What is wrong with a row whose quotes and line end are in order.
  private func fault(ofRowAt start: Int, _ parsed: ParsedRow) -> RowFault? {
    if !parsed.hasLineEnd && fields.count < header.count { return .cutLastLine(fields: fields.count) }
    if let bad = badByte(start..<parsed.end) { return bad }
    if parsed.end - start > CSVLimits.rowBytes { return .tooLong(parsed.end - start) }
    return fields.count == header.count ? nil : .fieldCount(fields.count)
  }

  /// The first byte of the row parsed last that is not UTF-8.
  func badByte(_ row: Range<Int>) -> RowFault? {
    guard let offset = unsafe UTF8Check.firstBadByte(base, row) else { return nil }
    let column = fields.firstIndex { offset < $0.range.upperBound } ?? fields.count
    return unsafe .badByte(column: column, offset: offset, byte: base[offset])
  }

  @inline(__always)
  static func cell(_ start: Int, _ end: Int) -> Cell {
    Cell(start: UInt32(truncatingIfNeeded: start), length: Int32(truncatingIfNeeded: end - start))
  }
}
