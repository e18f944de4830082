/// The header row: the same grammar, but any fault ends the file.
extension RowScanner {
  struct Header {
    var names: [String]
    var next: Int
    var nextLine: Int
  }

  struct HeaderFault: Error {
    var line: Int
    var expected: String
    var found: String
  }

  /// Reads the first line that is not blank; requires `header` to be empty.
  mutating func readHeader() -> Result<Header, HeaderFault> {
    while position < end {
      let start = position
      let row = parseRow(from: start, line: line)
      if row.end == start && row.fault == nil {
        position = row.next
        line = row.lastLine + 1
        continue
      }
      if let fault = headerFault(start, row) { return .failure(fault) }
      let names = fields.indices.map(name(ofColumn:))
      if let twice = firstRepeated(names) {
        return .failure(HeaderFault(line: line, expected: "every column once", found: "'\(Excerpt.of(twice.utf8))' twice"))
      }
      return .success(Header(names: names, next: row.next, nextLine: row.lastLine + 1))
    }
    return .failure(HeaderFault(line: 1, expected: "a header row", found: "only blank lines"))
  }

  private func headerFault(_ start: Int, _ row: ParsedRow) -> HeaderFault? {
    if case .nul(_, let field) = row.fault {
      let offset = field.first { unsafe base[$0] == 0 }!
      return HeaderFault(
        line: line, expected: "UTF-8 text", found: "a NUL byte at offset \(offset) of the file (binary data or UTF-16)")
    }
    let tooLong = row.end - start > CSVLimits.rowBytes ? RowFault.tooLong(row.end - start) : nil
    guard let fault = row.fault ?? badByte(start..<row.end) ?? tooLong else { return nil }
    return unsafe HeaderFault(line: line, expected: fault.expected(columns: 0), found: fault.found(in: bytes))
  }

  /// The name in `column` of the row parsed last.
  func name(ofColumn column: Int) -> String {
    let bytes = unsafe self.bytes[fields[column].range]
    guard doubledFields.contains(column) else { return unsafe String(decoding: bytes, as: UTF8.self) }
    var name: [UInt8] = []
    var skip = false
    for index in fields[column].range {
      let byte = unsafe base[index]
      skip = byte == Byte.quote && !skip
      if !skip { name.append(byte) }
    }
    return String(decoding: name, as: UTF8.self)
  }

  private func firstRepeated(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }
}
