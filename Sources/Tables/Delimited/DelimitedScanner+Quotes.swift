/// Fields in quotes, and what is wrong with them.
extension DelimitedScanner {
  enum Quoted {
    /// The field is complete; the place behind its closing quote.
    case closed(Int)
    case broken(RowFault)
    case incomplete
  }

  /// Reads the field whose opening quote stands at `quote`: at the field's start, or behind the equals sign of `="…"`, which is one line.
  mutating func scanQuoted(_ text: Text, _ start: Int, _ field: Int, _ quote: Int, _ isWrapped: Bool, _ row: inout ScannedRow) -> Quoted {
    let limit = min(text.end, start + TableLimits.rowBytes)
    var at = quote + 1
    var (lines, hasNul, hasDoubled) = (0, false, false)
    while true {
      guard at < limit else {
        if limit == text.end && !text.isAtEnd && text.end - start < TableLimits.rowBytes { return .incomplete }
        return .broken(.unterminatedQuote(column: fields.count, field: field..<lineEnd(text, field)))
      }
      let byte = text[at]
      if byte == Byte.quote {
        if at + 1 == text.end && !text.isAtEnd { return .incomplete }
        guard at + 1 < text.end, text[at + 1] == Byte.quote else { break }
        hasDoubled = true
        at += 1
      } else if byte == Byte.lineFeed || byte == Byte.carriageReturn {
        if isWrapped { return .broken(.unterminatedQuote(column: fields.count, field: field..<at)) }
        if byte == Byte.lineFeed || at + 1 < text.end && text[at + 1] != Byte.lineFeed { lines += 1 }
      } else if byte == 0 {
        hasNul = true
      }
      at += 1
    }
    let closed = at + 1
    let ends =
      closed == text.end || isDelimiter(text, closed) || text[closed] == Byte.lineFeed || text[closed] == Byte.carriageReturn
    guard ends else { return .broken(.textAfterClosingQuote(column: fields.count, field: field..<fieldEnd(text, closed))) }
    if hasNul && row.fault == nil { row.fault = .nul(column: fields.count, field: field..<closed) }
    if isWrapped {
      fields.append(RowScanner.cell(field, closed))
    } else {
      if hasDoubled { doubled.append(fields.count) }
      fields.append(RowScanner.cell(field + 1, at))
    }
    row.lines += lines
    return .closed(closed)
  }

  func brokenField(_ text: Text, _ field: Int, _ quote: Int) -> RowFault {
    .quoteInUnquotedField(column: fields.count, field: field..<fieldEnd(text, quote))
  }

  /// Where the field that is broken at `at` would end if delimiters and line ends counted again.
  func fieldEnd(_ text: Text, _ at: Int) -> Int {
    var at = at
    while at < text.end && !isDelimiter(text, at) && text[at] != Byte.lineFeed && text[at] != Byte.carriageReturn { at += 1 }
    return at
  }

  /// Ends the row at the end of the line in which its broken field starts; nil when that is not in the text yet.
  func skipLine(_ text: Text, from field: Int, _ fault: RowFault, _ row: inout ScannedRow) -> ScannedRow? {
    let end = lineEnd(text, field)
    guard end < text.end || text.isAtEnd else { return nil }
    row.fault = fault
    row.end = end
    row.next = end
    guard end < text.end else { return row }
    row.hasLineEnd = true
    row.next = end + 1
    if text[end] == Byte.carriageReturn {
      guard row.next < text.end || text.isAtEnd else { return nil }
      if row.next < text.end && text[row.next] == Byte.lineFeed { row.next += 1 }
    }
    return row
  }

  /// The physical line at `start`, whatever is in it; nil when its end is not in the text yet.
  func skipLine(_ text: Text, from start: Int) -> ScannedRow? {
    var row = ScannedRow(end: start, next: start)
    return skipLine(text, from: start, .endless, &row)
  }

  private func lineEnd(_ text: Text, _ at: Int) -> Int {
    var at = at
    while at < text.end && text[at] != Byte.lineFeed && text[at] != Byte.carriageReturn { at += 1 }
    return at
  }
}
