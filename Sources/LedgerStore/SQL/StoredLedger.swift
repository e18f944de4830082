import SettlementCore

/// A ledger in a database: every look-up of it is written once, in SQL that all of the databases understand.
public protocol StoredLedger: Ledger {
  var access: LedgerAccess { get }
}

/// The way into a ledger's database.
public struct LedgerAccess: Sendable {
  let storage: any LedgerStorage
}

/// Reads of one database, in one moment of it each.
protocol LedgerStorage: AnyObject, Sendable {
  /// Throws `LedgerFailure` with the operation and the place.
  func read<T>(_ operation: String, _ body: (any LedgerDatabase) throws -> T) throws(LedgerFailure) -> T
}

extension StoredLedger {
  func read<T>(_ operation: String, _ body: (any LedgerDatabase) throws -> T) throws(LedgerFailure) -> T {
    try access.storage.read(operation, body)
  }

  public func state() throws(LedgerFailure) -> LedgerState { try read("read the state") { try $0.state() } }

  public func orders(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredOrders {
    try read("look up orders by id") { try $0.orders(withIDs: ids, rows: rows) }
  }
  public func orders(numbers: [Int64]) throws(LedgerFailure) -> StoredOrders {
    try read("look up orders by number") { try $0.orders(numbers: numbers) }
  }
  public func redemptions(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredRedemptions {
    try read("look up redemptions by id") { try $0.redemptions(withIDs: ids, rows: rows) }
  }
  public func redemptions(numbers: [Int64]) throws(LedgerFailure) -> StoredRedemptions {
    try read("look up redemptions by number") { try $0.redemptions(numbers: numbers) }
  }
  public func redemptions(ofOrders numbers: [Int64]) throws(LedgerFailure) -> StoredRedemptions {
    try read("look up redemptions by order") { try $0.redemptions(ofOrders: numbers) }
  }
  public func codes(ofRedemptions numbers: [Int64]) throws(LedgerFailure) -> [Int64: String] {
    try read("read codes") { try $0.codes(ofRedemptions: numbers) }
  }
  public func buyers(ofOrders numbers: [Int64]) throws(LedgerFailure) -> [Int64: String] {
    try read("look up buyers") { try $0.buyers(ofOrders: numbers) }
  }
  public func purchases(upTo order: Int64, _ body: (Purchase) -> Void) throws(LedgerFailure) {
    try read("read the purchases of buyers") { try $0.purchases(upTo: order, body) }
  }
  public func refunds(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredRefunds {
    try read("look up refunds by id") { try $0.refunds(withIDs: ids, rows: rows) }
  }
  public func refunds(numbers: [Int64]) throws(LedgerFailure) -> StoredRefunds {
    try read("look up refunds by number") { try $0.refunds(numbers: numbers) }
  }
  public func refunds(ofOrders numbers: [Int64]) throws(LedgerFailure) -> StoredRefunds {
    try read("look up refunds by order") { try $0.refunds(ofOrders: numbers) }
  }
  public func payouts(withIDs ids: TextColumn, rows: [Int32]) throws(LedgerFailure) -> StoredPayouts {
    try read("look up payouts by id") { try $0.find(withIDs: ids, rows: rows) }
  }
  public func payouts(numbers: [Int64]) throws(LedgerFailure) -> StoredPayouts {
    try read("look up payouts by number") { try $0.find(numbers: numbers) }
  }
  public func payouts(run: Int32) throws(LedgerFailure) -> StoredPayouts {
    try read("look up the payouts of run \(run)") { try $0.payouts(run: run) }
  }

  public func waiting(dueOn day: CalendarDay) throws(LedgerFailure) -> [WaitingRecord] {
    try read("look up what waits") { try $0.waiting(dueOn: day) }
  }
  public func ordersPaid(in days: ClosedRange<CalendarDay>, terms: Int32) throws(LedgerFailure) -> [Int64] {
    try read("look up orders of terms \(terms)") { try $0.ordersPaid(in: days, terms: terms) }
  }
  public func touchedOrders(run: Int32) throws(LedgerFailure) -> [Int64] {
    try read("look up the orders of run \(run)") { try $0.touchedOrders(run: run) }
  }

  public func ladders(_ keys: [LadderKey], before run: Int32) throws(LedgerFailure) -> [LadderKey: Ladder] {
    try read("look up ladders") { try $0.ladders(keys, before: run) }
  }
  public func balances(asOf run: Int32) throws(LedgerFailure) -> [AccountBalance] {
    try read("read the balances") { try $0.balances(asOf: run) }
  }
  public func movements(runs: ClosedRange<Int32>) throws(LedgerFailure) -> [Movement] {
    try read("read the movements of runs \(runs.lowerBound) to \(runs.upperBound)") { try $0.movements(runs: runs) }
  }
  public func movements(upTo run: Int32, accounts: [Account]?, days: ClosedRange<CalendarDay>?) throws(LedgerFailure) -> [Movement] {
    try read("read the movements") { try $0.movements(upTo: run, accounts: accounts, days: days) }
  }
  public func adjusts(run: Int32) throws(LedgerFailure) -> [AdjustRecord] {
    try read("look up the adjusts of run \(run)") { try $0.adjusts(run: run) }
  }
  public func adjusts(ofOrder id: String) throws(LedgerFailure) -> [AdjustRecord] {
    try read("look up the adjusts of an order") { try $0.adjusts(ofOrder: id) }
  }
  public func corrections(partner: String) throws(LedgerFailure) -> [CorrectionRecord] {
    try read("look up the corrections of \(partner)") { try $0.corrections(partner: partner) }
  }
  public func toleratedAmount(partner: String, key: String) throws(LedgerFailure) -> Int64 {
    try read("look up an adjust of \(partner)") { try $0.toleratedAmount(partner: partner, key: key) }
  }

  public func openDiscrepancies() throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up open discrepancies") { try $0.openDiscrepancies() }
  }
  public func discrepancies(identities: [DiscrepancyIdentity]) throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up discrepancies") { try $0.discrepancies(identities: identities) }
  }
  public func discrepancies(asOf run: Int32) throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up the discrepancies of run \(run)") { try $0.discrepancies(asOf: run) }
  }
  public func versions(of identity: DiscrepancyIdentity) throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up the versions of a discrepancy") { try $0.versions(of: identity) }
  }
  public func resolvedDiscrepancies() throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up resolved discrepancies") { try $0.resolvedDiscrepancies() }
  }

  public func pendingDecisions() throws(LedgerFailure) -> [DecisionRecord] {
    try read("look up decisions") { try $0.pendingDecisions() }
  }
  public func standingDecisions() throws(LedgerFailure) -> [DecisionHistory] {
    try read("look up decisions") { try $0.standingDecisions() }
  }
  public func decisions(on identity: DiscrepancyIdentity) throws(LedgerFailure) -> [DecisionHistory] {
    try read("look up decisions") { try $0.decisions(on: identity) }
  }
  public func postedDecisions(partner: String) throws(LedgerFailure) -> [DecisionHistory] {
    try read("look up decisions") { try $0.postedDecisions(partner: partner) }
  }

  public func closedPeriods() throws(LedgerFailure) -> [ClosedPeriod] {
    try read("look up the closed periods") { try $0.closedPeriods() }
  }

  public func journal() throws(LedgerFailure) -> [JournalEntry] { try read("read the journal") { try $0.journal() } }
  public func head(ofRun run: Int32) throws(LedgerFailure) -> String? {
    try read("look up the head of run \(run)") { try $0.head(ofRun: run) }
  }
  public func publication(ofRun run: Int32) throws(LedgerFailure) -> String? {
    try read("look up the publication of run \(run)") { try $0.publication(ofRun: run) }
  }

  public func deliveries() throws(LedgerFailure) -> [DeliveryRecord] {
    try read("look up the deliveries") { try $0.deliveries() }
  }

  public func statementFiles(partner: String) throws(LedgerFailure) -> [StatementFile] {
    try read("look up the statement files of \(partner)") { try $0.statementFiles(partner: partner) }
  }
  public func keptLines(partner: String) throws(LedgerFailure) -> [KeptLine] {
    try read("look up the kept lines of \(partner)") { try $0.keptLines(partner: partner) }
  }
  public func lines(partner: String, type: String, reference: String) throws(LedgerFailure) -> [KeptLine] {
    try read("look up the lines of \(partner)") { try $0.lines(partner: partner, type: type, reference: reference) }
  }
  public func lineCount(partner: String, type: String, reference: String) throws(LedgerFailure) -> Int32 {
    try read("count the lines of \(partner)") { try $0.lineCount(partner: partner, type: type, reference: reference) }
  }
  public func reissuedLines(run: Int32) throws(LedgerFailure) -> [ReissuedLine] {
    try read("look up the lines issued anew in run \(run)") { try $0.reissuedLines(run: run) }
  }
  public func lineGroups(partner: String, _ which: LineGroupQuery) throws(LedgerFailure) -> LineGroups {
    try read("look up the groups of \(partner)") { try $0.lineGroups(partner: partner, which) }
  }
  public func openClaims(partner: String) throws(LedgerFailure) -> [OpenClaim] {
    try read("look up the open claims of \(partner)") { try $0.openClaims(partner: partner) }
  }
  public func rejects(run: Int32) throws(LedgerFailure) -> [RejectRecord] {
    try read("look up the rejects of run \(run)") { try $0.rejects(run: run) }
  }
}
