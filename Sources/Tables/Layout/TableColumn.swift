/// A column that the caller wants, where it stands, and what its cells are.
public struct TableColumn: Sendable {
  /// The caller's name of it, for messages.
  public var name: String
  /// One cell, or two where the type says so.
  public var cells: [CellSource]
  /// A required column must be in the file. Where it is optional and absent, texts are empty, amounts 0 and times ``CivilTime/none``.
  public var isRequired: Bool
  public var type: ColumnType

  public init(_ name: String, _ cells: [CellSource], isRequired: Bool = true, _ type: ColumnType) {
    precondition(cells.count == 1 || (cells.count == 2 && type.mayHaveTwoCells))
    self.name = name
    self.cells = cells
    self.isRequired = isRequired
    self.type = type
  }
}

/// Where one cell of a row is.
public enum CellSource: Hashable, Sendable {
  /// Under the one column with one of these names.
  case named([String])
  /// At this place, from 0.
  case position(Int)
  /// At this place of a JSON row.
  case pointer(JSONPointer)
}

public enum ColumnType: Sendable {
  case text(TextRule)
  /// An integer of the format's scale. Of two cells, how they make one amount.
  case amount(AmountFormat, AmountCells = .one)
  /// The first format that fits. Two cells are a date and a time of day: they are read with a space between them. Cells without text are
  /// ``CivilTime/none``, or a reject.
  case time([TimeFormat], emptyIsNone: Bool = false)

  var mayHaveTwoCells: Bool {
    switch self {
    case .text, .amount(_, .one): false
    case .amount, .time: true
    }
  }
}

public enum TextRule: Hashable, Sendable {
  case any
  /// An identifier: not empty, and not damaged by a spreadsheet; `1.2E+17` and numbers of more than 15 digits are refused.
  case id
  /// The same, or empty.
  case idOrEmpty
}

public enum AmountCells: Hashable, Sendable {
  /// One signed amount.
  case one
  /// What came in and what went out: first − second. At most one of them may be other than 0 or empty.
  case inAndOut(OutSign)
  /// An unsigned amount and a text that says its sign, such as CR and DR; both empty are an empty amount.
  case marked(plus: [String], minus: [String])

  /// How the amounts of the column that went out are written.
  public enum OutSign: Hashable, Sendable {
    case unsigned
    /// As `-5.00`, or 0.
    case negative
  }
}
