import Feeds
import LedgerStore
import Reconciliation
import SettlementCore

/// What a partner's statement files bring to a run, and what earlier runs still hold of that partner (SPEC §7).
struct StatementDelivery: Sendable {
  /// Lines that came, and how they stand among others.
  struct File: Sendable {
    enum Standing: Sendable, CaseIterable {
      /// They stand where lines of the same file stood before, ahead of all lines that were kept.
      case replacing
      case complete
      /// Nothing is finalised on them: they come last, so that no other line is matched otherwise because of them.
      case incomplete
    }
    let feed: StatementFeed
    let record: SourceRecord
    let standing: Standing
  }
  /// One file that was read.
  struct Received: Sendable {
    /// The last day that it covers; nil: a file without date, read whole by every run.
    let day: CalendarDay?
    let record: SourceRecord
    let isIncomplete: Bool
    /// The ledger does not know these bytes, and they say something else than those before.
    let isNews: Bool
  }
  /// Something that a file declares and does not hold.
  struct Breach: Sendable {
    let day: CalendarDay?
    let file: String
    let businessDate: CalendarDay
    let breach: Completeness.Breach
  }
  let settings: PartnerSettings
  let profile: StatementProfile
  let party: Int32
  /// On which days its lines and ours count; nil: on business days.
  let clock: StatementClock?
  /// By their standing, then in the order of their days.
  private(set) var files: [File] = []
  private(set) var received: [Received] = []
  private(set) var breaches: [Breach] = []
  private(set) var reissues: [Reissue] = []
  /// Last days of windows whose file was awaited and has not come, or could not be used; `failures` says why.
  var missing: [CalendarDay] = []
  private(set) var failures: [SourceFailure] = []
  private(set) var sources: [SourceRecord] = []
  /// Rows of all files read that were rejected.
  private(set) var rejected: [Reject] = []
  let windows: StatementWindows
  let keptLines: [KeptLine]
  let openClaims: [OpenClaim]
  let decided: DecidedAmounts
  /// The business days of the ledger's runs.
  let runDays: [CalendarDay]
  /// Nil: an ordinary run.
  private let rereading: Rereading?
  /// The newest files without date, complete or not, and the newest complete one.
  let undated: StatementFile?
  private let undatedComplete: StatementFile?
  private(set) var isUnchanged = false
  private var isUnusable = false

  /// Of every partner that sends statements.
  static func all(
    _ rules: RunRules, _ state: LedgerState, _ ledger: any Ledger, again rereading: Rereading? = nil
  ) throws -> [StatementDelivery] {
    let days = state.runs.map(\.day)
    return try rules.book.partners.compactMap { partner in
      try rules.parties.number(of: partner.partner).flatMap {
        try StatementDelivery(
          partner, party: $0, rules.clocks.clock(of: partner.partner, run: .max), runDays: days, ledger, again: rereading)
      }
    }
  }

  init?(
    _ settings: PartnerSettings, party: Int32, _ clock: StatementClock?, runDays: [CalendarDay], _ ledger: any Ledger,
    again rereading: Rereading? = nil
  ) throws {
    guard let profile = settings.statement else { return nil }
    self.settings = settings
    self.profile = profile
    self.party = party
    self.clock = clock
    self.runDays = runDays
    self.rereading = rereading
    let files = try ledger.statementFiles(partner: settings.partner)
    windows = StatementWindows(profile, files, firstRunDay: runDays.first)
    undated = files.last { $0.day == nil }
    undatedComplete = files.last { $0.day == nil && !$0.isIncomplete }
    keptLines = try ledger.keptLines(partner: settings.partner)
    openClaims = try ledger.openClaims(partner: settings.partner)
    decided = DecidedAmounts(try ledger.postedDecisions(partner: settings.partner))
  }

  /// What this run looks for: the file of each window that is awaited or looked at again, or the file without date.
  func wants(today: CalendarDay) -> [StatementWant] {
    func want(_ day: CalendarDay, isRevisit: Bool = false) -> StatementWant {
      StatementWant(partner: settings.partner, profile: profile, day: day, isRevisit: isRevisit)
    }
    if let rereading { return wants(again: rereading) }
    if !profile.isDated { return [want(today)] }
    return windows.awaited(on: today).map { want($0) } + windows.revisited(on: today).map { want($0, isRevisit: true) }
  }

  // MARK: Reading

  /// Reads what has come. A file that cannot be used counts as missing; it is tried again by the next run.
  mutating func read(_ pull: DayPull, limit: Rate, zone: BusinessZone, currency: Currency?) {
    let reader = Reader(pull: pull, limit: limit, zone: zone, clock: clock, currency: currency)
    for want in wants(today: pull.day) { read(want, reader) }
    if let rereading { repeatLacking(besides: rereading, reader) }
    files = File.Standing.allCases.flatMap { standing in files.filter { $0.standing == standing } }
  }

