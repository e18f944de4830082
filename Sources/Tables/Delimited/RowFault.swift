/// What is wrong with a row; the wording of every reject stands here and nowhere else.
enum RowFault: Equatable {
  case fieldCount(Int)
  case cutLastLine(fields: Int)
  case tooLong(Int)
  case badByte(column: Int, offset: Int, byte: UInt8)
  case quoteInUnquotedField(column: Int, field: Range<Int>)
  case textAfterClosingQuote(column: Int, field: Range<Int>)
  case unterminatedQuote(column: Int, field: Range<Int>)
  case nul(column: Int, field: Range<Int>)
  case bareCarriageReturn(column: Int, field: Range<Int>)
  /// Longer than the reader looks ahead.
  case endless
  case noBacktick(row: Range<Int>)
  case behindEnd(row: Range<Int>)
  case headerAgain(row: Range<Int>)

  private var place: (column: Int?, extent: Range<Int>?) {
    switch self {
    case .fieldCount, .cutLastLine, .tooLong, .endless: (nil, nil)
    case .noBacktick(let row), .behindEnd(let row), .headerAgain(let row): (nil, row)
    case .badByte(let column, _, _): (column, nil)
    case .quoteInUnquotedField(let column, let field), .textAfterClosingQuote(let column, let field),
      .unterminatedQuote(let column, let field), .nul(let column, let field), .bareCarriageReturn(let column, let field):
      (column, field)
    }
  }

  /// The name of the column concerned; `row` when it is the whole row or a field beyond the header.
  func field(_ header: [String]) -> String {
    guard let column = place.column, header.indices.contains(column) else { return "row" }
    return header[column]
  }

  /// `delimiter` is what a message calls the character between fields.
  func expected(columns: Int, delimiter: String = "a comma", encoding: TextEncoding = .utf8) -> String {
    switch self {
    case .fieldCount: Self.fields(columns)
    case .cutLastLine: "\(Self.fields(columns)) and a line end"
    case .tooLong, .endless: "at most \(CSVLimits.rowBytes) bytes"
    case .badByte: encoding == .utf8 ? "UTF-8" : encoding.rawValue
    case .quoteInUnquotedField: "a quote only around a whole field"
    case .textAfterClosingQuote: "\(delimiter) or a line end after the closing quote"
    case .unterminatedQuote: "a closing quote"
    case .nul: "text without NUL bytes"
    case .bareCarriageReturn: "LF or CR LF as line end"
    case .noBacktick: "a backtick before every field"
    case .behindEnd: "nothing behind the last line"
    case .headerAgain: "the header once"
    }
  }

  func found(in bytes: UnsafeBufferPointer<UInt8>) -> String {
    switch self {
    case .fieldCount(let count): return Self.fields(count)
    case .cutLastLine(let count): return "a cut last line with \(Self.fields(count))"
    case .tooLong(let count): return "\(count) bytes"
    case .endless: return "more"
    case .badByte(_, let offset, let byte):
      let digits = String(byte, radix: 16, uppercase: true)
      return "byte 0x\(digits) at offset \(offset) of the file"
    default: return unsafe Excerpt.of(bytes[place.extent!])
    }
  }

  private static func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }
}
