import SettlementCore

extension LedgerDatabase {
  func closedPeriods() throws -> [ClosedPeriod] {
    var found: [ClosedPeriod] = []
    let sql = """
      SELECT p.partner, p.last_day, p.version, p.first_day, p.period, p.statement, p.run, p.sha256, p.lines, p.obstacles, p.reason, \
      p.forced_by, r.replaces, r.reason, r.restated_by, r.closed_through, r.changes_sha256, r.changes FROM closed_periods p \
      LEFT JOIN restatements r ON r.partner = p.partner AND r.last_day = p.last_day AND r.version = p.version \
      ORDER BY p.partner, p.last_day, p.version
      """
    try forEach(sql) { found.append(closedPeriod($0)) }
    let accounts = """
      SELECT currency, opening, earned, refunded, true_ups, adjustments, paid, closing, due, carried_forward FROM closed_accounts \
      WHERE partner = $1 AND last_day = $2 AND version = $3 ORDER BY currency
      """
    try forEach(keys: found.count, accounts, { $0.key(of: found[$1]) }) { found[$1].accounts.append(try closedAccount($0)) }
    return found
  }

  private func closedPeriod(_ row: Row) -> ClosedPeriod {
    let isForced = !row.isNull(9)
    return ClosedPeriod(
      partner: row.text(0), period: row.text(4), days: row.day(3)...row.day(1), version: Int(row.integer(2)), statement: row.text(5),
      run: row.short(6), sha256: row.text(7), lines: row.integer(8),
      force: isForced ? .init(obstacles: row.text(9), reason: row.text(10), by: row.text(11)) : nil, restatement: restatement(row),
      accounts: [])
  }

  private func restatement(_ row: Row) -> ClosedPeriod.Restatement? {
    if row.isNull(12) { return nil }
    return ClosedPeriod.Restatement(
      replaces: row.text(12), reason: row.text(13), by: row.text(14), closedThrough: row.day(15), changesSHA256: row.text(16),
      changes: row.integer(17))
  }

  private func closedAccount(_ row: Row) throws -> ClosedAccount {
    try ClosedAccount(
      currency: row.currency(0), opening: row.integer(1), earned: row.integer(2), refunded: row.integer(3), trueUps: row.integer(4),
      adjustments: row.integer(5), paid: row.integer(6), closing: row.integer(7), due: row.integer(8), carriedForward: row.integer(9))
  }

  /// Throws `Contradiction`.
  func write(closed periods: [ClosedPeriod]) throws {
    for period in periods {
      try checkFollows(period)
      try write(period)
      if let restatement = period.restatement { try write(restatement, of: period) }
    }
  }

  /// A period is closed after the newest run, and on the day after the one before it.
  private func checkFollows(_ period: ClosedPeriod) throws {
    func refuse(_ message: String) -> Contradiction { Contradiction("close \(period.partner) \(period.period): \(message)") }
    let newest = try newestRun()
    guard period.run == newest, newest > 0 else { throw refuse("expected the newest run \(newest), found \(period.run)") }
    guard period.restatement == nil else { return try checkReplaces(period, refuse) }
    guard period.version == 1 else { throw refuse("expected version 1, found \(period.version)") }
    var last: Int64?
    try forEach("SELECT max(last_day) FROM closed_periods WHERE partner = $1", { $0.text(period.partner) }) { last = $0.optional(0) }
    if let last, Int64(period.days.lowerBound.number) != last + 1 {
      throw refuse("expected the period from \(CalendarDay(number: Int32(last) + 1)) on, found \(period.days.lowerBound)")
    }
  }

  /// A later version follows the newest one of the same days, and leaves its balances alone.
  private func checkReplaces(_ period: ClosedPeriod, _ refuse: (String) -> Contradiction) throws {
    let versions = try closedPeriods().filter { $0.partner == period.partner && $0.days == period.days }
    guard let before = versions.last else { throw refuse("expected a period that is closed, found none of these days") }
    guard period.version == before.version + 1 else { throw refuse("expected version \(before.version + 1), found \(period.version)") }
    guard period.run > before.run else { throw refuse("expected a run after \(before.run), found \(period.run)") }
    guard period.restatement?.replaces == before.statement else { throw refuse("expected it to replace \(before.statement)") }
    guard period.accounts == before.accounts else { throw refuse("expected the balances of \(before.statement)") }
  }

  private func write(_ restatement: ClosedPeriod.Restatement, of period: ClosedPeriod) throws {
    let columns = [
      "partner", "last_day", "version", "replaces", "reason", "restated_by", "closed_through", "changes_sha256", "changes",
    ]
    try insert([restatement], into: "restatements", columns) { to, restatement in
      to.key(of: period)
      to.text(restatement.replaces)
      to.text(restatement.reason)
      to.text(restatement.by)
      to.integer(restatement.closedThrough.number)
      to.text(restatement.changesSHA256)
      to.integer(restatement.changes)
    }
  }

  private func write(_ period: ClosedPeriod) throws {
    let columns = [
      "partner", "last_day", "version", "first_day", "period", "statement", "run", "sha256", "lines", "obstacles", "reason", "forced_by",
    ]
    try insert([period], into: "closed_periods", columns) { to, period in
      to.key(of: period)
      to.integer(period.days.lowerBound.number)
      to.text(period.period)
      to.text(period.statement)
      to.integer(period.run)
      to.text(period.sha256)
      to.integer(period.lines)
      for text in [period.force?.obstacles, period.force?.reason, period.force?.by] {
        if let text { to.text(text) } else { to.null() }
      }
    }
    let accounts = [
      "partner", "last_day", "version", "currency", "opening", "earned", "refunded", "true_ups", "adjustments", "paid", "closing", "due",
      "carried_forward",
    ]
    try insert(period.accounts, into: "closed_accounts", accounts) { to, found in
      to.key(of: period)
      to.text(found.currency.code)
      for amount in [
        found.opening, found.earned, found.refunded, found.trueUps, found.adjustments, found.paid, found.closing, found.due,
        found.carriedForward,
      ] {
        to.integer(amount)
      }
    }
  }
}

extension LedgerBinding {
  fileprivate mutating func key(of period: ClosedPeriod) {
    text(period.partner)
    integer(period.days.upperBound.number)
    integer(period.version)
  }
}
