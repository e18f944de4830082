import SettlementCore

extension RunWriter {
  func writeLaterEvents() throws {
    try writeReversals()
    try writeFailures()
    try writeLatePostings()
  }

  private func writeReversals() throws {
    let rows = run.reversals.map { numbers.number(.redemption, $0.redemption) }
    let columns = ["redemption", "reversed_at", "day", "seen_run", "run"]
    try database.insert(RadixSort.order(of: rows), into: "reversals", columns) { to, row in
      let reversal = run.reversals[Int(row)]
      to.integer(rows[Int(row)])
      to.optional(reversal.reversedAt == .min ? nil : reversal.reversedAt)
      to.integer(reversal.day.number)
      to.integer(run.number)
      to.optional(reversal.counts ? Int64(run.number) : nil)
    }
  }

  private func writeFailures() throws {
    let rows = run.failures.map { numbers.number(.refund, $0.refund) }
    try database.insert(RadixSort.order(of: rows), into: "failures", ["refund", "day", "seen_run", "run"]) { to, row in
      let failure = run.failures[Int(row)]
      to.integer(rows[Int(row)])
      to.integer(failure.day.number)
      to.integer(run.number)
      to.optional(failure.counts ? Int64(run.number) : nil)
    }
  }

  private func writeLatePostings() throws {
    let names = ["feed", "number", "what", "run", "order_number", "terms", "group_number", "price"]
    try database.insert(run.latePostings, into: "late_postings", names) { to, late in
      let row = columns(late.what)
      to.text(late.feed.rawValue)
      to.integer(numbers.number(late.feed, late.number))
      to.text(row.what.rawValue)
      to.integer(run.number)
      to.optional(row.order)
      to.optional(row.terms)
      to.optional(row.group == 0 ? nil : row.group)
      to.optional(row.price)
    }
    let links = run.latePostings.filter { if case .linked = $0.what { $0.feed != .redemption } else { false } }  // those stand in a list
    if let wrong = links.first(where: { $0.feed != .refund }) { throw Contradiction("a \(wrong.feed.rawValue) has no order") }
    try database.insert(links, into: "refunds_of_order", ["order_number", "number"]) { to, late in
      to.optional(columns(late.what).order)
      to.integer(numbers.number(.refund, late.number))
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
    let key = ["feed", "what", "number"]
    try database.delete(run.waitingRemoved, from: "waiting", by: key) { to, record in
      to.text(record.feed.rawValue)
      to.text(record.what.rawValue)
      to.integer(numbers.number(record.feed, record.number))
    }
    try database.insert(run.waitingAdded, into: "waiting", key + ["wake_day"], replacing: key) { to, record in
      to.text(record.feed.rawValue)
      to.text(record.what.rawValue)
      to.integer(numbers.number(record.feed, record.number))
      to.integer(record.wakeDay.number)
    }
  }
}
