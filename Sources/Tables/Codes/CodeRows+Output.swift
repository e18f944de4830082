/// What becomes of a row.
extension CodeRows {
  /// Passes the row at ``position`` with its codes replaced.
  mutating func acceptRow(until next: Int, isASCII: Bool, into output: inout [UInt8]) {
    for (place, cell) in cells.enumerated() where !cell.isEmpty {
      let (range, replacement) = (cell.range, shape.replacements[place])
      // A quoted field's range lies inside its quotes; before an unquoted one stands a comma or the row's start.
      let isQuoted = unsafe range.lowerBound > position && base[range.lowerBound - 1] == Byte.quote
      if isQuoted {
        replace(range.lowerBound - 1..<range.upperBound + 1, unquoted(range).span, by: replacement, isASCII: isASCII, into: &output)
      } else {
        replace(range, unsafe UnsafeBufferPointer(rebasing: bytes[range]).span, by: replacement, isASCII: isASCII, into: &output)
      }
    }
    position = next
  }

  /// Replaces `field`, whose text is `code`.
  private mutating func replace(
    _ field: Range<Int>, _ code: Span<UInt8>, by replacement: CodeReplacement, isASCII: Bool, into output: inout [UInt8]
  ) {
    if replacement.isDone(code) { return }
    pass(until: field.lowerBound, into: &output)
    written = field.upperBound
    if !isASCII, unsafe UTF8Check.firstBadByte(base, field) != nil {
      output.append(0xFF)  // the reader must still reject the row for this field
    } else if shape.columns == 1, replacement.isNothing {
      output += [Byte.quote, Byte.quote]  // without quotes the row would be a blank line
    } else {
      replacement.append(for: code, to: &output)
    }
  }

  /// The text of a quoted field, its doubled quotes made single.
  private func unquoted(_ range: Range<Int>) -> [UInt8] {
    var value: [UInt8] = []
    value.reserveCapacity(range.count)
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = unsafe bytes[at]
      value.append(byte)
      at += byte == Byte.quote ? 2 : 1
    }
    return value
  }

  /// Appends everything before `place` that is not in the output yet.
  mutating func pass(until place: Int, into output: inout [UInt8]) {
    if place > written { unsafe output.append(contentsOf: bytes[written..<place]) }
    written = max(written, place)
  }

  /// Hides the row at ``position`` up to `place` and moves there.
  mutating func hide(until place: Int, into output: inout [UInt8]) {
    pass(until: position, into: &output)
    unsafe HiddenText.append(UnsafeBufferPointer(rebasing: bytes[position..<place]).span, to: &output)
    position = place
    written = place
  }

  /// Goes on hiding a line that began in an earlier stretch.
  mutating func hideRestOfLine(into output: inout [UInt8]) {
    let lineFeed = unsafe bytes[position...].firstIndex(of: Byte.lineFeed)
    hide(until: lineFeed.map { $0 + 1 } ?? end, into: &output)
    isInHiddenLine = lineFeed == nil
  }
}

/// The header, by the reader's own grammar.
extension CodeRows {
  enum Header {
    case names([String])
    /// The reader refuses the file, and nobody knows where its columns are.
    case faulty
    case unfinished
  }

  /// Reads the header behind blank lines; with it, where what was read ends.
  @unsafe
  static func header(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool) -> (next: Int, header: Header) {
    let base = bytes.baseAddress!
    let end = bytes.count
    var scanner = unsafe RowScanner(bytes, header: [], position: start, line: 1)
    while scanner.position < end {
      let row = scanner.parseRow(from: scanner.position, line: 1)
      if unsafe !isEnd && needsMore(row, from: scanner.position, base, end) {
        return (scanner.position, end - scanner.position > longest ? .faulty : .unfinished)
      }
      let isTooLong = row.end - scanner.position > CSVLimits.rowBytes
      if row.fault != nil || isTooLong { return (scanner.position, .faulty) }
      if unsafe UTF8Check.firstBadByte(base, scanner.position..<row.end) != nil { return (scanner.position, .faulty) }
      if row.end > scanner.position { return (row.next, .names(scanner.fields.indices.map(scanner.name(ofColumn:)))) }
      scanner.position = row.next
    }
    return (scanner.position, .unfinished)
  }
}