  struct Reader {
    let pull: DayPull
    let limit: Rate
    let zone: BusinessZone
    let clock: StatementClock?
    let currency: Currency?

    func read(_ input: SourceInput, _ profile: StatementProfile) -> SourceReading<StatementFeed> {
      StatementFeed.read(input, profile: profile, zone: zone, clock: clock, defaultCurrency: currency)
    }
  }

  private mutating func read(_ want: StatementWant, _ reader: Reader) {
    let reading = reader.read(reader.pull.statement(want), profile)
    guard let feed = reading.feed, let record = reading.record else {
      if want.isRevisit, reading.failure?.kind == .missing || reading.failure?.kind == .waiting { return }
      return lack(want, reading.failure, reader)
    }
    if want.isRevisit, record.sha256 == windows.newest[want.day]?.sha256 { return }
    sources.append(record)
    rejected += feed.rejects.listed
    if exceeds(limit: reader.limit, rejected: record.rejected, rows: record.rows) {
      return lack(want, .tooManyRejected(record, limit: reader.limit), reader)
    }
    if !profile.isDated, record.sha256 == undatedComplete?.sha256 {
      isUnchanged = true
      return
    }
    if let other = otherDay(feed, record, want) { return lack(want, .sentAgain(record, of: other, as: want.day), reader) }
    take(feed, record, want, reader)
  }

  private mutating func take(_ feed: StatementFeed, _ record: SourceRecord, _ want: StatementWant, _ reader: Reader) {
    let day = profile.isDated ? want.day : nil
    let completeness = completeness(feed, day)
    if !completeness.isComplete {
      let known = profile.isDated ? windows.newest[want.day] : undated
      received.append(Received(day: day, record: record, isIncomplete: true, isNews: record.sha256 != known?.sha256))
      return compare(feed, record, day, completeness, today: reader.pull.day)
    }
    if let day, let earlier = windows.complete[day] { return takeAnew(feed, record, earlier, reader) }
    received.append(Received(day: day, record: record, isIncomplete: false, isNews: true))
    files.append(File(feed: feed, record: record, standing: .complete))
  }

  func completeness(_ feed: StatementFeed, _ day: CalendarDay?) -> Completeness {
    Completeness(totals: feed.totals, days: feed.day, lines: feed.line, window: day.map(profile.days))
  }

  /// An incomplete statement: its lines are compared. One that was issued anew takes nothing away from the complete one before it.
  mutating func compare(
    _ feed: StatementFeed, _ record: SourceRecord, _ day: CalendarDay?, _ completeness: Completeness, today: CalendarDay
  ) {
    let newest = feed.day.filter { $0 <= today.number }.max().map { CalendarDay(number: $0) }
    for breach in completeness.breaches {
      breaches.append(Breach(day: day, file: record.path, businessDate: day ?? newest ?? today, breach: breach))
    }
    if let day, windows.complete[day] != nil { return }
    files.append(File(feed: feed, record: record, standing: .incomplete))
  }

  /// A file that was read before has other content now: only the difference counts.
  private mutating func takeAnew(_ feed: StatementFeed, _ record: SourceRecord, _ earlier: StatementFile, _ reader: Reader) {
    guard let old = self.earlier(earlier, reader)?.feed else {
      failures.append(.earlierGone(record, earlier))
      isUnusable = true
      return
    }
    let isAfterIncomplete = earlier.day.flatMap { windows.newest[$0]?.isIncomplete } ?? false
    let reissue = Reissue(earlier, old, record, feed, on: profile.on, kept: keptLines)
    received.append(Received(day: earlier.day, record: record, isIncomplete: false, isNews: !reissue.isEmpty || isAfterIncomplete))
    if reissue.isEmpty { return }
    reissues.append(reissue)
    files.append(File(feed: reissue.added.lines(reissue.inPlace), record: record, standing: .replacing))
    files.append(File(feed: reissue.added.lines(reissue.arriving), record: record, standing: .complete))
  }

  /// A file that an earlier run has read, from the archive; nil: it is not there.
  func earlier(_ file: StatementFile, _ reader: Reader) -> SourceReading<StatementFeed>? {
    let runDay = runDays[Int(file.run) - 1]
    let key = InputKey(source: settings.partner, day: file.day ?? runDay)
    return reader.pull.earlier(key, runDay: runDay, sha256: file.sha256).map { reader.read($0, profile) }
  }

  /// Notes what a window lacks. An incomplete file that came before stands until something better comes.
  private mutating func lack(_ want: StatementWant, _ failure: SourceFailure?, _ reader: Reader) {
    if let failure { failures.append(failure) }
    if want.isRevisit {
      isUnusable = true
      return
    }
    missing.append(want.day)
    guard profile.isDated, let file = windows.newest[want.day], let reading = earlier(file, reader) else { return }
    guard let feed = reading.feed, let record = reading.record else { return }
    compare(feed, record, want.day, completeness(feed, want.day), today: reader.pull.day)
  }

