/// Replaces the card codes in a CSV file while it comes.
///
/// In the columns with one of the given names every value that is neither empty nor replaced already is replaced, quotes included;
/// everything else passes byte for byte. A file without such a column passes untouched.
///
/// The grammar is that of ``CSVReader``, by the same parser. A row that it would reject for its quotes, its number of fields, a NUL, a lone CR
/// or its length is hidden whole (``HiddenText``), because nobody knows which part of it is the code; so is a file whose header has such a
/// fault. The reader rejects the same lines for the same reasons afterwards. A code that is not UTF-8 becomes one byte 0xFF, for the same
/// end. Only the part of a code behind a line end inside broken quotes is beyond this: it stands on a line that is a row of its own.
/// At most one row is held back, ``CSVLimits/rowBytes`` and a piece. A header in another encoding than UTF-8 is such a fault, too.
public struct CodeColumnReplacer: CodeFilter {
  private enum Stage { case start, header, rows, passing, hidden }

  private let codes: [NamedCodes]
  private let required: [String]
  private var stage = Stage.start
  private var shape = CodeRows.Shape(columns: 0, codes: [], replacements: [])
  private var isInHiddenLine = false
  /// What came and is not decided yet, and how much there must be before it is looked at again.
  private var held: [UInt8] = []
  private var enough = CodeColumnReplacer.step

  private static let step = 1 << 16

  /// `codes` name the columns that are replaced; where two name one, the first counts.
  ///
  /// A file whose header lacks a `required` column is hidden whole: its first line may be a row, and any column its codes.
  public init(_ codes: [NamedCodes], required: [String] = []) { (self.codes, self.required) = (codes, required) }

  /// True once the header has shown that no column holds codes: everything passes untouched.
  public var isPassing: Bool { stage == .passing }

  /// True once the header has shown that nobody knows where the codes are: all of the file is hidden.
  public var isHiding: Bool { stage == .hidden }

  public mutating func filter(_ piece: Span<UInt8>, into output: inout [UInt8]) {
    switch stage {
    case .passing: output.append(piece)
    case .hidden: HiddenText.append(piece, to: &output)
    case .start, .header, .rows:
      held.append(piece)
      if held.count >= enough { decide(isEnd: false, into: &output) }
    }
  }

  public mutating func finish(into output: inout [UInt8]) {
    if !held.isEmpty { decide(isEnd: true, into: &output) }
  }

  private mutating func decide(isEnd: Bool, into output: inout [UInt8]) {
    var bytes: [UInt8] = []
    swap(&bytes, &held)
    var done = 0
    if stage == .start {
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { done = 3 }
      stage = .header
    }
    output.append(bytes.span.extracting(first: done))
    if stage == .header { readHeader(bytes, from: &done, isEnd: isEnd, into: &output) }
    switch stage {
    case .start, .header: break
    case .rows: filterRows(bytes, from: &done, isEnd: isEnd, into: &output)
    case .passing, .hidden:
      filter(bytes.span.extracting(droppingFirst: done), into: &output)
      done = bytes.count
    }
    bytes.removeFirst(done)
    enough = bytes.count + Self.step
    held = bytes
  }

  /// Passes blank lines and the header; decides what becomes of the rest.
  private mutating func readHeader(_ bytes: [UInt8], from done: inout Int, isEnd: Bool, into output: inout [UInt8]) {
    guard done < bytes.count else { return }
    let start = done
    let (next, header) = unsafe bytes.withUnsafeBufferPointer { unsafe CodeRows.header(in: $0, from: start, isEnd: isEnd) }
    if case .names(let columns) = header, !Set(required).isSubset(of: columns) {
      stage = .hidden
      return
    }
    output.append(bytes.span.extracting(start..<next))
    done = next
    switch header {
    case .unfinished: break
    case .faulty: stage = .hidden
    case .names(let columns):
      let found = columns.indices.compactMap { column in
        codes.first { $0.names.contains(columns[column]) }.map { (column, $0.replacement) }
      }
      shape = CodeRows.Shape(columns: columns.count, codes: found.map(\.0), replacements: found.map(\.1))
      stage = found.isEmpty ? .passing : .rows
    }
  }

  private mutating func filterRows(_ bytes: [UInt8], from done: inout Int, isEnd: Bool, into output: inout [UInt8]) {
    guard done < bytes.count else { return }
    let (start, shape, isInHiddenLine) = (done, shape, isInHiddenLine)
    (done, self.isInHiddenLine) = unsafe bytes.withUnsafeBufferPointer { buffer in
      var rows = unsafe CodeRows(buffer, from: start, shape, isEnd: isEnd, isInHiddenLine: isInHiddenLine)
      rows.filter(into: &output)
      return (rows.position, rows.isInHiddenLine)
    }
  }
}
