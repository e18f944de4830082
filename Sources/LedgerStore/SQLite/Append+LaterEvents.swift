import GRDB
import SettlementCore

extension RunWriter {
  func writeLaterEvents() throws {
    try writeReversals()
    try writeFailures()
    try writeLatePostings()
  }

  private func writeReversals() throws {
    let rows = run.reversals.map { numbers.number(.redemption, $0.redemption) }
    let insert = BulkInsert(table: "reversals", columns: ["redemption", "reversed_at", "day", "seen_run", "run"])
    let order = RadixSort.order(of: rows)
    try insert.insert(database, order.count) { to, place in
      let row = Int(order[place])
      let reversal = run.reversals[row]
      to.integer(rows[row])
      to.optional(reversal.reversedAt == .min ? nil : reversal.reversedAt)
      to.integer(reversal.day.number)
      to.integer(run.number)
      to.optional(reversal.counts ? Int64(run.number) : nil)
    }
  }

  private func writeFailures() throws {
    let rows = run.failures.map { numbers.number(.refund, $0.refund) }
    let insert = BulkInsert(table: "failures", columns: ["refund", "day", "seen_run", "run"])
    let order = RadixSort.order(of: rows)
    try insert.insert(database, order.count) { to, place in
      let row = Int(order[place])
      let failure = run.failures[row]
      to.integer(rows[row])
      to.integer(failure.day.number)
      to.integer(run.number)
      to.optional(failure.counts ? Int64(run.number) : nil)
    }
  }

  private func writeLatePostings() throws {
    let insert = try Prepared.insert(
      database, into: "late_postings", ["feed", "number", "what", "run", "order_number", "terms", "group_number", "price"])
    let linkRefund = try Prepared.insert(database, into: "refunds_of_order", ["order_number", "number"])
    for late in run.latePostings {
      let number = numbers.number(late.feed, late.number)
      let row = columns(late.what)
      try insert.run {
        $0.text(late.feed.rawValue)
        $0.integer(number)
        $0.text(row.what.rawValue)
        $0.integer(run.number)
        $0.optional(row.order)
        $0.optional(row.terms)
        $0.optional(row.group == 0 ? nil : row.group)
        $0.optional(row.price)
      }
      guard let order = row.order else { continue }
      guard late.feed == .redemption || late.feed == .refund else { throw contradiction("a \(late.feed.rawValue) has no order") }
      if late.feed == .redemption { continue }  // its link stands in a list
      try linkRefund.run {
        $0.integer(order)
        $0.integer(number)
      }
    }
  }

  private struct LateColumns {
    let what: LateRow.What
    var order: Int64?
    var terms: Int64?
    var group: Int64?
    var price: Int64?
  }

  private func columns(_ what: LatePosting.What) -> LateColumns {
    switch what {
    case .linked(let order): LateColumns(what: .linked, order: numbers.number(.order, order))
    case .split(let terms): LateColumns(what: .split, terms: Int64(terms))
    case .posted(let group, let price): LateColumns(what: .posted, group: group, price: price)
    case .reversed: LateColumns(what: .reversed)
    case .excess(let group): LateColumns(what: .excess, group: group)
    }
  }

  func writeWaiting() throws {
    let delete = try Prepared(database, "DELETE FROM waiting WHERE feed = ? AND what = ? AND number = ?")
    for record in run.waitingRemoved {
      try delete.run {
        $0.text(record.feed.rawValue)
        $0.text(record.what.rawValue)
        $0.integer(numbers.number(record.feed, record.number))
      }
    }
    let insert = try Prepared.insert(database, into: "waiting", ["feed", "what", "number", "wake_day"], orReplace: true)
    for record in run.waitingAdded {
      try insert.run {
        $0.text(record.feed.rawValue)
        $0.text(record.what.rawValue)
        $0.integer(numbers.number(record.feed, record.number))
        $0.integer(record.wakeDay.number)
      }
    }
  }
}
