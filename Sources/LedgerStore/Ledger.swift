import SettlementCore

/// What the ledger keeps (SPEC §6): facts that are only ever added, and everything that is found again by index.
///
/// Records have **numbers**: the ledger's own row numbers, from 1, contiguous per run, in the byte order of their ids. Runs are numbered 1,
/// 2, 3 …. Amounts are minor units, instants microseconds since 1970. Look-ups of several threads take turns. Every function throws
/// `LedgerFailure` when the database cannot be read or written, and then nothing has changed.
///
/// Look-ups by id take a column and the rows of it to look for; look-ups by number take numbers. Answers come in no particular order, only
/// what was found, each with the place of what it answers in `asked` (the row of the id column, or the place in the list of numbers).
public protocol Ledger: AnyObject, Sendable {
  /// Every run so far, the names and the versions: what a run needs to know before it reads anything else.
  func state() throws(LedgerFailure) -> LedgerState

  func orders(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredOrders
  func orders(numbers: [Int64]) throws(LedgerFailure) -> StoredOrders
  func redemptions(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredRedemptions
  func redemptions(numbers: [Int64]) throws(LedgerFailure) -> StoredRedemptions
  /// Every redemption of these orders, those linked later included.
  func redemptions(ofOrders numbers: [Int64]) throws(LedgerFailure) -> StoredRedemptions
  /// The card codes' HMACs of those of these redemptions that came with one.
  func codes(ofRedemptions numbers: [Int64]) throws(LedgerFailure) -> [Int64: String]
  /// What stands for the buyers of those of these orders that came with one.
  func buyers(ofOrders numbers: [Int64]) throws(LedgerFailure) -> [Int64: String]
  /// The orders up to a number that came with a buyer: by buyer, then by the instant of payment, then by number.
  ///
  /// Rows are handed on one by one, whatever their number; the ledger must have been opened to be read.
  func purchases(upTo order: Int64, _ body: (Purchase) -> Void) throws(LedgerFailure)
  func refunds(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredRefunds
  func refunds(numbers: [Int64]) throws(LedgerFailure) -> StoredRefunds
  /// Every refund of these orders, those linked later included.
  func refunds(ofOrders numbers: [Int64]) throws(LedgerFailure) -> StoredRefunds
  func payouts(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredPayouts
  func payouts(numbers: [Int64]) throws(LedgerFailure) -> StoredPayouts
  /// The payouts that posted in a run, by number.
  func payouts(run: Int32) throws(LedgerFailure) -> StoredPayouts

  /// Everything that waits with a wake day on or before `day`, by feed, what and number.
  func waiting(dueOn day: CalendarDay) throws(LedgerFailure) -> [WaitingRecord]
  /// The orders that these terms split and that were paid in these days, ascending: whose units may expire.
  func ordersPaid(in days: ClosedRange<CalendarDay>, terms: Int32) throws(LedgerFailure) -> [Int64]
  /// The orders that a run touched, ascending: with a fact seen in it, or a late posting, link, reversal, failure or excess of it.
  func touchedOrders(run: Int32) throws(LedgerFailure) -> [Int64]

  /// The state in which the runs before `run` left those of the ladders that exist.
  func ladders(_ keys: [LadderKey], before run: Int32) throws(LedgerFailure) -> [LadderKey: Ladder]
  /// What every account held after a run, with the run that left it so; by currency and account code.
  func balances(asOf run: Int32) throws(LedgerFailure) -> [AccountBalance]
  /// What the runs of a range moved, by account code, currency, day, kind and run.
  func movements(runs: ClosedRange<Int32>) throws(LedgerFailure) -> [Movement]
  /// What moved on accounts up to and with a run, by account code, currency, day, kind and run; of all accounts and days, or of these only.
  func movements(upTo run: Int32, accounts: [Account]?, days: ClosedRange<CalendarDay>?) throws(LedgerFailure) -> [Movement]
  /// The adjusts that a run posted, by partner and key.
  func adjusts(run: Int32) throws(LedgerFailure) -> [AdjustRecord]
  /// The adjusts that name an order, by run, partner and key.
  func adjusts(ofOrder id: String) throws(LedgerFailure) -> [AdjustRecord]
  /// Which adjusts of a partner correct a closed period by other terms, by run and key.
  func corrections(partner: String) throws(LedgerFailure) -> [CorrectionRecord]

  /// What runs have posted for a partner's line within tolerance, in all; what people decided is not counted.
  func toleratedAmount(partner: String, key: String) throws(LedgerFailure) -> Int64

  /// The newest version of every discrepancy that is not resolved, by partner, kind and key as bytes.
  func openDiscrepancies() throws(LedgerFailure) -> [DiscrepancyRow]
  /// The newest version of those of the discrepancies that exist, resolved ones too.
  func discrepancies(identities: [DiscrepancyIdentity]) throws(LedgerFailure) -> [DiscrepancyRow]
  /// What `discrepancies.csv` of a run shows: as of that run all that are not resolved, and those it resolved; by partner, kind and key as
  /// bytes.
  func discrepancies(asOf run: Int32) throws(LedgerFailure) -> [DiscrepancyRow]
  /// Every version of one discrepancy, by run.
  func versions(of identity: DiscrepancyIdentity) throws(LedgerFailure) -> [DiscrepancyRow]
  /// The newest version of every discrepancy that is resolved, by partner, kind and key as bytes.
  func resolvedDiscrepancies() throws(LedgerFailure) -> [DiscrepancyRow]

  /// Adds what people decided, in one transaction: all of it or nothing. The next run applies it.
  func decide(_ decisions: [DecisionRecord]) throws(LedgerFailure)
  /// The decisions that no run has looked at yet, by number.
  func pendingDecisions() throws(LedgerFailure) -> [DecisionRecord]
  /// The decisions that were applied and still hold, by number.
  func standingDecisions() throws(LedgerFailure) -> [DecisionHistory]
  /// Every decision on one discrepancy, by number.
  func decisions(on identity: DiscrepancyIdentity) throws(LedgerFailure) -> [DecisionHistory]
  /// Every decision about a partner that has posted an adjust, by number.
  func postedDecisions(partner: String) throws(LedgerFailure) -> [DecisionHistory]

  /// Every closed period, by partner, last day and version.
  func closedPeriods() throws(LedgerFailure) -> [ClosedPeriod]
  /// Adds closed periods, in one transaction: all of them or nothing.
  ///
  /// Each must be closed after the newest run, and begin on the day after the partner's last closed one; or be the next version of one that
  /// is closed, of the same days and accounts, after a later run than the version before.
  func record(closed periods: [ClosedPeriod]) throws(LedgerFailure)

  /// Every entry of the journal, by number. Each transaction above and below adds its own.
  func journal() throws(LedgerFailure) -> [JournalEntry]
  /// The head of the journal's entry of a run; nil when the run stood in the ledger before it had a journal.
  func head(ofRun run: Int32) throws(LedgerFailure) -> String?
  /// The SHA-256 of the newest `run.json` that was published of a run; nil: it was not published yet.
  func publication(ofRun run: Int32) throws(LedgerFailure) -> String?
  /// Adds that a run's files were published, in one transaction.
  func record(publication sha256: String, ofRun run: Int32) throws(LedgerFailure)

  /// Every delivery of a statement, by number and SHA-256.
  func deliveries() throws(LedgerFailure) -> [DeliveryRecord]
  /// Adds a delivery that the other side has taken. Throws when one of the same number and bytes is there.
  func record(delivery: DeliveryRecord) throws(LedgerFailure)

  /// Every statement file of a partner, by run and name.
  func statementFiles(partner: String) throws(LedgerFailure) -> [StatementFile]
  /// A partner's statement lines that are still offered to later statements, by number.
  func keptLines(partner: String) throws(LedgerFailure) -> [KeptLine]
  /// Every line of a type and reference that was ever kept of a partner and was not taken back, by number.
  func lines(partner: String, type: String, reference: String) throws(LedgerFailure) -> [KeptLine]
  /// How many lines of a type and reference were kept of a partner, answered ones too, but not those taken back.
  func lineCount(partner: String, type: String, reference: String) throws(LedgerFailure) -> Int32
  /// The lines of statements issued anew that a run has found changed, in the order given.
  func reissuedLines(run: Int32) throws(LedgerFailure) -> [ReissuedLine]
  /// Our claims that a partner's statements have not answered yet, by feed, number and type.
  func openClaims(partner: String) throws(LedgerFailure) -> [OpenClaim]
  /// A partner's groups as the runs so far have left them, by key and currency.
  func lineGroups(partner: String, _ which: LineGroupQuery) throws(LedgerFailure) -> LineGroups
  /// The rejected rows of a run, in the order given.
  func rejects(run: Int32) throws(LedgerFailure) -> [RejectRecord]

  /// Adds everything of one run in one transaction, its commit included: either all of it is there, or nothing.
  ///
  /// The run's number must follow the newest. The same facts in another order of rows make the same database.
  @discardableResult
  func append(_ run: NewRun) throws(LedgerFailure) -> AppendedRun

  /// The same for a run whose orders, redemptions, refunds and payouts are known before the rest: `finishing` adds that and leaves them as
  /// they are. Meanwhile the ledger may write them; look-ups show it as the runs before have left it.
  ///
  /// What `finishing` throws is thrown on, and then nothing has changed.
  @discardableResult
  func append(_ facts: NewRun, finishing: (inout NewRun) throws -> Void) throws -> AppendedRun
}

extension Ledger {
  /// One after the other.
  @discardableResult
  public func append(_ facts: NewRun, finishing: (inout NewRun) throws -> Void) throws -> AppendedRun {
    var run = facts
    try finishing(&run)
    return try append(run)
  }
}

extension Ledger {
  /// The newest balance of every account.
  public func balances() throws(LedgerFailure) -> [AccountBalance] { try balances(asOf: .max) }
  public func movements(run: Int32) throws(LedgerFailure) -> [Movement] { try movements(runs: run...run) }
  public func movements(upTo run: Int32) throws(LedgerFailure) -> [Movement] { try movements(upTo: run, accounts: nil, days: nil) }
}
