/// How delimited text is written.
public struct DelimitedRules: Sendable {
  public var encoding: TextEncoding
  /// Any character but a quote, a backtick, CR, LF and NUL.
  public var delimiter: Unicode.Scalar
  public var quotes: QuoteRule
  /// True where rows end in a delimiter that the header lacks: cells beyond the header are let go when they are blank.
  public var allowsBlankExtraCells: Bool

  public init(
    encoding: TextEncoding = .utf8, delimiter: Unicode.Scalar = ",", quotes: QuoteRule = .rfc4180, allowsBlankExtraCells: Bool = false
  ) {
    precondition(!["\"", "`", "\r", "\n", "\0"].contains(delimiter))
    self.encoding = encoding
    self.delimiter = delimiter
    self.quotes = quotes
    self.allowsBlankExtraCells = allowsBlankExtraCells
  }
}

/// Every encoding is read strictly: a byte that does not belong rejects its row and is named with its offset.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
  /// With or without a byte order mark.
  case utf8 = "utf-8"
  /// The byte order mark must be there.
  case utf16 = "utf-16"
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"
  /// GB18030, which includes GBK and GB2312.
  case gb18030
}

public enum QuoteRule: Hashable, Sendable {
  /// A quoted cell may hold delimiters, doubled quotes and line ends.
  case rfc4180
  /// Quotes are text.
  case none
  /// Every cell of a data row begins with a backtick: cells end at a delimiter with a backtick behind it, other delimiters are text.
  /// A row that does not begin with a backtick is a header or a trailer.
  case backtick
  /// The same, but some cells lack the backtick. A row is taken when exactly one reading gives the header's number of cells: splitting
  /// before backticks, or at every delimiter.
  case someBackticks
}
