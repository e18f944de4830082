import SettlementCore

/// A statement file of a partner that a run has read, or has missed.
public struct StatementFile: Hashable, Sendable {
  public var run: Int32
  public var partner: String
  /// The last business day that the file covers; nil when its name has no date.
  public var day: CalendarDay?
  public var name: String
  /// In hex; empty: the file was awaited and did not come.
  public var sha256: String
  public var bytes: Int64
  public var rows: Int64
  public var rejected: Int64
  /// It does not hold what it declares: its lines were compared, and nothing is finalised on it (SPEC §7).
  public var isIncomplete: Bool

  public init(
    run: Int32, partner: String, day: CalendarDay?, name: String, sha256: String, bytes: Int64, rows: Int64, rejected: Int64,
    isIncomplete: Bool = false
  ) {
    self.run = run
    self.partner = partner
    self.day = day
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
    self.rows = rows
    self.rejected = rejected
    self.isIncomplete = isIncomplete
  }
}

/// A statement line that found no counterpart yet and is offered to every later statement of its partner (SPEC §7).
public struct KeptLine: Hashable, Sendable {
  /// 0 in a new run: the ledger gives it, in the order of partner, file and line.
  public var number: Int64
  public var partner: String
  /// The file's name and the line in it.
  public var file: String
  public var line: Int64
  public var reference: String
  public var orderID: String
  public var item: String
  public var type: String
  public var amount: Int64
  public var currency: Currency
  public var time: Int64
  public var day: CalendarDay
  /// What was kept back of the amount, in units of 10 to the power of −`feeDigits`; nil where the statement says nothing of it.
  public var fee: Int64?
  public var feeDigits: Int
  /// 1 for the first line of its key, 2 for the next.
  public var occurrence: Int32
  /// The run that kept it first; any in a new run.
  public var fromRun: Int32
  /// In a new run: it found its counterpart at once, and is kept only so that its reference is counted.
  public var isAnswered = false

  public init(
    number: Int64 = 0, partner: String, file: String, line: Int64, reference: String, orderID: String, item: String, type: String,
    amount: Int64, currency: Currency, time: Int64, day: CalendarDay, fee: Int64? = nil, feeDigits: Int = 0, occurrence: Int32,
    fromRun: Int32 = 0
  ) {
    self.number = number
    self.partner = partner
    self.file = file
    self.line = line
    self.reference = reference
    self.orderID = orderID
    self.item = item
    self.type = type
    self.amount = amount
    self.currency = currency
    self.time = time
    self.day = day
    self.fee = fee
    self.feeDigits = feeDigits
    self.occurrence = occurrence
    self.fromRun = fromRun
  }
}

/// One of our lines that a partner's statement has not answered yet.
public struct OpenClaim: Hashable, Sendable {
  public var partner: String
  public var feed: Feed
  /// The record's number; in a new run also a `RecordReference`.
  public var number: Int64
  /// `redeemed`, `reversed` ….
  public var type: String
  /// The run that opened it; any in a new run.
  public var fromRun: Int32

  public init(partner: String, feed: Feed, number: Int64, type: String, fromRun: Int32 = 0) {
    self.partner = partner
    self.feed = feed
    self.number = number
    self.type = type
    self.fromRun = fromRun
  }
}

/// A row that was rejected (SPEC §9).
public struct RejectRecord: Hashable, Sendable {
  public var source: String
  public var file: String
  public var line: Int64
  public var field: String
  public var expected: String
  public var found: String

  public init(source: String, file: String, line: Int64, field: String, expected: String, found: String) {
    self.source = source
    self.file = file
    self.line = line
    self.field = field
    self.expected = expected
    self.found = found
  }
}
