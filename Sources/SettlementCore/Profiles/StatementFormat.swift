/// How a partner's file is written and what its cells mean: everything that a reader may not guess.
///
/// Lists keep the profile's order; equal profiles have equal texts.
public struct StatementFormat: Hashable, Sendable {
  public var container: Container = .delimited(Delimited())
  public var packaging: Packaging = .none
  public var preamble: Preamble = .none
  public var header: Header = .named
  /// What marks rows that are no data.
  public var ends: [End] = []
  /// What cells, and names of the header, are stripped of from the outside; in this order, whatever the order here. No repeats.
  public var strip: [Wrapping] = []
  /// The zone of times without offset; nil: the configuration's.
  public var zone: Zone?
  public var amounts = AmountWriting()
  public var columns: Columns
  /// Cells that stand elsewhere on rows of the type reversed.
  public var reversed = ReversedCells()
  /// Rows that fit one of these are no lines. They are passed over as those of ``RowMeaning/passedOver``.
  public var skip: [Condition] = []
  /// Where card codes are (SPEC §10); of a file in which they cannot be replaced (``mayHoldCodes``) it names no columns.
  public var codes = Codes()
  /// What the file declares beside its rows, or must hold between its columns. Passed-over rows count, rejected ones do not.
  public var totals: [DeclaredTotal] = []

  public init(columns: Columns) { self.columns = columns }

  /// The canonical CSV of SPEC §11.
  public static let canonical = StatementFormat(columns: .canonical)
}

extension StatementFormat {
  /// Whether card codes can be replaced in such a file before it is archived (SPEC §10): in CSV as RFC 4180 in UTF-8 with the header in its
  /// first line and nothing behind the rows, and in JSON; nothing packed.
  public var mayHoldCodes: Bool {
    guard packaging == .none else { return false }
    switch container {
    case .delimited(let rules): return rules == Delimited() && preamble == .none && header == .named && ends.isEmpty
    case .json, .jsonLines: return true
    case .xlsx: return false
    }
  }

  /// What a file says of card codes.
  public struct Codes: Hashable, Sendable {
    /// Columns, or keys of JSON, that hold codes, beside those of the ``usual`` names.
    public var columns: [String]
    /// Columns with a usual name that hold none.
    public var exempt: [String]

    public init(columns: [String] = [], exempt: [String] = []) { (self.columns, self.exempt) = (columns, exempt) }

    /// How columns with card codes are called. Case, blanks, `_` and `-` do not count.
    public static let usual = [
      "code", "card_code", "card_no", "card_number", "card_secret", "card_password", "card_pwd", "coupon_code", "voucher_code",
      "redeem_code", "redemption_code", "exchange_code", "gift_code", "activation_code", "cd_key", "卡密", "卡号", "卡密码", "卡券码", "卡券密码",
      "券码", "券号", "券密码", "优惠码", "优惠券码", "兑换码", "兑换券码", "激活码", "核销码", "礼品码",
    ]
  }

  /// What holds the rows.
  public enum Container: Hashable, Sendable {
    case delimited(Delimited)
    /// The sheet's name; nil: the one sheet that has the header.
    case xlsx(sheet: String?)
    /// One JSON text with the rows as an array at this JSON pointer; the empty text means the whole.
    case json(rows: String)
    /// One JSON text per line, each a row.
    case jsonLines
  }

  /// Delimited text.
  public struct Delimited: Hashable, Sendable {
    public var encoding: Encoding = .utf8
    /// Any character but a quote, a backtick, CR, LF and NUL.
    public var delimiter: Unicode.Scalar = ","
    public var quotes: Quotes = .standard
    /// True where rows may end in blank cells that the header lacks.
    public var allowsBlankExtraCells = false

    public init() {}
  }

  public enum Encoding: String, Hashable, Sendable, CaseIterable {
    /// With or without a byte order mark.
    case utf8 = "utf-8"
    /// The byte order mark must be there.
    case utf16 = "utf-16"
    case utf16le = "utf-16le"
    case utf16be = "utf-16be"
    /// GB18030, which includes GBK and GB2312.
    case gb18030
  }

  public enum Quotes: String, Hashable, Sendable, CaseIterable {
    /// RFC 4180.
    case standard
    /// Quotes are text.
    case none
    /// Every cell of a data row begins with a backtick; a delimiter without one behind it is text.
    case backtick
    /// The same, but some cells lack it.
    case someBackticks = "some-backticks"
  }

  public enum Packaging: Hashable, Sendable {
    case none, gzip
    /// The one member whose name fits the pattern (`*` any text, `?` one character), of several the one that has the header.
    case zip(member: String)
  }

  /// Which lines stand before the header, or before the first row when there is none.
  public enum Preamble: Hashable, Sendable {
    case none
    /// So many physical lines, or rows of the sheet.
    case lines(Int)
    /// Every line from the start that begins with this text.
    case comments(String)
    /// Everything before the first row that holds all required columns.
    case untilHeader
  }

  /// Where the names of the columns are.
  public enum Header: Hashable, Sendable {
    /// One row, the columns in any order and among others.
    case named
    /// 2 or 3 rows of a sheet: a column's name is what stands above it, from top to bottom, joined by `/`.
    case merged(rows: Int)
    /// None: columns are known by position.
    case none
  }

  public enum End: Hashable, Sendable {
    /// Rows whose first cell that is not empty begins with this text. Data may follow.
    case prefix(String)
    /// A line of exactly this text, which must be there; nothing may follow.
    case line(String)
    /// A second header, which holds all these names, and all rows behind it.
    case header([String])
  }

  public enum Wrapping: String, Hashable, Sendable, CaseIterable {
    /// Spaces, TABs, no-break and ideographic spaces, and byte order marks, on both sides.
    case spaces
    /// TABs behind the text.
    case tab
    /// `="…"`.
    case excelText = "excel-text"
    /// One leading backtick.
    case backtick
    /// Full-width digits, letters and signs become those of ASCII.
    case fullWidth = "full-width"
  }

  public enum Zone: Hashable, Sendable {
    /// A name of the time zone database.
    case named(String)
    /// A cell of each row whose text means such a name; other texts are rejected.
    case cell(Cell, values: [Meaning<String>])
  }
}

extension StatementFormat {
  /// How all amounts of the file are written.
  public struct AmountWriting: Hashable, Sendable {
    public enum DecimalSign: String, Hashable, Sendable, CaseIterable {
      case point, comma
      /// Whole numbers of minor units: fen, cents.
      case minorUnits = "minor-units"
    }
    /// What may stand between groups of three digits.
    public enum Grouping: String, Hashable, Sendable, CaseIterable {
      case none, comma, point, apostrophe, space
    }

    public var decimal: DecimalSign = .point
    /// Another one than ``decimal``.
    public var grouping: Grouping = .none
    /// Signs and codes that may stand once before or behind the number, such as `¥` and `CNY`.
    public var signs: [String] = []
    /// `(5.00)` is −5.00.
    public var allowsParentheses = false
    /// `5.00-` is −5.00.
    public var allowsTrailingMinus = false
    /// What an empty cell is: 0, or a reject. Of what came in and what went out at most one may be filled in either case.
    public var emptyIsZero = false

    public init() {}
  }
}
