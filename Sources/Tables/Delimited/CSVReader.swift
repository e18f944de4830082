/// A strict reader of RFC 4180 text held in memory: UTF-8 (a leading byte order mark is skipped), comma, a header row, LF or CR LF.
///
/// Nothing is guessed, padded, trimmed or repaired. A row that is not well-formed becomes a ``RowReject`` and reading goes
/// on behind it; see `RowScanner+Quotes.swift` for where that is. Blank lines are skipped; a last line without line end is
/// a row when it has all its fields. A line end inside proper quotes belongs to the field.
public struct CSVReader: Sendable {
  /// What the cells of every batch index into. Accepted cells with doubled quotes are unescaped in place; keep no second
  /// reference while reading, or that write copies the whole file.
  public private(set) var bytes: [UInt8]
  /// The column names as written, in file order; no two are equal.
  public let header: [String]
  /// The file as the caller named it.
  public let file: String
  private var position: Int
  private var line: Int
  private var doubled: [Int] = []

  /// Reads the header; `file` is only named in messages.
  ///
  /// Throws ``TableError`` when the file is empty, larger than ``CSVLimits/fileBytes``, or its header has a NUL byte (binary
  /// data or UTF-16), is not UTF-8, breaks the quoting rules or names a column twice.
  public init(bytes: consuming [UInt8], file: String) throws(TableError) {
    guard bytes.count <= CSVLimits.fileBytes else {
      throw TableError(
        file: file, field: "file", expected: "at most \(CSVLimits.fileBytes) bytes", found: "\(bytes.count) bytes")
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.count > start else {
      throw TableError(file: file, field: "header", expected: "a header row", found: "an empty file")
    }
    let result = unsafe bytes.withUnsafeBufferPointer { buffer in
      var scanner = unsafe RowScanner(buffer, header: [], position: start, line: 1)
      return scanner.readHeader()
    }
    switch result {
    case .failure(let failure):
      throw TableError(
        file: file, line: failure.line, field: "header", expected: failure.expected, found: failure.found)
    case .success(let success):
      header = success.names
      position = success.next
      line = success.nextLine
    }
    self.file = file
    self.bytes = bytes
  }

  /// Reads rows until `maximumRows` are accepted or rejected; false, with an empty batch, at the end of the file.
  public mutating func readBatch(into batch: inout CellBatch, maximumRows: Int) -> Bool {
    precondition(maximumRows > 0)
    // A row has at least one byte per column, except that the last may lack its line end.
    let possibleRows = (bytes.count - position) / header.count + 1
    batch.makeRoom(rows: min(maximumRows, possibleRows), columns: header.count)
    if position < bytes.count { scan(into: &batch, maximumRows: maximumRows) }
    unescapeDoubledQuotes(in: &batch)
    batch.trim(columns: header.count)
    return batch.rowCount + batch.rejects.count > 0
  }

  /// Gives the bytes away; the batches read before stay valid with them.
  public consuming func takeBytes() -> [UInt8] { bytes }

  private mutating func scan(into batch: inout CellBatch, maximumRows: Int) {
    var (header, position, line) = (header, position, line)
    var (rejects, doubled) = (batch.rejects, doubled)
    batch.rejects = []
    self.doubled = []
    doubled.removeAll(keepingCapacity: true)
    batch.rowCount = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe batch.cells.withUnsafeMutableBufferPointer { cells in
        unsafe batch.lines.withUnsafeMutableBufferPointer { lines in
          var scanner = unsafe RowScanner(buffer, header: header, position: position, line: line)
          swap(&scanner.rejects, &rejects)
          swap(&scanner.doubled, &doubled)
          let accepted = unsafe scanner.scan(
            cells: cells.baseAddress!, lines: lines.baseAddress!, maximum: maximumRows)
          (position, line) = (scanner.position, scanner.line)
          swap(&scanner.rejects, &rejects)
          swap(&scanner.doubled, &doubled)
          return accepted
        }
      }
    }
    batch.rejects = rejects
    self.doubled = doubled
    self.position = position
    self.line = line
  }

  /// Only accepted rows are touched: a rejected stretch may be read again from its second line.
  private mutating func unescapeDoubledQuotes(in batch: inout CellBatch) {
    guard !doubled.isEmpty else { return }
    for index in doubled {
      let range = batch.cells[index].range
      var write = range.lowerBound
      var read = range.lowerBound
      while read < range.upperBound {
        let byte = bytes[read]
        bytes[write] = byte
        write += 1
        read += byte == Byte.quote ? 2 : 1
      }
      batch.cells[index].length = Int32(write - range.lowerBound)
    }
    doubled.removeAll(keepingCapacity: true)
  }
}
