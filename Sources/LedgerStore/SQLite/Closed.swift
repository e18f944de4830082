import GRDB
import SettlementCore

extension SQLiteLedger {
  public func closedPeriods() throws(LedgerFailure) -> [ClosedPeriod] {
    try read("look up the closed periods") { database in
      var found: [ClosedPeriod] = []
      let accounts = try Prepared(
        database,
        """
        SELECT currency, opening, earned, refunded, true_ups, adjustments, paid, closing, due, carried_forward FROM closed_accounts \
        WHERE (partner, last_day, version) = (?, ?, ?) ORDER BY currency
        """)
      let periods = try Prepared(
        database,
        """
        SELECT partner, last_day, version, first_day, period, statement, run, sha256, lines, obstacles, reason, forced_by \
        FROM closed_periods ORDER BY partner, last_day, version
        """)
      try periods.forEach { found.append(Self.closedPeriod($0)) }
      for place in found.indices {
        let period = found[place]
        try accounts.forEach({ $0.key(of: period) }) { found[place].accounts.append(try Self.closedAccount($0)) }
      }
      return found
    }
  }

  private static func closedPeriod(_ row: Prepared) -> ClosedPeriod {
    let isForced = !row.isNull(9)
    return ClosedPeriod(
      partner: row.text(0), period: row.text(4), days: row.day(3)...row.day(1), version: Int(row.integer(2)), statement: row.text(5),
      run: row.short(6), sha256: row.text(7), lines: row.integer(8),
      force: isForced ? .init(obstacles: row.text(9), reason: row.text(10), by: row.text(11)) : nil, accounts: [])
  }

  private static func closedAccount(_ row: Prepared) throws -> ClosedAccount {
    try ClosedAccount(
      currency: row.currency(0), opening: row.integer(1), earned: row.integer(2), refunded: row.integer(3), trueUps: row.integer(4),
      adjustments: row.integer(5), paid: row.integer(6), closing: row.integer(7), due: row.integer(8), carriedForward: row.integer(9))
  }

  public func record(closed periods: [ClosedPeriod]) throws(LedgerFailure) {
    try Self.attempt("close periods", path) {
      try queue.inDatabase { database in
        try database.inTransaction(.immediate) {
          for period in periods {
            try checkFollows(period, database)
            try write(period, database)
          }
          return .commit
        }
      }
    }
  }

  /// A period is closed after the newest run, and on the day after the one before it.
  private func checkFollows(_ period: ClosedPeriod, _ database: Database) throws {
    func refuse(_ message: String) -> LedgerFailure {
      LedgerFailure(.contradiction, operation: "close \(period.partner) \(period.period)", path: path, message: message)
    }
    let newest = try Int32.fetchOne(database, sql: "SELECT coalesce(max(run), 0) FROM runs")!
    guard period.run == newest, newest > 0 else { throw refuse("expected the newest run \(newest), found \(period.run)") }
    guard period.version == 1 else { throw refuse("expected version 1, found \(period.version)") }
    let last = try Int32.fetchOne(
      database, sql: "SELECT max(last_day) FROM closed_periods WHERE partner = ?", arguments: [period.partner])
    if let last, period.days.lowerBound.number != last + 1 {
      throw refuse("expected the period from \(CalendarDay(number: last + 1)) on, found \(period.days.lowerBound)")
    }
  }

  private func write(_ period: ClosedPeriod, _ database: Database) throws {
    let insert = try Prepared.insert(
      database, into: "closed_periods",
      [
        "partner", "last_day", "version", "first_day", "period", "statement", "run", "sha256", "lines", "obstacles", "reason", "forced_by",
      ])
    try insert.run {
      $0.key(of: period)
      $0.integer(period.days.lowerBound.number)
      $0.text(period.period)
      $0.text(period.statement)
      $0.integer(period.run)
      $0.text(period.sha256)
      $0.integer(period.lines)
      for text in [period.force?.obstacles, period.force?.reason, period.force?.by] {
        if let text { $0.text(text) } else { $0.null() }
      }
    }
    let account = try Prepared.insert(
      database, into: "closed_accounts",
      [
        "partner", "last_day", "version", "currency", "opening", "earned", "refunded", "true_ups", "adjustments", "paid", "closing", "due",
        "carried_forward",
      ])
    for found in period.accounts {
      try account.run {
        $0.key(of: period)
        $0.text(found.currency.code)
        for amount in [
          found.opening, found.earned, found.refunded, found.trueUps, found.adjustments, found.paid, found.closing, found.due,
          found.carriedForward,
        ] {
          $0.integer(amount)
        }
      }
    }
  }
}

extension Parameters {
  fileprivate mutating func key(of period: ClosedPeriod) {
    text(period.partner)
    integer(period.days.upperBound.number)
    integer(period.version)
  }
}
