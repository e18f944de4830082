/// How one row is walked.
extension CodeRows {
  /// What the fast walk makes of the row at ``position``.
  enum Walked {
    case blank(next: Int)
    /// A row with as many fields as the header; its codes are in `cells`.
    case row(next: Int, isASCII: Bool)
    /// Quotes, a NUL, a lone CR, another number of fields or a row that is too long.
    case careful
    /// The bytes end before the row does.
    case unfinished
  }

  /// A row of this many bytes is rejected, whatever comes behind it.
  static let longest = CSVLimits.rowBytes + 2

  mutating func plainRow() -> Walked {
    let (base, end, start) = unsafe (self.base, self.end, position)
    var wordStart = start
    var word = unsafe RowScanner.load(base, wordStart, end)
    var specials = RowScanner.specials(in: word)
    var all = word
    var column = 0
    var cellStart = start
    cells.removeAll(keepingCapacity: true)
    while true {
      if specials == 0 {
        wordStart += 8
        if wordStart >= end { break }
        word = unsafe RowScanner.load(base, wordStart, end)
        specials = RowScanner.specials(in: word)
        all |= word
        continue
      }
      let at = wordStart + specials.trailingZeroBitCount >> 3
      specials &= specials - 1
      switch unsafe base[at] {
      case Byte.comma:
        take(column, cellStart, at)
        column += 1
        cellStart = at + 1
      case Byte.lineFeed: return plainRow(column, cellStart, at, next: at + 1, all)
      case Byte.carriageReturn:
        if at + 1 == end { return isEnd ? plainRow(column, cellStart, at, next: end, all) : .unfinished }
        return unsafe base[at + 1] == Byte.lineFeed ? plainRow(column, cellStart, at, next: at + 2, all) : .careful
      case Byte.quote, 0: return .careful
      default: break
      }
    }
    return isEnd ? plainRow(column, cellStart, end, next: end, all) : .unfinished
  }

  private mutating func plainRow(_ column: Int, _ cellStart: Int, _ rowEnd: Int, next: Int, _ all: UInt64) -> Walked {
    if rowEnd == position { return .blank(next: next) }
    take(column, cellStart, rowEnd)
    guard column + 1 == shape.columns, rowEnd - position <= CSVLimits.rowBytes else { return .careful }
    return .row(next: next, isASCII: all & 0x8080_8080_8080_8080 == 0)
  }

  @inline(__always)
  private mutating func take(_ column: Int, _ start: Int, _ end: Int) {
    if cells.count < shape.codes.count, column == shape.codes[cells.count] { cells.append(RowScanner.cell(start, end)) }
  }

  /// Reads the row at ``position`` as the reader does, and accepts or hides it; false when it needs more bytes.
  mutating func carefulRow(into output: inout [UInt8]) -> Bool {
    let row = scanner.parseRow(from: position, line: 1)
    if !isEnd, needsMore(row) {
      guard end - position > Self.longest else { return false }
      hide(until: end, into: &output)
      isInHiddenLine = true
      return true
    }
    let isWhole = row.fault == nil && scanner.fields.count == shape.columns && row.end - position <= CSVLimits.rowBytes
    if isWhole {
      cells = shape.codes.map { scanner.fields[$0] }
      acceptRow(until: row.next, isASCII: false, into: &output)
    } else {
      hide(row, into: &output)
    }
    return true
  }

  /// Hides a row that the reader rejects.
  ///
  /// Where the quote that closes its broken field stands on a later line, it is closed on its own: codes replaced there may take that
  /// quote away, and the reader must not find another one.
  private mutating func hide(_ row: ParsedRow, into output: inout [UInt8]) {
    if case .textAfterClosingQuote(_, let field) = row.fault, field.upperBound > row.end {
      hide(until: row.end, into: &output)
      output += [Byte.quote, HiddenText.star]
    }
    hide(until: row.next, into: &output)
  }

  /// True when bytes that have not come yet could change what the row at ``position`` is.
  private func needsMore(_ row: ParsedRow) -> Bool {
    unsafe Self.needsMore(row, from: position, base, end)
  }

  @unsafe
  static func needsMore(_ row: ParsedRow, from start: Int, _ base: UnsafePointer<UInt8>, _ end: Int) -> Bool {
    if !row.hasLineEnd { return true }
    if unsafe row.next == end && base[end - 1] == Byte.carriageReturn { return true }
    if case .unterminatedQuote = row.fault { return end - start < CSVLimits.rowBytes }
    return false
  }
}
