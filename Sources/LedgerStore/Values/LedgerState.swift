import SettlementCore

/// The runs, names and versions of a ledger.
public struct LedgerState: Sendable {
  public let schemaVersion: Int
  /// The business time zone, fixed by the first run; nil before.
  public let zone: String?
  /// Ascending, without gaps: run n stands at n − 1.
  public let runs: [RunRecord]
  /// Numbers ↔ names. The platform is party 0, also before the first run.
  public let parties: Terminology
  public let bundles: Terminology
  public let entitlements: Terminology
  /// The place is the number of the terms.
  public let versions: [StoredVersion]
  /// How far sources were read, by name: the newest value of each.
  public let marks: [String: String]

  public init(
    schemaVersion: Int, zone: String?, runs: [RunRecord], parties: Terminology, bundles: Terminology, entitlements: Terminology,
    versions: [StoredVersion], marks: [String: String] = [:]
  ) {
    self.schemaVersion = schemaVersion
    self.zone = zone
    self.runs = runs
    self.parties = parties
    self.bundles = bundles
    self.entitlements = entitlements
    self.versions = versions
    self.marks = marks
  }
}

/// One run (SPEC §9).
public struct RunRecord: Equatable, Sendable {
  public let number: Int32
  public let day: CalendarDay
  /// NNN of its id: the count of runs of its day.
  public let sequence: Int
  /// Its posting groups: numbers from `firstGroup`, so many.
  public let firstGroup: Int64
  public let groupCount: Int64
  /// Canonical JSON, as given.
  public let summary: String
  /// The numbers of the records that it saw first.
  public let orders: Range<Int64>
  public let redemptions: Range<Int64>
  public let refunds: Range<Int64>
  public let payouts: Range<Int64>

  public init(
    number: Int32, day: CalendarDay, sequence: Int, firstGroup: Int64, groupCount: Int64, summary: String, orders: Range<Int64>,
    redemptions: Range<Int64>, refunds: Range<Int64>, payouts: Range<Int64>
  ) {
    self.number = number
    self.day = day
    self.sequence = sequence
    self.firstGroup = firstGroup
    self.groupCount = groupCount
    self.summary = summary
    self.orders = orders
    self.redemptions = redemptions
    self.refunds = refunds
    self.payouts = payouts
  }

  /// `2026-03-01-001`.
  public var id: String {
    let digits = String(sequence)
    return "\(day)-\(String(repeating: "0", count: max(0, 3 - digits.utf8.count)))\(digits)"
  }
}

/// A version of an agreement that has split an order: immutable from then on (SPEC §3).
public struct StoredVersion: Equatable, Sendable {
  public let bundle: String
  public let effective: CalendarDay
  /// SHA-256 of its canonical JSON, in hex.
  public let digest: String
  public let currency: Currency
  public let firstRun: Int32

  public init(bundle: String, effective: CalendarDay, digest: String, currency: Currency, firstRun: Int32) {
    self.bundle = bundle
    self.effective = effective
    self.digest = digest
    self.currency = currency
    self.firstRun = firstRun
  }
}