  /// The other window whose file these bytes are: no line is of the window that is wanted, and all were read before.
  private func otherDay(_ feed: StatementFeed, _ record: SourceRecord, _ want: StatementWant) -> CalendarDay? {
    guard profile.isDated, feed.count > 0, !feed.day.contains(where: { profile.days(endingOn: want.day).contains(CalendarDay(number: $0)) })
    else { return nil }
    if let known = windows.other(than: want.day, sha256: record.sha256) { return known }
    return received.first { $0.record.sha256 == record.sha256 && !$0.isIncomplete && $0.day != want.day }?.day
  }

  // MARK: What the files mean for the run

  /// On which day of the partner's statements a record of ours counts.
  func day(of time: RecordTime) -> Int32 {
    guard let clock, let instant = time.instant else { return time.day }
    return clock.day(of: instant).number
  }

  /// True when a file has come that says something new.
  var bringsNews: Bool { received.contains(where: \.isNews) }

  /// True while a file is awaited, is incomplete, or came and cannot be used.
  var isLacking: Bool { !missing.isEmpty || !breaches.isEmpty || isUnusable }

  /// True when a line is of an incomplete file without date: what an earlier version of the file answered is answered still.
  var repeatsUndated: Bool { !profile.isDated && undatedComplete != nil && files.contains { $0.standing == .incomplete } }

  /// Days whose lines and claims can be findings; nil: every day.
  func coveredDays() -> Set<Int32>? {
    if !profile.isDated { return undatedComplete == nil && !isWhole ? [] : nil }
    return windows.covered(with: received.filter { !$0.isIncomplete }.compactMap(\.day))
  }

  /// True when a file without date is read anew: it replaces everything that it said before (SPEC §9).
  var isWhole: Bool { !profile.isDated && files.contains { $0.standing == .complete } }

  /// The stored orders that the lines of a whole file may be about, or those that a file issued anew has taken back.
  func ordersNamed(_ ledger: any Ledger) throws(LedgerFailure) -> Set<Int64> {
    var numbers: Set<Int64> = []
    for feed in isWhole ? files.map(\.feed) : reissues.map(\.removed) {
      let rows = (0..<Int32(feed.count)).map { $0 }
      numbers.formUnion(try ledger.orders(withIDs: feed.orderIDs, rows: rows).number)
      numbers.formUnion(try ledger.orders(withIDs: feed.references, rows: rows).number)
      numbers.formUnion(try ledger.redemptions(withIDs: feed.references, rows: rows).orderNumber)
      numbers.formUnion(try ledger.refunds(withIDs: feed.references, rows: rows).orderNumber)
    }
    return numbers.subtracting([0])
  }

  /// What the ledger notes: files read, and windows whose file is missing for the first time.
  func notes(run: Int32) -> [StatementFile] {
    let known = Set(windows.newest.values.filter(\.isIncomplete).map(\.sha256) + [undated?.sha256].compactMap { $0 })
    let read = received.filter { !$0.isIncomplete || !known.contains($0.record.sha256) }.map { file in
      StatementFile(
        run: run, partner: settings.partner, day: file.day, name: file.record.path, sha256: file.record.sha256,
        bytes: Int64(file.record.bytes),
        rows: Int64(file.record.rows), rejected: Int64(file.record.rejected), isIncomplete: file.isIncomplete)
    }
    let lost = !profile.isDated ? [] : missing.filter { !windows.isNoted($0) }
    return read
      + lost.map {
        StatementFile(run: run, partner: settings.partner, day: $0, name: $0.description, sha256: "", bytes: 0, rows: 0, rejected: 0)
      }
  }
}

extension SourceFailure {
  /// More rows were rejected than `max-rejected` allows (SPEC §9).
  static func tooManyRejected(_ record: SourceRecord, limit: Rate) -> SourceFailure {
    SourceFailure(
      kind: .malformed, source: record.name, file: record.path, field: "rows", expected: "at most \(limit) of its rows rejected",
      found: "\(record.rejected) of \(record.rows)", advice: "see rejects.csv, mend the file and run again")
  }

  /// The file of another day was sent under the name of this one.
  static func sentAgain(_ record: SourceRecord, of other: CalendarDay, as day: CalendarDay) -> SourceFailure {
    SourceFailure(
      kind: .malformed, source: record.name, file: record.path, field: "file", expected: "the statement of \(day)",
      found: "the bytes of the one of \(other), and no line of \(day)", advice: "ask the partner for the file of \(day) and run again")
  }

  /// The bytes that an earlier run has read are not in the archive.
  static func earlierGone(_ record: SourceRecord, _ earlier: StatementFile) -> SourceFailure {
    SourceFailure(
      kind: .unreadable, source: record.name, file: record.path, field: "archive",
      expected: "the bytes of the statement as it was read before, SHA-256 \(earlier.sha256)", found: "none",
      advice: "it was issued anew and only the difference counts: restore the archive and run again")
  }
}
