/// The rows of one stretch of a CSV file with codes; lives only while the bytes are borrowed.
///
/// Rows without quotes are walked eight bytes at a time; others go through ``RowScanner/parseRow(from:line:)``, as in the reader.
@safe struct CodeRows {
  struct Shape: Sendable {
    let columns: Int
    /// The columns that hold codes, ascending, and what takes the place of each.
    let codes: [Int]
    let replacements: [CodeReplacement]
  }

  /// Where the first row that is not decided starts: it needs more bytes.
  var position: Int
  /// The row at `position` is hidden up to its line end.
  var isInHiddenLine: Bool

  var scanner: RowScanner
  let bytes: UnsafeBufferPointer<UInt8>
  let base: UnsafePointer<UInt8>
  let end: Int
  let shape: Shape
  let isEnd: Bool
  /// Everything before is in the output.
  var written: Int
  /// Where the codes of the row at hand stand, without quotes.
  var cells: [Cell] = []

  /// `isEnd`: nothing comes behind these bytes. Requires a non-empty buffer.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ shape: Shape, isEnd: Bool, isInHiddenLine: Bool
  ) {
    unsafe scanner = RowScanner(bytes, header: [], position: start, line: 1)
    unsafe self.bytes = bytes
    unsafe base = bytes.baseAddress!
    end = bytes.count
    position = start
    written = start
    self.shape = shape
    self.isEnd = isEnd
    self.isInHiddenLine = isInHiddenLine
  }

  /// Filters the rows that are decided by these bytes.
  mutating func filter(into output: inout [UInt8]) {
    if isInHiddenLine { hideRestOfLine(into: &output) }
    while position < end {
      switch plainRow() {
      case .blank(let next): position = next
      case .row(let next, let isPlain): acceptRow(until: next, isASCII: isPlain, into: &output)
      case .careful:
        if !carefulRow(into: &output) { return pass(until: position, into: &output) }
      case .unfinished:
        if end - position > Self.longest {
          hide(until: end, into: &output)
          isInHiddenLine = true
        } else {
          return pass(until: position, into: &output)
        }
      }
    }
    pass(until: position, into: &output)
  }
}
