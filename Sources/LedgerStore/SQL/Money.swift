import SettlementCore

extension LedgerDatabase {
  func ladders(_ keys: [LadderKey], before run: Int32) throws -> [LadderKey: Ladder] {
    var found: [LadderKey: Ladder] = [:]
    let sql = """
      SELECT units, amount, earned FROM ladders WHERE terms = $1 AND share = $2 AND party = $3 AND period = $4 AND run < $5 \
      ORDER BY run DESC LIMIT 1
      """
    try forEach(keys: keys.count, sql) { to, place in
      let key = keys[place]
      to.integer(key.terms)
      to.integer(key.share)
      to.integer(key.party)
      to.integer(key.period)
      to.integer(run)
    } _: { row, place in
      found[keys[place]] = Ladder(measure: LadderMeasure(units: row.integer(0), amount: row.integer(1)), earned: row.integer(2))
    }
    return found
  }

  func toleratedAmount(partner: String, key: String) throws -> Int64 {
    var sum: Int64 = 0
    let sql = """
      SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM adjusts a WHERE partner = $1 AND key = $2 AND NOT EXISTS (\
      SELECT 1 FROM decisions d JOIN decision_outcomes o USING (number) \
      WHERE d.partner = a.partner AND d.key = a.key AND o.run = a.run AND o.amount IS NOT NULL)
      """
    try forEach(
      sql,
      {
        $0.text(partner)
        $0.text(key)
      }
    ) { sum = $0.integer(0) }
    return sum
  }

  func balances(asOf run: Int32) throws -> [AccountBalance] {
    var found: [AccountBalance] = []
    try forEach(
      """
      SELECT b.run, b.currency, b.account, b.amount FROM balances b \
      JOIN (SELECT currency, account, max(run) AS run FROM balances WHERE run <= $1 GROUP BY currency, account) n \
      ON n.currency = b.currency AND n.account = b.account AND n.run = b.run ORDER BY b.currency, b.account
      """, { $0.integer(run) }
    ) { row in
      found.append(
        try AccountBalance(run: row.short(0), currency: row.currency(1), account: Account(code: row.short(2)), amount: row.integer(3)))
    }
    return found
  }

  func movements(upTo run: Int32, accounts: [Account]?, days: ClosedRange<CalendarDay>?) throws -> [Movement] {
    var found: [Movement] = []
    let all = accounts == nil ? "" : " AND account = $4"
    let sql = """
      SELECT run, currency, account, day, kind, amount, lines FROM movements WHERE run <= $1 AND day BETWEEN $2 AND $3\(all) \
      ORDER BY account, currency, day, kind, run
      """
    let codes: [Int32?] = accounts.map { Set($0.map(\.code)).sorted() } ?? [nil]
    for code in codes {
      try forEach(
        sql,
        {
          $0.integer(run)
          $0.integer(days?.lowerBound.number ?? .min)
          $0.integer(days?.upperBound.number ?? .max)
          if let code { $0.integer(code) }
        }
      ) { found.append(try movement($0)) }
    }
    return found
  }

  func movements(runs: ClosedRange<Int32>) throws -> [Movement] {
    var found: [Movement] = []
    let sql = """
      SELECT run, currency, account, day, kind, amount, lines FROM movements WHERE run BETWEEN $1 AND $2 \
      ORDER BY account, currency, day, kind, run
      """
    try forEach(
      sql,
      {
        $0.integer(runs.lowerBound)
        $0.integer(runs.upperBound)
      }
    ) { found.append(try movement($0)) }
    return found
  }

  private func movement(_ row: Row) throws -> Movement {
    let name = row.text(4)
    guard let kind = GroupKind.allCases.first(where: { $0.name == name }) else {
      throw UnexpectedValue(expected: "a kind of group", found: name)
    }
    return try Movement(
      run: row.short(0), currency: row.currency(1), account: Account(code: row.short(2)), day: row.day(3),
      kind: kind, amount: row.integer(5), lines: row.integer(6))
  }

  func adjusts(run: Int32) throws -> [AdjustRecord] { try adjusts("run = $1 ORDER BY partner, key") { $0.integer(run) } }

  func corrections(partner: String) throws -> [CorrectionRecord] {
    var found: [CorrectionRecord] = []
    let sql = "SELECT run, partner, key, last_day, owed, digest FROM corrections WHERE partner = $1 ORDER BY run, key"
    try forEach(sql, { $0.text(partner) }) { row in
      found.append(
        CorrectionRecord(
          run: row.short(0), partner: row.text(1), key: row.text(2), lastDay: row.day(3), owed: row.integer(4), digest: row.text(5)))
    }
    return found
  }

  func adjusts(ofOrder id: String) throws -> [AdjustRecord] {
    try adjusts("order_id = $1 ORDER BY run, partner, key") { $0.text(id) }
  }

  private func adjusts(_ condition: String, _ bind: (inout Binding) -> Void) throws -> [AdjustRecord] {
    var found: [AdjustRecord] = []
    try forEach("SELECT run, partner, key, order_id, currency, amount FROM adjusts WHERE \(condition)", bind) { row in
      found.append(
        try AdjustRecord(
          run: row.short(0), partner: row.text(1), key: row.text(2), orderID: row.text(3), currency: row.currency(4),
          amount: row.integer(5)))
    }
    return found
  }
}
