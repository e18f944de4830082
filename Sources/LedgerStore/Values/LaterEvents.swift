import SettlementCore

/// Names a record inside a `NewRun`: its number in the ledger, or a row of the new batch, whose number does not exist yet.
///
/// The feed is known from the place where it stands.
public enum RecordReference {
  /// The order, redemption, refund or payout in this row of the new run; below zero.
  @inlinable public static func new(row: Int) -> Int64 { -1 - Int64(row) }
  /// No record: the order is unknown.
  public static let none: Int64 = 0
}

/// Something that waits for its day or for its turn (SPEC §4, Waiting).
public struct WaitingRecord: Hashable, Sendable {
  public enum What: String, Sendable, CaseIterable {
    /// The record itself, its reversal, or what is left of an over-refund.
    case record, reversal, excess
  }
  public var feed: Feed
  public var what: What
  /// The record's number; in a new run also a `RecordReference`.
  public var number: Int64
  /// The first business day whose run looks at it.
  public var wakeDay: CalendarDay

  public init(feed: Feed, what: What = .record, number: Int64, wakeDay: CalendarDay) {
    self.feed = feed
    self.what = what
    self.number = number
    self.wakeDay = wakeDay
  }
}

/// Something that happens in a run to a record that an earlier run, or this one, saw first without it.
public struct LatePosting: Hashable, Sendable {
  public enum What: Hashable, Sendable {
    /// The order of a redemption or refund has become known: its number or a `RecordReference`.
    case linked(order: Int64)
    /// An order was split by these terms.
    case split(terms: Int32)
    /// A redemption earned its price, a refund or a payout posted; `group` 0 when it has no lines, `price` 0 but for redemptions.
    case posted(group: Int64, price: Int64)
    /// A reversal or failure that was seen earlier counts now.
    case reversed
    /// Some of an over-refund's waiting excess was posted.
    case excess(group: Int64)
  }
  public var feed: Feed
  /// The record's number or a `RecordReference`.
  public var number: Int64
  public var what: What

  public init(feed: Feed, number: Int64, what: What) {
    self.feed = feed
    self.number = number
    self.what = what
  }
}

/// A redemption whose status became, or first was, reversed.
public struct NewReversal: Hashable, Sendable {
  /// The redemption's number or a `RecordReference`.
  public var redemption: Int64
  /// `Int64.min`: no time given.
  public var reversedAt: Int64
  public var day: CalendarDay
  /// It counts in this run. False: its day is still to come (then a `LatePosting.reversed` follows), or nothing was earned and nothing ever
  /// moves.
  public var counts: Bool

  public init(redemption: Int64, reversedAt: Int64, day: CalendarDay, counts: Bool) {
    self.redemption = redemption
    self.reversedAt = reversedAt
    self.day = day
    self.counts = counts
  }
}

/// A refund whose status became, or first was, failed.
public struct NewFailure: Hashable, Sendable {
  /// The refund's number or a `RecordReference`.
  public var refund: Int64
  public var day: CalendarDay
  /// It undoes in this run. False: the refund had posted nothing, and nothing ever moves.
  public var counts: Bool

  public init(refund: Int64, day: CalendarDay, counts: Bool) {
    self.refund = refund
    self.day = day
    self.counts = counts
  }
}
