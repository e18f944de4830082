import GRDB
import SettlementCore

extension RunWriter {
  func writeMoney() throws {
    try writeLadders()
    try writeMovements()
    try writeBalances()
    try writeAdjusts()
  }

  private func writeLadders() throws {
    let insert = try Prepared.insert(
      database, into: "ladders", ["terms", "share", "party", "period", "run", "units", "amount", "earned"])
    for (key, ladder) in run.ladders {
      try insert.run {
        $0.integer(key.terms)
        $0.integer(key.share)
        $0.integer(key.party)
        $0.integer(key.period)
        $0.integer(run.number)
        $0.integer(ladder.measure.units)
        $0.integer(ladder.measure.amount)
        $0.integer(ladder.earned)
      }
    }
  }

  private func writeMovements() throws {
    let insert = try Prepared.insert(database, into: "movements", ["account", "currency", "day", "kind", "run", "amount", "lines"])
    for movement in run.movements {
      try insert.run {
        $0.integer(movement.account.code)
        $0.text(movement.currency.code)
        $0.integer(movement.day.number)
        $0.text(movement.kind.name)
        $0.integer(run.number)
        $0.integer(movement.amount)
        $0.integer(movement.lines)
      }
    }
  }

  private func writeBalances() throws {
    let insert = try Prepared.insert(database, into: "balances", ["currency", "account", "run", "amount"])
    for balance in run.balances {
      try insert.run {
        $0.text(balance.currency.code)
        $0.integer(balance.account.code)
        $0.integer(run.number)
        $0.integer(balance.amount)
      }
    }
  }

  private func writeAdjusts() throws {
    let insert = try Prepared.insert(database, into: "adjusts", ["run", "partner", "key", "order_id", "currency", "amount"])
    for adjust in run.adjusts {
      try insert.run {
        $0.integer(run.number)
        $0.text(adjust.partner)
        $0.text(adjust.key)
        $0.text(adjust.orderID)
        $0.text(adjust.currency.code)
        $0.integer(adjust.amount)
      }
    }
  }
}
