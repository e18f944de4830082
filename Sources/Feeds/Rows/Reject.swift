import SettlementCore

/// A row that was not taken, as `rejects.csv` lists it (SPEC §9): a value, never thrown.
public struct Reject: Error, Hashable, Sendable, CustomStringConvertible {
  /// The feed: `orders`, `redemptions`, `refunds`, `payouts`, or what the caller calls a statement.
  public let source: String
  /// The file as the caller named it.
  public let file: String
  /// The 1-based physical line where the row starts.
  public let line: Int
  /// The column; `row` when the whole row is meant.
  public let field: String
  public let expected: String
  /// The field's own text, shortened and escaped; never another field's.
  public let found: String

  public init(source: String, file: String, line: Int, field: String, expected: String, found: String) {
    self.source = source
    self.file = file
    self.line = line
    self.field = field
    self.expected = expected
    self.found = found
  }

  public var description: String { "\(file):\(line): \(field): expected \(expected), found \(found)" }
}

/// The bad rows of one file.
public struct Rejects: Sendable {
  /// How many bad rows of a file are listed; all are counted. A source with more has failed long before.
  public static let maximumListed = 100_000

  /// In the order of their lines.
  public internal(set) var listed: [Reject] = []
  public internal(set) var count = 0

  public init() {}
}

/// True when more of a source's rows were rejected than `limit`, a fraction of the whole, allows (`max-rejected`, SPEC §9). Exact.
public func exceeds(limit: Rate, rejected: Int, rows: Int) -> Bool {
  Int128(rejected) * Int128(limit.denominator) > Int128(limit.numerator) * Int128(rows)
}
