/// What a partner's lines and our claims sum up to, in columns: one row per group of the profile and currency (SPEC §7, step 3).
///
/// Amounts are minor units of `currency`. A group is what has the same text in the profile's columns; it lives as long as its partner.
public struct LineGroups: Sendable {
  /// The group's columns in the profile's order, `@` between: `video@2026-03-01`.
  public var keys = TextColumn()
  public var currency: [Currency] = []
  /// 1 for the currency in which a key was met first, 2 for the next: it tells their discrepancies apart.
  public var number: [Int32] = []
  /// The earliest business date among the rows since both sides agreed last.
  public var day: [Int32] = []
  /// How many claims of ours were counted, and their sum.
  public var claims: [Int64] = []
  public var ours: [Int64] = []
  /// How many lines of theirs were counted, and their sum.
  public var lines: [Int64] = []
  public var theirs: [Int64] = []
  /// What adjusts of earlier runs have posted for the group; the ledger derives it.
  public var posted: [Int64] = []
  /// Both sides differ, and every later run has to say so.
  public var isOpen: [Bool] = []

  public init() {}

  public var count: Int { currency.count }

  /// Appends a row of another table.
  public mutating func append(_ row: Int, of other: LineGroups) {
    keys.append(row, of: other.keys)
    currency.append(other.currency[row])
    number.append(other.number[row])
    day.append(other.day[row])
    claims.append(other.claims[row])
    ours.append(other.ours[row])
    lines.append(other.lines[row])
    theirs.append(other.theirs[row])
    posted.append(other.posted[row])
    isOpen.append(other.isOpen[row])
  }
}
