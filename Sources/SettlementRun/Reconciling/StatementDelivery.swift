import Feeds
import LedgerStore
import SettlementCore

/// What a partner's statement files bring to a run, and what earlier runs still hold of that partner (SPEC §7).
struct StatementDelivery: Sendable {
  /// One file that was read.
  struct File: Sendable {
    /// Nil: a file without date, read whole by every run.
    let day: CalendarDay?
    let feed: StatementFeed
    let record: SourceRecord
  }
  let settings: PartnerSettings
  let profile: StatementProfile
  let party: Int32
  /// In the order of their days.
  private(set) var files: [File] = []
  /// Days whose file was expected and has not come, or could not be used; `failures` says why.
  private(set) var missing: [CalendarDay] = []
  private(set) var failures: [SourceFailure] = []
  private(set) var sources: [SourceRecord] = []
  /// Days whose file an earlier run has read, and days that were noted as missing.
  let knownDays: Set<CalendarDay>
  let notedMissing: Set<CalendarDay>
  let keptLines: [KeptLine]
  let openClaims: [OpenClaim]
  let decided: DecidedAmounts
  /// The undated file is the same as in the run before: nothing is read again.
  private var undatedDigest: String?
  private(set) var isUnchanged = false

  /// Of every partner that sends statements.
  static func all(_ rules: RunRules, _ ledger: any Ledger) throws -> [StatementDelivery] {
    try rules.book.partners.compactMap { partner in
      try rules.parties.number(of: partner.partner).flatMap { try StatementDelivery(partner, party: $0, ledger) }
    }
  }

  init?(_ settings: PartnerSettings, party: Int32, _ ledger: any Ledger) throws {
    guard let profile = settings.statement else { return nil }
    self.settings = settings
    self.profile = profile
    self.party = party
    let files = try ledger.statementFiles(partner: settings.partner)
    knownDays = Set(files.filter { !$0.sha256.isEmpty }.compactMap(\.day))
    notedMissing = Set(files.filter { $0.sha256.isEmpty }.compactMap(\.day))
    undatedDigest = files.last { $0.day == nil }?.sha256
    keptLines = try ledger.keptLines(partner: settings.partner)
    openClaims = try ledger.openClaims(partner: settings.partner)
    decided = DecidedAmounts(try ledger.postedDecisions(partner: settings.partner))
  }

  /// The days whose file this run looks for: its own, and those that earlier runs missed.
  func wantedDays(today: CalendarDay) -> [CalendarDay] {
    profile.isDaily ? notedMissing.union([today]).subtracting(knownDays).filter { $0 <= today }.sorted() : []
  }

  /// What this run looks for: a file of each wanted day, or the file without date.
  func wants(today: CalendarDay) -> [StatementWant] {
    let days = profile.isDaily ? wantedDays(today: today) : [today]
    return days.map { StatementWant(partner: settings.partner, profile: profile, day: $0) }
  }

  /// Reads what has come. A file that cannot be used counts as missing; it is tried again by the next run.
  mutating func read(_ pull: DayPull, limit: Rate, zone: BusinessZone, currency: Currency?) {
    for want in wants(today: pull.day) {
      let day = want.day
      let reading = StatementFeed.read(pull.statement(want), profile: profile, zone: zone, defaultCurrency: currency)
      guard let feed = reading.feed, let record = reading.record else {
        if let failure = reading.failure { failures.append(failure) }
        missing.append(day)
        continue
      }
      sources.append(record)
      if exceeds(limit: limit, rejected: record.rejected, rows: record.rows) {
        failures.append(.tooManyRejected(record, limit: limit))
        missing.append(day)
        rejected += feed.rejects.listed
        continue
      }
      rejected += feed.rejects.listed
      if !profile.isDaily, record.sha256 == undatedDigest {
        isUnchanged = true
        continue
      }
      files.append(File(day: profile.isDaily ? day : nil, feed: feed, record: record))
    }
  }
  /// Rows of all files read that were rejected.
  private(set) var rejected: [Reject] = []

  /// Days whose lines and claims can be findings; nil: every day.
  func coveredDays() -> Set<Int32>? {
    guard profile.isDaily else { return files.isEmpty && !isUnchanged && undatedDigest == nil ? [] : nil }
    return Set(knownDays.map(\.number)).union(files.compactMap { $0.day?.number })
  }

  /// True when a file without date is read anew: it replaces everything that it said before (SPEC §9).
  var isWhole: Bool { !profile.isDaily && !files.isEmpty }

  /// The stored orders that the lines of a whole file may be about.
  func ordersNamed(_ ledger: any Ledger) throws(LedgerFailure) -> Set<Int64> {
    var numbers: Set<Int64> = []
    if !isWhole { return numbers }
    for file in files {
      let rows = (0..<Int32(file.feed.count)).map { $0 }
      numbers.formUnion(try ledger.orders(withIDs: file.feed.orderIDs, rows: rows).number)
      numbers.formUnion(try ledger.orders(withIDs: file.feed.references, rows: rows).number)
      numbers.formUnion(try ledger.redemptions(withIDs: file.feed.references, rows: rows).orderNumber)
      numbers.formUnion(try ledger.refunds(withIDs: file.feed.references, rows: rows).orderNumber)
    }
    return numbers.subtracting([0])
  }

  /// What the ledger notes: files read, and days whose file is missing for the first time.
  func notes(run: Int32) -> [StatementFile] {
    let read = files.map { file in
      StatementFile(
        run: run, partner: settings.partner, day: file.day, name: file.record.path, sha256: file.record.sha256, bytes: Int64(file.record.bytes),
        rows: Int64(file.record.rows), rejected: Int64(file.record.rejected))
    }
    let lost = !profile.isDaily ? [] : missing.filter { !notedMissing.contains($0) }
    return read
      + lost.map { StatementFile(run: run, partner: settings.partner, day: $0, name: "", sha256: "", bytes: 0, rows: 0, rejected: 0) }
  }
}

extension SourceFailure {
  /// More rows were rejected than `max-rejected` allows (SPEC §9).
  static func tooManyRejected(_ record: SourceRecord, limit: Rate) -> SourceFailure {
    SourceFailure(
      kind: .malformed, source: record.name, file: record.path, field: "rows", expected: "at most \(limit) of its rows rejected",
      found: "\(record.rejected) of \(record.rows)", advice: "see rejects.csv, mend the file and run again")
  }
}
