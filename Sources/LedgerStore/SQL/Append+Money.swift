import SettlementCore

extension RunWriter {
  func writeMoney() throws {
    try writeLadders()
    try writeMovements()
    try writeBalances()
    try writeAdjusts()
    try writeCorrections()
  }

  private func writeLadders() throws {
    let columns = ["terms", "share", "party", "period", "run", "units", "amount", "earned"]
    try database.insert(Array(run.ladders), into: "ladders", columns) { to, ladder in
      to.integer(ladder.key.terms)
      to.integer(ladder.key.share)
      to.integer(ladder.key.party)
      to.integer(ladder.key.period)
      to.integer(run.number)
      to.integer(ladder.value.measure.units)
      to.integer(ladder.value.measure.amount)
      to.integer(ladder.value.earned)
    }
  }

  private func writeMovements() throws {
    let columns = ["account", "currency", "day", "kind", "run", "amount", "lines"]
    try database.insert(run.movements, into: "movements", columns) { to, movement in
      to.integer(movement.account.code)
      to.text(movement.currency.code)
      to.integer(movement.day.number)
      to.text(movement.kind.name)
      to.integer(run.number)
      to.integer(movement.amount)
      to.integer(movement.lines)
    }
  }

  private func writeBalances() throws {
    try database.insert(run.balances, into: "balances", ["currency", "account", "run", "amount"]) { to, balance in
      to.text(balance.currency.code)
      to.integer(balance.account.code)
      to.integer(run.number)
      to.integer(balance.amount)
    }
  }

  private func writeAdjusts() throws {
    try database.insert(run.adjusts, into: "adjusts", ["run", "partner", "key", "order_id", "currency", "amount"]) { to, adjust in
      to.integer(run.number)
      to.text(adjust.partner)
      to.text(adjust.key)
      to.text(adjust.orderID)
      to.text(adjust.currency.code)
      to.integer(adjust.amount)
    }
  }

  private func writeCorrections() throws {
    try database.insert(run.corrections, into: "corrections", ["run", "partner", "key", "last_day", "owed", "digest"]) { to, correction in
      to.integer(run.number)
      to.text(correction.partner)
      to.text(correction.key)
      to.integer(correction.lastDay.number)
      to.integer(correction.owed)
      to.text(correction.digest)
    }
  }
}
