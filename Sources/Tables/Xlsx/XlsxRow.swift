/// What a number means by its cell's format.
public enum NumberFormatClass: UInt8, Sendable {
  case general
  /// A date, a time, or both; also elapsed time.
  case date
  case other
}

/// One cell with a value or a formula; blank cells are not reported.
public struct XlsxCell: Sendable {
  public enum Kind: UInt8, Sendable {
    case text
    /// The text is the number as written in the file, for ``NumberText`` to read exactly.
    case number
    /// The text is `0` or `1`.
    case boolean
    /// The text is the error's name, such as `#DIV/0!`.
    case error
    /// The text is an ISO 8601 date.
    case isoDate
    /// A formula without a cached value; the text is empty.
    case missing
  }

  /// 0-based: column A is 0.
  public internal(set) var column: Int
  public internal(set) var kind: Kind
  public internal(set) var hasFormula: Bool
  public internal(set) var format: NumberFormatClass
  /// The value's place in ``XlsxRow/bytes``.
  public internal(set) var range: Range<Int>
}

/// A row of a sheet, valid during one call.
public struct XlsxRow: ~Copyable {
  /// 1-based, as the sheet shows it.
  public internal(set) var number = 0
  public internal(set) var isHidden = false
  /// Ascending by column.
  public internal(set) var cells: [XlsxCell] = []
  /// UTF-8 of all values of the row.
  public internal(set) var bytes: [UInt8] = []

  /// The value of `cell` as a new `String`; hot loops read ``bytes`` instead.
  public borrowing func text(_ cell: XlsxCell) -> String { String(decoding: bytes[cell.range], as: UTF8.self) }
}
