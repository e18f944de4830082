import SettlementCore

/// Asks two ledgers everything that a ledger can be asked, and compares the answers.
public struct LedgerComparison {
  private static let recordsAtOnce = 50_000
  private let one: any StoredLedger
  private let other: any StoredLedger
  private let place: String
  private var questions = 0

  /// Returns how many questions were answered alike. Throws a `LedgerFailure` that names the first one that was not.
  public static func check(_ one: any StoredLedger, _ other: any StoredLedger, named place: String) throws -> Int {
    var comparison = LedgerComparison(one: one, other: other, place: place)
    try comparison.compareState()
    try comparison.compareRecords()
    try comparison.compareRuns()
    try comparison.compareMoney()
    try comparison.compareFindings()
    try comparison.comparePartners()
    return comparison.questions
  }

  private init(one: any StoredLedger, other: any StoredLedger, place: String) {
    self.one = one
    self.other = other
    self.place = place
  }

  private mutating func same<Answer: Equatable>(_ question: String, _ ask: (any StoredLedger) throws -> Answer) throws {
    questions += 1
    if try ask(one) == ask(other) { return }
    throw LedgerFailure(
      .contradiction, operation: "compare", path: place, message: "expected the same answer of both ledgers, found two: \(question)")
  }

  private mutating func compareState() throws {
    for table in PostgresSchema.tables where table != "meta" {
      try same("count the rows of \(table)") { try $0.read("count") { try $0.count(table) } }
    }
    try same("zone") { try $0.state().zone }
    try same("runs") { try $0.state().runs }
    try same("names") {
      let state = try $0.state()
      return [state.parties, state.bundles, state.entitlements].map(\.names)
    }
    try same("versions") { try $0.state().versions }
    try same("marks") { try $0.state().marks }
    try same("journal") { try $0.journal() }
  }

  private mutating func compareRecords() throws {
    for run in try one.state().runs {
      for numbers in Self.blocks(run.orders) {
        try same("orders by number") { try $0.orders(numbers: numbers).told }
        let ids = try one.orders(numbers: numbers).batch.ids
        try same("orders by id") { try $0.orders(withIDs: ids, rows: Self.rows(ids)).told }
        try same("redemptions of orders") { try $0.redemptions(ofOrders: numbers).told }
        try same("refunds of orders") { try $0.refunds(ofOrders: numbers).told }
        try same("buyers") { try $0.buyers(ofOrders: numbers) }
      }
      for numbers in Self.blocks(run.redemptions) {
        try same("redemptions by number") { try $0.redemptions(numbers: numbers).told }
        let ids = try one.redemptions(numbers: numbers).batch.ids
        try same("redemptions by id") { try $0.redemptions(withIDs: ids, rows: Self.rows(ids)).told }
        try same("codes") { try $0.codes(ofRedemptions: numbers) }
      }
      for numbers in Self.blocks(run.refunds) {
        try same("refunds by number") { try $0.refunds(numbers: numbers).told }
        let ids = try one.refunds(numbers: numbers).batch.ids
        try same("refunds by id") { try $0.refunds(withIDs: ids, rows: Self.rows(ids)).told }
      }
      for numbers in Self.blocks(run.payouts) {
        try same("payouts by number") { try $0.payouts(numbers: numbers) }
        let ids = TextColumn(try one.payouts(numbers: numbers).records.map(\.id))
        try same("payouts by id") { try $0.payouts(withIDs: ids, rows: Self.rows(ids)) }
      }
    }
  }

  private static func blocks(_ numbers: Range<Int64>) -> [[Int64]] {
    stride(from: numbers.lowerBound, to: numbers.upperBound, by: recordsAtOnce).map {
      Array($0..<min($0 + Int64(recordsAtOnce), numbers.upperBound))
    }
  }

  private static func rows(_ ids: TextColumn) -> [Int32] { Array(0..<Int32(ids.count)) }

