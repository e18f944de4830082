extension StatementFormat {
  /// Where the columns of SPEC §11 come from. A nil column is empty for every row.
  public struct Columns: Hashable, Sendable {
    /// Nil only where lines are not matched by it.
    public var reference: Text?
    public var orderID: Text?
    public var item: Text?
    public var type: RowType = .line(.redeemed)
    public var amount: Amount
    public var currency: Text?
    public var time: Time
    /// What the row says was kept back of its amount.
    public var fee: Fee?
    public var balance: Balance?

    public init(reference: Text? = nil, amount: Amount, time: Time) {
      self.reference = reference
      self.amount = amount
      self.time = time
    }

    /// Those of SPEC §11 by their names.
    public static let canonical = {
      var columns = Columns(reference: Text("reference"), amount: Amount("amount"), time: Time("time"))
      columns.orderID = Text("order_id", isRequired: false)
      columns.item = Text("item", isRequired: false)
      let types = LineType.allCases.map { Meaning($0.name, RowMeaning.line($0)) } + [Meaning("", .line(.redeemed))]
      columns.type = .cell(.named(["type"]), types, otherwise: nil, isRequired: false)
      columns.currency = Text("currency", isRequired: false)
      return columns
    }()
  }

  /// For rows of the type reversed, what stands elsewhere; a nil column is read as ``Columns`` says. What a row does not use may be empty.
  public struct ReversedCells: Hashable, Sendable {
    public var reference: Text?
    public var orderID: Text?
    public var item: Text?
    /// Never beside ``RowType/bySign``.
    public var amount: Amount?
    public var time: Time?
    public var fee: Fee?

    public init() {}
  }

  /// Where one cell of a row is.
  public enum Cell: Hashable, Sendable {
    /// Under the one column with one of these names; of a JSON row, the value of that key.
    case named([String])
    /// At this place, from 0.
    case position(Int)
    /// At this JSON pointer in a JSON row.
    case pointer(String)

    /// What messages call it.
    public var words: String {
      switch self {
      case .named(let names): names[0]
      case .position(let place): "column \(place + 1)"
      case .pointer(let pointer): pointer
      }
    }
  }

  /// What a cell's text means. Texts are compared stripped, byte by byte.
  public struct Meaning<Value: Hashable & Sendable>: Hashable, Sendable {
    public let text: String
    public let value: Value

    public init(_ text: String, _ value: Value) {
      self.text = text
      self.value = value
    }
  }

  /// A column of texts.
  public struct Text: Hashable, Sendable {
    public enum Origin: Hashable, Sendable {
      case cell(Cell)
      /// The same for every row.
      case constant(String)
    }
    /// What a text becomes that is none of the known ones.
    public enum Otherwise: Hashable, Sendable {
      case keep, reject
      case value(String)
    }

    public var origin: Origin
    /// No text twice.
    public var values: [Meaning<String>]
    public var otherwise: Otherwise
    /// False: empty for every row when the file lacks the column.
    public var isRequired: Bool

    public init(_ origin: Origin, values: [Meaning<String>] = [], otherwise: Otherwise = .keep, isRequired: Bool = true) {
      self.origin = origin
      self.values = values
      self.otherwise = otherwise
      self.isRequired = isRequired
    }

    public init(_ name: String, isRequired: Bool = true) { self.init(.cell(.named([name])), isRequired: isRequired) }
  }

  /// What a row is.
  public enum RowMeaning: Hashable, Sendable {
    case line(LineType)
    /// No line: counted as passed over, and in totals and balances.
    case passedOver
  }

  public enum RowType: Hashable, Sendable {
    /// The same for every row.
    case line(LineType)
    /// Redeemed where ``Columns/amount`` is 0 or more, reversed where it is less.
    case bySign
    /// By a cell's text, no text twice; of any other text, `otherwise`, or a reject when that is nil. Redeemed for every row when
    /// the file lacks a column that is not required.
    case cell(Cell, [Meaning<RowMeaning>], otherwise: RowMeaning?, isRequired: Bool)
  }

  /// A column of signed amounts, written as ``AmountWriting`` says.
  public struct Amount: Hashable, Sendable {
    public enum Cells: Hashable, Sendable {
      /// The exact sum of signed amounts; never empty.
      case sum([Cell])
      /// What came in less what went out; where `outIsNegative`, the latter is written as `-5.00`.
      case inAndOut(Cell, Cell, outIsNegative: Bool)
      /// An unsigned amount and a text that says its sign.
      case marked(Cell, mark: Cell, plus: [String], minus: [String])
    }

    public var cells: Cells
    /// True where the file's plus is our minus.
    public var negates: Bool

    public init(_ cells: Cells, negates: Bool = false) {
      self.cells = cells
      self.negates = negates
    }

    public init(_ name: String) { self.init(.sum([.named([name])])) }
  }

  public struct Fee: Hashable, Sendable {
    public var amount: Amount
    /// Decimals with which fees are written and summed, 0 to 9; nil: the currency's. Compared rounded once.
    public var digits: Int?
    /// False: the statement has no fees when the file lacks the column.
    public var isRequired: Bool

    public init(_ amount: Amount, digits: Int? = nil, isRequired: Bool = true) {
      self.amount = amount
      self.digits = digits
      self.isRequired = isRequired
    }
  }

  public struct Time: Hashable, Sendable {
    /// One cell, or a date and a time of day, which are read with a space between them.
    public var cells: [Cell]
    /// The first that fits counts; never empty.
    public var formats: [TimeFormat]

    public init(_ cells: [Cell], formats: [TimeFormat] = [.iso]) {
      self.cells = cells
      self.formats = formats
    }

    public init(_ name: String) { self.init([.named([name])]) }
  }

  public enum TimeFormat: Hashable, Sendable {
    /// Letters as in `yyyy-MM-dd HH:mm:ss`.
    case pattern(String)
    /// ISO 8601 with `T` or a space; seconds, fraction and offset optional; or the date alone.
    case iso
    /// A spreadsheet's day number.
    case serial
    case seconds
    case milliseconds
  }

  /// A running balance: before + amount = after, from row to row of one currency, passed-over rows included.
  public struct Balance: Hashable, Sendable {
    public var cell: Cell
    /// What moves it; nil: ``Columns/amount`` as the file writes it, not negated.
    public var amount: Amount?
    public var isNewestFirst: Bool

    public init(_ cell: Cell, amount: Amount? = nil, isNewestFirst: Bool = false) {
      self.cell = cell
      self.amount = amount
      self.isNewestFirst = isNewestFirst
    }
  }

  /// Whether a row's cell has one of some texts, or none of them.
  public struct Condition: Hashable, Sendable {
    public var cell: Cell
    /// Never empty.
    public var texts: [String]
    public var isNot: Bool

    public init(_ cell: Cell, _ texts: [String], isNot: Bool = false) {
      self.cell = cell
      self.texts = texts
      self.isNot = isNot
    }
  }
}
