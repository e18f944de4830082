/// Where a carefully read row ended.
struct ParsedRow {
  /// Behind the last byte of the row, without its line end.
  var end: Int
  /// Where reading goes on.
  var next: Int
  /// The physical line before `next`.
  var lastLine: Int
  var hasLineEnd: Bool
  /// The first fault of quotes, NUL or CR.
  var fault: RowFault?
}

/// RFC 4180, byte by byte.
///
/// Where quotes are broken nobody knows how far the row was meant to reach: reading goes on at the line after the one
/// where the broken field starts, so a lost quote never swallows the rows behind it. Every other fault rejects the whole
/// row, so text inside proper quotes never turns into rows.
extension RowScanner {
  /// Reads the row at `start` into `fields`; never fails, but may report a fault.
  mutating func parseRow(from start: Int, line startLine: Int) -> ParsedRow {
    fields.removeAll(keepingCapacity: true)
    doubledFields.removeAll(keepingCapacity: true)
    var row = ParsedRow(end: start, next: start, lastLine: startLine, hasLineEnd: false, fault: nil)
    while true {
      let field = row.end
      let fieldLine = row.lastLine
      let quoted = unsafe field < end && base[field] == Byte.quote
      let broken = quoted ? parseQuoted(field, rowStart: start, &row) : parseUnquoted(field, &row)
      if let broken {
        let lineEnd = firstLineFeed(from: field)
        row.fault = broken
        row.end = lineEnd
        row.next = min(lineEnd + 1, end)
        row.lastLine = fieldLine
        row.hasLineEnd = lineEnd < end
        return row
      }
      // Now at a comma, a line end or the end of the file.
      if row.end == end {
        row.next = end
        return row
      }
      switch unsafe base[row.end] {
      case Byte.comma: row.end += 1
      case Byte.lineFeed:
        row.next = row.end + 1
        row.hasLineEnd = true
        return row
      default:
        row.next = min(row.end + 2, end)
        row.hasLineEnd = true
        return row
      }
    }
  }

  private mutating func parseUnquoted(_ field: Int, _ row: inout ParsedRow) -> RowFault? {
    var at = field
    var hasNul = false
    var hasCarriageReturn = false
    scan: while at < end {
      switch unsafe base[at] {
      case Byte.comma, Byte.lineFeed: break scan
      case Byte.quote: return .quoteInUnquotedField(column: fields.count, field: field..<fieldEnd(from: at))
      case Byte.carriageReturn:
        if isLineEnd(at) { break scan }
        hasCarriageReturn = true
      case 0: hasNul = true
      default: break
      }
      at += 1
    }
    if row.fault == nil {
      if hasNul { row.fault = .nul(column: fields.count, field: field..<at) }
      if hasCarriageReturn && !hasNul { row.fault = .bareCarriageReturn(column: fields.count, field: field..<at) }
    }
    fields.append(Self.cell(field, at))
    row.end = at
    return nil
  }

  private mutating func parseQuoted(_ field: Int, rowStart: Int, _ row: inout ParsedRow) -> RowFault? {
    let limit = min(end, rowStart + CSVLimits.rowBytes)
    var at = field + 1
    var newLines = 0
    var hasNul = false
    var hasDoubled = false
    while true {
      guard at < limit else {
        return .unterminatedQuote(column: fields.count, field: field..<firstLineFeed(from: field))
      }
      let byte = unsafe base[at]
      if byte == Byte.quote {
        guard unsafe at + 1 < end && base[at + 1] == Byte.quote else { break }
        hasDoubled = true
        at += 1
      } else if byte == Byte.lineFeed {
        newLines += 1
      } else if byte == 0 {
        hasNul = true
      }
      at += 1
    }
    let closed = at + 1
    let ends = unsafe closed == end || base[closed] == Byte.comma || base[closed] == Byte.lineFeed || isLineEnd(closed)
    guard ends else { return .textAfterClosingQuote(column: fields.count, field: field..<fieldEnd(from: closed)) }
    if hasNul && row.fault == nil { row.fault = .nul(column: fields.count, field: field..<closed) }
    if hasDoubled { doubledFields.append(fields.count) }
    fields.append(Self.cell(field + 1, at))
    row.lastLine += newLines
    row.end = closed
    return nil
  }

  /// True for the CR of a CR LF, and for a CR that is the very last byte of the file.
  private func isLineEnd(_ at: Int) -> Bool {
    unsafe base[at] == Byte.carriageReturn && (at + 1 == end || base[at + 1] == Byte.lineFeed)
  }

  /// Where the field that is broken at `at` would end if commas and line ends counted again.
  private func fieldEnd(from at: Int) -> Int {
    var at = at
    while unsafe at < end && base[at] != Byte.comma && base[at] != Byte.lineFeed && !isLineEnd(at) { at += 1 }
    return at
  }

  /// The next LF at or after `at`, or the end.
  private func firstLineFeed(from at: Int) -> Int {
    var at = at
    while unsafe at < end && base[at] != Byte.lineFeed { at += 1 }
    return at
  }
}