  private mutating func compareRuns() throws {
    let state = try one.state()
    let always = CalendarDay(number: .min)...CalendarDay(number: .max)
    for run in state.runs.map(\.number) {
      try same("orders of run \(run)") { try $0.touchedOrders(run: run) }
      try same("payouts of run \(run)") { try $0.payouts(run: run) }
      try same("lines issued anew in run \(run)") { try $0.reissuedLines(run: run) }
      try same("rejects of run \(run)") { try $0.rejects(run: run) }
      try same("adjusts of run \(run)") { try $0.adjusts(run: run) }
      try same("movements up to run \(run)") { try $0.movements(upTo: run) }
      try same("discrepancies as of run \(run)") { try $0.discrepancies(asOf: run) }
    }
    for terms in state.versions.indices { try same("orders of terms \(terms)") { try $0.ordersPaid(in: always, terms: Int32(terms)) } }
    try same("closed periods") { try $0.closedPeriods() }
    try same("deliveries") { try $0.deliveries() }
    try same("what waits") { try $0.waiting(dueOn: CalendarDay(number: .max)) }
  }

  private mutating func compareMoney() throws {
    try same("balances") { try $0.balances() }
    let (keys, runs) = (try one.read("read the ladders") { try $0.ladderKeys() }, try one.state().runs)
    for run in runs.map(\.number) {
      try same("ladders before run \(run + 1)") {
        let found = try $0.ladders(keys, before: run + 1)
        return keys.map { found[$0].map { [$0.measure.units, $0.measure.amount, $0.earned] } }
      }
    }
    for adjust in try runs.flatMap({ try one.adjusts(run: $0.number) }) {
      try same("adjusts of order \(adjust.orderID)") { try $0.adjusts(ofOrder: adjust.orderID) }
      try same("amount tolerated of \(adjust.key)") { try $0.toleratedAmount(partner: adjust.partner, key: adjust.key) }
    }
  }

  private mutating func compareFindings() throws {
    try same("open discrepancies") { try $0.openDiscrepancies() }
    try same("resolved discrepancies") { try $0.resolvedDiscrepancies() }
    let identities = try (one.openDiscrepancies() + one.resolvedDiscrepancies()).map(\.identity)
    try same("discrepancies") { try $0.discrepancies(identities: identities) }
    for identity in identities {
      try same("versions of \(identity.partner) \(identity.kind) \(identity.key)") { try $0.versions(of: identity) }
      try same("decisions on \(identity.partner) \(identity.kind) \(identity.key)") { try $0.decisions(on: identity) }
    }
    try same("pending decisions") { try $0.pendingDecisions() }
    try same("standing decisions") { try $0.standingDecisions() }
  }

  private mutating func comparePartners() throws {
    for partner in try one.read("read the partners", { try $0.partners() }) {
      try same("corrections of \(partner)") { try $0.corrections(partner: partner) }
      try same("decisions posted for \(partner)") { try $0.postedDecisions(partner: partner) }
      try same("statement files of \(partner)") { try $0.statementFiles(partner: partner) }
      let keys = try one.lineGroups(partner: partner, .all).keys
      for which in [LineGroupQuery.all, .open, .keys(keys)] {
        try same("groups of \(partner)") { try $0.lineGroups(partner: partner, which).told }
      }
      try same("kept lines of \(partner)") { try $0.keptLines(partner: partner) }
      try same("open claims of \(partner)") { try $0.openClaims(partner: partner) }
      for line in try one.keptLines(partner: partner) {
        try same("lines of \(partner) \(line.reference)") { try $0.lines(partner: partner, type: line.type, reference: line.reference) }
        try same("count of \(partner) \(line.reference)") { try $0.lineCount(partner: partner, type: line.type, reference: line.reference) }
      }
    }
  }
}

extension LedgerDatabase {
  fileprivate func count(_ table: String) throws -> Int64 {
    var count: Int64 = 0
    try forEach("SELECT count(*) FROM \(table)") { count = $0.integer(0) }
    return count
  }

  fileprivate func ladderKeys() throws -> [LadderKey] {
    var keys: [LadderKey] = []
    try forEach("SELECT DISTINCT terms, share, party, period FROM ladders ORDER BY terms, share, party, period") {
      keys.append(LadderKey(terms: $0.short(0), share: $0.short(1), party: $0.short(2), period: $0.short(3)))
    }
    return keys
  }

  /// Everybody of whom something was kept.
  fileprivate func partners() throws -> [String] {
    var partners: [String] = []
    let tables = ["statement_files", "kept_lines", "open_claims", "discrepancies", "decisions", "line_groups"]
    try forEach(tables.map { "SELECT partner FROM \($0)" }.joined(separator: " UNION ") + " ORDER BY 1") { partners.append($0.text(0)) }
    return partners
  }
}
