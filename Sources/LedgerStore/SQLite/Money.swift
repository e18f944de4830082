import GRDB
import SettlementCore

extension SQLiteLedger {
  public func ladders(_ keys: [LadderKey], before run: Int32) throws(LedgerFailure) -> [LadderKey: Ladder] {
    try read("look up ladders") { database in
      var found: [LadderKey: Ladder] = [:]
      let query = try Prepared(
        database,
        """
        SELECT units, amount, earned FROM ladders WHERE terms = ? AND share = ? AND party = ? AND period = ? AND run < ? ORDER BY run DESC LIMIT 1
        """)
      for key in keys {
        try query.forEach({
          $0.integer(key.terms)
          $0.integer(key.share)
          $0.integer(key.party)
          $0.integer(key.period)
          $0.integer(run)
        }) { row in
          found[key] = Ladder(measure: LadderMeasure(units: row.integer(0), amount: row.integer(1)), earned: row.integer(2))
        }
      }
      return found
    }
  }

  public func toleratedAmount(partner: String, key: String) throws(LedgerFailure) -> Int64 {
    try read("look up an adjust of \(partner)") { database in
      var sum: Int64 = 0
      let query = try Prepared(
        database,
        """
        SELECT coalesce(sum(amount), 0) FROM adjusts a WHERE partner = ? AND key = ? AND NOT EXISTS (\
        SELECT 1 FROM decisions d JOIN decision_outcomes o USING (number) \
        WHERE d.partner = a.partner AND d.key = a.key AND o.run = a.run AND o.amount IS NOT NULL)
        """)
      try query.forEach({
        $0.text(partner)
        $0.text(key)
      }) { sum = $0.integer(0) }
      return sum
    }
  }

  public func balances() throws(LedgerFailure) -> [AccountBalance] {
    try read("read the balances") { database in
      var found: [AccountBalance] = []
      let query = try Prepared(
        database, "SELECT max(run), currency, account, amount FROM balances GROUP BY currency, account ORDER BY currency, account")
      try query.forEach { row in
        found.append(
          try AccountBalance(run: row.short(0), currency: row.currency(1), account: Account(code: row.short(2)), amount: row.integer(3)))
      }
      return found
    }
  }

  public func movements(upTo run: Int32, accounts: [Account]?, days: ClosedRange<CalendarDay>?) throws(LedgerFailure) -> [Movement] {
    try read("read the movements") { database in
      var found: [Movement] = []
      let all = accounts == nil ? "" : " AND account = ?4"
      let query = try Prepared(
        database,
        """
        SELECT run, currency, account, day, kind, amount, lines FROM movements WHERE run <= ?1 AND day BETWEEN ?2 AND ?3\(all) \
        ORDER BY account, currency, day, kind, run
        """)
      let codes: [Int32?] = accounts.map { Set($0.map(\.code)).sorted() } ?? [nil]
      for code in codes {
        try query.forEach({
          $0.integer(run)
          $0.integer(days?.lowerBound.number ?? .min)
          $0.integer(days?.upperBound.number ?? .max)
          if let code { $0.integer(code) }
        }) { found.append(try Self.movement($0)) }
      }
      return found
    }
  }

  private static func movement(_ row: Prepared) throws -> Movement {
    let name = row.text(4)
    guard let kind = GroupKind.allCases.first(where: { $0.name == name }) else { throw row.surprise("a kind of group", name) }
    return try Movement(
      run: row.short(0), currency: row.currency(1), account: Account(code: row.short(2)), day: row.day(3),
      kind: kind, amount: row.integer(5), lines: row.integer(6))
  }

  public func adjusts(run: Int32) throws(LedgerFailure) -> [AdjustRecord] {
    try adjusts("of run \(run)", "run = ? ORDER BY partner, key") { $0.integer(run) }
  }

  public func adjusts(ofOrder id: String) throws(LedgerFailure) -> [AdjustRecord] {
    try adjusts("of an order", "order_id = ? ORDER BY run, partner, key") { $0.text(id) }
  }

  private func adjusts(_ what: String, _ condition: String, _ bind: (inout Parameters) -> Void) throws(LedgerFailure) -> [AdjustRecord] {
    try read("look up the adjusts \(what)") { database in
      var found: [AdjustRecord] = []
      let query = try Prepared(database, "SELECT run, partner, key, order_id, currency, amount FROM adjusts WHERE \(condition)")
      try query.forEach(bind) { row in
        found.append(
          try AdjustRecord(
            run: row.short(0), partner: row.text(1), key: row.text(2), orderID: row.text(3), currency: row.currency(4),
            amount: row.integer(5)))
      }
      return found
    }
  }
}
