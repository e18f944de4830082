/// How a partner's file is to be read: everything that a reader may not guess. A plain value, made from a partner's profile.
public struct TableLayout: Sendable {
  public var packaging: Packaging
  public var container: TableContainer
  public var preamble: Preamble
  public var header: HeaderRule
  public var trailers: [TrailerRule]
  /// What every cell of a mapped column is stripped of, and the header's names with it.
  public var wrapping: CellWrapping
  /// The columns that are read as typed values, in the order in which a row's cells are judged.
  public var columns: [TableColumn]

  public init(
    packaging: Packaging = .none, container: TableContainer = .delimited(DelimitedRules()), preamble: Preamble = .none,
    header: HeaderRule = .named, trailers: [TrailerRule] = [], wrapping: CellWrapping = [], columns: [TableColumn]
  ) {
    self.packaging = packaging
    self.container = container
    self.preamble = preamble
    self.header = header
    self.trailers = trailers
    self.wrapping = wrapping
    self.columns = columns
  }
}

/// What the table is packed in.
public enum Packaging: Hashable, Sendable {
  case none
  /// RFC 1952; several members one behind the other are one file.
  case gzip
  /// The one member whose name (without folders) fits the pattern: `*` any text, `?` one character, upper and lower case alike. When
  /// several fit, the one that has the header; two of those are refused.
  case zip(member: String)
}

/// What holds the rows.
public enum TableContainer: Sendable {
  case delimited(DelimitedRules)
  case xlsx(SheetChoice)
  /// One JSON text with the rows as an array at this place; the rows are objects or arrays. UTF-8.
  case json(rows: JSONPointer)
  /// One JSON text per line, each a row. UTF-8.
  case jsonLines
}

public enum SheetChoice: Hashable, Sendable {
  case named(String)
  /// The one sheet that has the header; two of those are refused.
  case withHeader
}

/// Which lines stand before the header, or before the first row when there is none.
public enum Preamble: Hashable, Sendable {
  case none
  /// So many physical lines, or rows of the sheet.
  case lines(Int)
  /// Every line that begins with this text, from the start of the file.
  case comments(String)
  /// Everything before the first row that holds all required columns.
  case untilHeader
}

/// Where the names of the columns are.
public enum HeaderRule: Hashable, Sendable {
  /// One row which holds all required columns, in any order and among others.
  case named
  /// So many rows of a sheet, 2 or 3, with merged cells: a column's name is what stands above it, from top to bottom, joined by `/`.
  case merged(rows: Int)
  /// The file has no header; columns are known by their position. Every row has as many fields as the first one.
  case none
}

/// What marks rows that are no data: totals and ends.
public enum TrailerRule: Hashable, Sendable {
  /// A row whose first cell that is not empty begins with this text, such as `#`, `总` or `合计`. Data may follow.
  case prefix(String)
  /// A line of exactly this text, such as `<END>`. Nothing may follow.
  case end(String)
  /// A second header which holds all these names; all rows behind it are totals.
  case secondHeader([String])
  /// A value of a JSON text beside the rows.
  case pointer(JSONPointer)
}

/// What is stripped from a cell before it is read; each from the outside, in this order.
public struct CellWrapping: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Spaces, TABs, no-break and ideographic spaces, and byte order marks, on both sides.
  public static let spaces = CellWrapping(rawValue: 1)
  /// TABs behind the text.
  public static let trailingTab = CellWrapping(rawValue: 2)
  /// `="…"`, which makes a spreadsheet show a number as text. A comma inside belongs to the cell.
  public static let excelText = CellWrapping(rawValue: 4)
  /// One leading backtick.
  public static let backtick = CellWrapping(rawValue: 8)
  /// Full-width digits, letters and signs become those of ASCII.
  public static let fullWidth = CellWrapping(rawValue: 16)
}
