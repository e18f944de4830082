/// What stands before the data.
extension DelimitedRows {
  /// A row or a line before the data, already passed.
  private struct Line {
    var place: Int
    var cells: [String]
    var range: Range<Int>
    /// What makes the file unlikely to be text of its encoding, for the error.
    var hint: String
  }

  private enum Unit { case physicalLine, row }

  /// Passes over the preamble and reads the header, or looks at the first row when there is none.
  func readHeader() throws(TableError) {
    defer { shape.preamble = preamble.rows }
    if case .lines(let count) = layout.preamble {
      for _ in 0..<count {
        guard let line = try nextLine(.physicalLine, passes: true) else { break }
        try keep(line)
      }
    }
    if case .comments(let prefix) = layout.preamble {
      while let line = try nextLine(.physicalLine, passes: false), line.cells[0].hasPrefix(prefix) || line.cells == [""] {
        try keep(line)
        pass(line)
      }
    }
    if case .none = layout.header { return try readWidth() }
    var match = HeaderMatch(layout)
    var rows = 0
    var hint = ""
    while let row = try nextLine(.row, passes: true) {
      if row.cells.allSatisfy(\.isEmpty) {
        if layout.preamble == .untilHeader { try keep(row) }
        continue
      }
      rows += 1
      if let places = try match.match(row.cells, at: row.place, file: file) {
        headerLine = Array(window.bytes[row.range])
        return try take(row.cells, places)
      }
      if hint.isEmpty { hint = row.hint }
      guard layout.preamble == .untilHeader else { break }
      try keep(row)
    }
    throw match.notFound(file, rows: rows, hint: hint)
  }

  private func take(_ names: [String], _ places: [[Int]?]) throws(TableError) {
    guard names.count <= TableLimits.columns else {
      throw TableError(file: file, field: "header", expected: "at most \(TableLimits.columns) columns", found: "\(names.count)")
    }
    shape.header = names
    shape.places = places
  }

  /// Without a header the first row says how many columns there are.
  private func readWidth() throws(TableError) {
    var match = HeaderMatch(layout)
    while let row = try nextLine(.row, passes: false) {
      if row.cells.allSatisfy(\.isEmpty) {
        pass(row)
        continue
      }
      guard let places = try match.match(row.cells, at: row.place, file: file) else { throw match.notFound(file, rows: 1, hint: row.hint) }
      return try take(row.cells.map { _ in "" }, places)
    }
    // No row: whatever the columns, there is nothing in them.
    shape.places = layout.columns.map { _ in nil }
  }

  private func keep(_ line: Line) throws(TableError) {
    if let most = preamble.keep(SideRow(place: line.place, cells: line.cells), most: TableLimits.preambleRows) {
      throw TableError(file: file, line: line.place, field: "header", expected: "the header within \(most)", found: "none")
    }
  }

  private func pass(_ line: Line) {
    window.position = line.range.upperBound
    skipLineEnd()
    self.line += 1
  }

  private func skipLineEnd() {
    if window.position < window.filled, window.bytes[window.position] == Byte.carriageReturn { window.position += 1 }
    if window.position < window.filled, window.bytes[window.position] == Byte.lineFeed { window.position += 1 }
  }

  /// The next row or physical line; nil at the end of the file. A row in the preamble whose quotes are broken is a line of plain fields.
  private func nextLine(_ unit: Unit, passes: Bool) throws(TableError) -> Line? {
    while true {
      if let (line, next, lines) = scanLine(unit) {
        if passes {
          window.position = next
          self.line += lines
        }
        return line
      }
      if window.isAtEnd { return nil }
      guard !window.isFull else {
        throw TableError(
          file: file, line: line, field: "header", expected: "a header in a line of at most \(TableLimits.rowBytes) bytes",
          found: "a longer line")
      }
      try window.refill()
    }
  }

  private func scanLine(_ unit: Unit) -> (Line, next: Int, lines: Int)? {
    let start = window.position
    guard start < window.filled else { return nil }
    return unsafe window.bytes.withUnsafeBufferPointer { bytes in
      let text = unsafe DelimitedScanner.Text(bytes.baseAddress!, end: window.filled, isAtEnd: window.isAtEnd)
      // Line ends at the window's end may still have their other half outside.
      if unit == .physicalLine {
        guard let row = scanner.skipLine(text, from: start) else { return nil }
        let cells = unsafe [stripper.text(bytes.span, start..<row.end)]
        return (Line(place: line, cells: cells, range: start..<row.end, hint: ""), row.next, 1)
      }
      guard let row = scanRow(text) else { return nil }
      if row.fault != nil, case .noBacktick? = row.fault {} else if row.fault != nil { scanner.splitPlainly(text, start..<row.end) }
      return (Line(place: line, cells: unsafe texts(bytes.span), range: start..<row.end, hint: hint(row, start, text)), row.next, row.lines)
    }
  }

  private func hint(_ row: ScannedRow, _ start: Int, _ text: DelimitedScanner.Text) -> String {
    if let zero = (start..<row.end).first(where: { text[$0] == 0 }) {
      return "; a NUL byte at offset \(window.offset + zero) (binary data or UTF-16)"
    }
    guard let at = unsafe UTF8Check.firstBadByte(text.base, start..<row.end) else { return "" }
    let origin = window.text.origin(ofBadByteAt: window.offset + at, text[at])
    let digits = String(origin.byte, radix: 16, uppercase: true)
    return "; byte 0x\(digits) at offset \(origin.offset) of the file does not belong to \(window.text.encoding.rawValue)"
  }
}
