/// Where a row of delimited text ended.
struct ScannedRow {
  /// Behind the last byte, without the line end.
  var end: Int
  /// Where reading goes on.
  var next: Int
  /// Physical lines up to there.
  var lines = 1
  var hasLineEnd = false
  /// The first fault of quotes or NUL.
  var fault: RowFault?
}

/// Splits one row after the other, in the grammar of a partner: any delimiter, quotes or none, `="…"`, LF, CR LF or CR.
///
/// The grammar of quotes, and where reading goes on behind broken ones, is that of `RowScanner`. Fields without quotes go eight bytes at
/// a time.
struct DelimitedScanner {
  private let delimiter: [UInt8]
  private let firstByte: UInt8
  private let delimiterMask: UInt64
  private let hasQuotes: Bool
  private let hasExcelText: Bool
  /// The fields of the row read last, and which of them hold doubled quotes.
  var fields: [Cell] = []
  var doubled: [Int] = []

  init(_ rules: DelimitedRules, _ wrapping: CellWrapping) {
    delimiter = Array(UTF8.encode(rules.delimiter)!)
    firstByte = delimiter[0]
    delimiterMask = UInt64(firstByte) &* 0x0101_0101_0101_0101
    hasQuotes = rules.quotes == .rfc4180
    hasExcelText = wrapping.contains(.excelText) && (rules.quotes == .rfc4180 || rules.quotes == .none)
  }

  /// A piece of text: `bytes[..<end]`, and whether the file ends there.
  @safe
  struct Text {
    let base: UnsafePointer<UInt8>
    let end: Int
    let isAtEnd: Bool

    init(_ base: UnsafePointer<UInt8>, end: Int, isAtEnd: Bool) {
      unsafe self.base = base
      self.end = end
      self.isAtEnd = isAtEnd
    }

    /// The byte at `at`, which must lie before ``end``.
    @inline(__always)
    subscript(_ at: Int) -> UInt8 { unsafe base[at] }
  }

  /// Reads the row at `start` into ``fields``; nil when its end is not in the text yet. With `beforeBackticks` only a delimiter with a
  /// backtick behind it ends a field.
  mutating func scanRow(_ text: Text, at start: Int, beforeBackticks: Bool = false) -> ScannedRow? {
    fields.removeAll(keepingCapacity: true)
    doubled.removeAll(keepingCapacity: true)
    var row = ScannedRow(end: start, next: start)
    var field = start
    var wordStart = start
    var specials = specials(text, wordStart)
    while true {
      if specials == 0 {
        wordStart += 8
        if wordStart >= text.end { break }
        specials = self.specials(text, wordStart)
        continue
      }
      let at = wordStart + specials.trailingZeroBitCount >> 3
      specials &= specials - 1
      if at >= text.end { break }
      let byte = text[at]
      if byte == firstByte {
        guard isDelimiter(text, at), !beforeBackticks || isBacktick(text, at + delimiter.count) else { continue }
        fields.append(RowScanner.cell(field, at))
        field = at + delimiter.count
      } else if byte == Byte.lineFeed {
        return finish(&row, field, at, next: at + 1)
      } else if byte == Byte.carriageReturn {
        guard at + 1 < text.end || text.isAtEnd else { return nil }
        return finish(&row, field, at, next: at + 1 < text.end && text[at + 1] == Byte.lineFeed ? at + 2 : at + 1)
      } else if byte == Byte.quote && (hasQuotes || hasExcelText) {
        let isWrapped = hasExcelText && at == field + 1 && text[field] == UInt8(ascii: "=")
        if !isWrapped && !hasQuotes { continue }
        let quoted = at == field || isWrapped ? scanQuoted(text, start, field, at, isWrapped, &row) : .broken(brokenField(text, field, at))
        switch quoted {
        case .incomplete: return nil
        case .broken(let fault): return skipLine(text, from: field, fault, &row)
        case .closed(let closed):
          guard closed < text.end else { return text.isAtEnd ? finish(&row, at: closed) : nil }
          guard isDelimiter(text, closed) else {
            if text[closed] == Byte.lineFeed { return finish(&row, at: closed, next: closed + 1) }
            guard closed + 1 < text.end || text.isAtEnd else { return nil }
            return finish(&row, at: closed, next: closed + 1 < text.end && text[closed + 1] == Byte.lineFeed ? closed + 2 : closed + 1)
          }
          field = closed + delimiter.count
          wordStart = field
          if wordStart >= text.end { break }
          specials = self.specials(text, wordStart)
          continue
        }
        break
      } else if byte == 0 && row.fault == nil {
        row.fault = .nul(column: fields.count, field: field..<fieldEnd(text, at))
      }
    }
    guard text.isAtEnd else { return nil }
    fields.append(RowScanner.cell(field, text.end))
    return finish(&row, at: text.end)
  }

  /// Splits a broken row at every delimiter, whatever its quotes say.
  mutating func splitPlainly(_ text: Text, _ range: Range<Int>) {
    fields.removeAll(keepingCapacity: true)
    doubled.removeAll(keepingCapacity: true)
    var field = range.lowerBound
    for at in range where isDelimiter(text, at) {
      fields.append(RowScanner.cell(field, at))
      field = at + delimiter.count
    }
    fields.append(RowScanner.cell(min(field, range.upperBound), range.upperBound))
  }

  /// True where a delimiter stands at `at`.
  @inline(__always)
  func isDelimiter(_ text: Text, _ at: Int) -> Bool {
    guard text[at] == firstByte else { return false }
    if delimiter.count == 1 { return true }
    guard at + delimiter.count <= text.end else { return false }
    for place in 1..<delimiter.count where text[at + place] != delimiter[place] { return false }
    return true
  }

  private func isBacktick(_ text: Text, _ at: Int) -> Bool { at < text.end && text[at] == UInt8(ascii: "`") }

  /// The top bit of every byte that may be the delimiter's, a quote, or below 0x0E; past the end the bytes mean nothing.
  @inline(__always)
  private func specials(_ text: Text, _ at: Int) -> UInt64 {
    let word = unsafe at < text.end ? RowScanner.load(text.base, at, text.end) : 0x6161_6161_6161_6161
    let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let delimiter = word ^ delimiterMask
    let quote = word ^ 0x2222_2222_2222_2222
    let notDelimiter = ((delimiter & low7) + low7) | delimiter
    let notQuote = ((quote & low7) + low7) | quote
    let notLow = ((word & low7) + 0x7272_7272_7272_7272) | word
    return ~(notDelimiter & notQuote & notLow) & ~low7
  }

  @inline(__always)
  private mutating func finish(_ row: inout ScannedRow, _ field: Int, _ end: Int, next: Int) -> ScannedRow {
    fields.append(RowScanner.cell(field, end))
    return finish(&row, at: end, next: next)
  }

  @inline(__always)
  private func finish(_ row: inout ScannedRow, at end: Int, next: Int? = nil) -> ScannedRow {
    row.end = end
    row.next = next ?? end
    row.hasLineEnd = next != nil
    return row
  }
}
