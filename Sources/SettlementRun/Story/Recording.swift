import Feeds
import LedgerStore
import Reports
import SettlementCore

/// Turns what a run found into what the ledger adds: first all that is known once the day is settled, then the rest.
struct Recording {
  private let settling: Settling
  private var posted: PostedRun
  private(set) var run: NewRun
  private var intake: Intake { settling.intake }

  init(_ settling: Settling, _ posted: PostedRun, zone: String, sequence: Int) {
    self.settling = settling
    self.posted = posted
    run = NewRun(number: settling.intake.current, day: settling.intake.today, sequence: sequence, zone: zone)
    run.firstGroup = posted.firstGroup
    run.parties = settling.intake.rules.parties
    run.bundles = settling.intake.rules.bundles
    run.entitlements = settling.intake.rules.entitlements
    recordVersionsAndOrders()
    recordRedemptions()
    recordRefunds()
    recordWaiting()
    recordPayouts()
  }

  /// Adds what had to wait for the reconciliation: adjusts, and the numbers of the groups behind them.
  mutating func record(_ posted: PostedRun, _ corrections: RuleCorrections?) {
    self.posted = posted
    run.corrections = corrections?.records ?? []
    run.groupCount = posted.groupCount
    run.adjusts = posted.adjusts
    recordWaitingPayouts()
  }

  // MARK: Orders

  private mutating func recordVersionsAndOrders() {
    let used = Set(settling.terms.filter { $0 >= 0 })
    let (numbers, new) = intake.rules.newVersions(used: used)
    run.versions = new.map { number in
      let terms = intake.rules.terms[Int(number)]
      return StoredVersion(
        bundle: terms.bundle, effective: terms.version.effective, digest: terms.version.digest, currency: terms.currency,
        firstRun: intake.current)
    }
    let all = intake.facts.orders
    run.orders = all.count == intake.newOrders ? all : all.rows((0..<Int32(intake.newOrders)).map { $0 })
    run.buyers = intake.buyers
    run.orders.terms = (0..<intake.newOrders).map { settling.terms[$0] < 0 ? -1 : numbers[settling.terms[$0]]! }
    for row in intake.newOrders..<all.count where all.terms[row] < 0 && settling.terms[row] >= 0 {
      let number = intake.orderNumber[row]
      run.latePostings.append(LatePosting(feed: .order, number: number, what: .split(terms: numbers[settling.terms[row]]!)))
      run.waitingRemoved.append(WaitingRecord(feed: .order, number: number, wakeDay: intake.today))
    }
    run.ladders = Dictionary(
      uniqueKeysWithValues: posted.settled.ladders.map { key, ladder in
        (LadderKey(terms: numbers[key.terms]!, share: key.share, party: key.party, period: key.period), ladder)
      })
  }

  /// What the ledger calls a record: its number, or its row among the new ones.
  private func reference(_ feed: Feed, _ row: Int32) -> Int64 {
    let (number, new) =
      switch feed {
      case .order: (intake.orderNumber, intake.newOrders)
      case .redemption: (intake.redemptionNumber, intake.newRedemptions)
      case .refund, .payout: (intake.refundNumber, intake.newRefunds)
      }
    return Int(row) < new ? RecordReference.new(row: Int(row)) : number[Int(row)]
  }

  private func orderReference(_ row: Int32) -> Int64 { row < 0 ? RecordReference.none : reference(.order, row) }

  // MARK: Redemptions and refunds

  /// Shared when it is all of them.
  private static func first(_ count: Int, of column: [Int64]) -> [Int64] { column.count == count ? column : Array(column.prefix(count)) }

  private mutating func recordRedemptions() {
    let facts = intake.facts.redemptions
    let count = intake.newRedemptions
    run.redemptions.batch = facts.count == count ? facts : facts.rows(count)
    run.codes = intake.codes
    run.redemptions.batch.group = Self.first(count, of: posted.groupOfRedemption)
    run.redemptions.batch.price = Self.first(count, of: settling.prices)
    run.redemptions.order = intake.redemptionOrder
    run.redemptions.orderNumber = facts.order.prefix(count).map { orderReference($0) }
    run.redemptions.posted = facts.run.prefix(count).enumerated().map { $1 == intake.current && facts.order[$0] >= 0 }
    for (row, order) in facts.order.prefix(count).enumerated() where order < 0 {
      run.redemptions.batch.group[row] = 0
    }
    let reversed = settling.reversedRedemptions
    let seen = Set(intake.reversalsSeen)
    for row in intake.reversalsSeen {
      run.reversals.append(
        NewReversal(
          redemption: reference(.redemption, row), reversedAt: facts.reversedAt[Int(row)],
          day: CalendarDay(number: facts.reversalDay[Int(row)]),
          counts: reversed.contains(row)))
      if facts.reversalRun[Int(row)] == Run.never {
        wait(.redemption, .reversal, row, max(facts.reversalDay[Int(row)], facts.day[Int(row)]))
      }
    }
    for row in reversed.sorted() where !seen.contains(row) {
      run.latePostings.append(LatePosting(feed: .redemption, number: reference(.redemption, row), what: .reversed))
    }
  }

  private mutating func recordRefunds() {
    let facts = intake.facts.refunds
    let count = intake.newRefunds
    run.refunds.batch = facts.rows((0..<Int32(count)).map { $0 })
    run.refunds.batch.group = Self.first(count, of: posted.groupOfRefund)
    run.refunds.orderNumber = facts.order.prefix(count).map { orderReference($0) }
    run.refunds.posted = facts.run.prefix(count).enumerated().map { $1 == intake.current && facts.order[$0] >= 0 }
    let undone = settling.undoneRefunds
    for row in intake.failuresSeen + intake.failedAtFirst.sorted() {
      run.failures.append(NewFailure(refund: reference(.refund, row), day: intake.today, counts: undone.contains(row)))
    }
    let seen = Set(intake.failuresSeen)
    for row in intake.failuresSeen where facts.undoRun[Int(row)] == Run.never { wait(.refund, .reversal, row, facts.day[Int(row)]) }
    for row in undone.sorted() where !seen.contains(row) {
      run.latePostings.append(LatePosting(feed: .refund, number: reference(.refund, row), what: .reversed))
    }
  }

  // MARK: What waits

  private mutating func wait(_ feed: Feed, _ what: WaitingRecord.What, _ row: Int32, _ day: Int32) {
    run.waitingAdded.append(WaitingRecord(feed: feed, what: what, number: reference(feed, row), wakeDay: CalendarDay(number: day)))
  }

  private mutating func recordWaiting() {
    var unposted: [Feed: Set<Int32>] = [:]
    var ended: [Feed: Set<Int32>] = [:]
    let events = posted.settled.input.events
    for (event, reason) in settling.waiting {
      let row = events.record[Int(event)]
      switch (events.kind[Int(event)], reason) {
      case (.reversal, _): ended[.redemption, default: []].insert(row)
      case (.undo, _): ended[.refund, default: []].insert(row)
      case (.order, _): unposted[.order, default: []].insert(row)
      case (.redemption, _): unposted[.redemption, default: []].insert(row)
      case (.refund, _): unposted[.refund, default: []].insert(row)
      }
    }
    recordOrdersThatWait(unposted[.order] ?? [])
    recordRedemptionsThatWait(unposted[.redemption] ?? [], ended[.redemption] ?? [])
    recordRefundsThatWait(unposted[.refund] ?? [], ended[.refund] ?? [])
    recordLinks()
    recordExcess()
    for waiting in intake.woken where waiting.what == .reversal { run.waitingRemoved.append(waiting) }
  }

  private mutating func recordOrdersThatWait(_ parked: Set<Int32>) {
    let orders = intake.facts.orders
    for row in 0..<intake.newOrders where orders.run[row] == Run.never || parked.contains(Int32(row)) {
      wait(.order, .record, Int32(row), orders.day[row])
    }
  }

  private mutating func recordRedemptionsThatWait(_ unposted: Set<Int32>, _ ended: Set<Int32>) {
    let facts = intake.facts.redemptions
    var ended = ended
    for row in 0..<facts.count where facts.order[row] < 0 && facts.reversalRun[row] == intake.current { ended.insert(Int32(row)) }
    for row in ended.union(unposted) where Int(row) < intake.newRedemptions { run.redemptions.posted[Int(row)] = false }
    for row in 0..<intake.newRedemptions where !ended.contains(Int32(row)) {
      if facts.run[row] == Run.never || facts.order[row] < 0 || unposted.contains(Int32(row)) {
        wait(.redemption, .record, Int32(row), facts.day[row])
      }
    }
    for waiting in intake.woken where waiting.feed == .redemption && waiting.what == .record {
      let row = intake.redemptionRow[waiting.number]!
      if ended.contains(row) {
        run.waitingRemoved.append(waiting)
      } else if facts.order[Int(row)] >= 0 && !unposted.contains(row) {
        run.waitingRemoved.append(waiting)
        run.latePostings.append(
          LatePosting(
            feed: .redemption, number: waiting.number,
            what: .posted(group: posted.groupOfRedemption[Int(row)], price: settling.prices[Int(row)])))
      }
    }
    endAsleep(.redemption, ended)
  }

  private mutating func recordRefundsThatWait(_ unposted: Set<Int32>, _ ended: Set<Int32>) {
    let facts = intake.facts.refunds
    var ended = ended
    for row in 0..<facts.count where facts.order[row] < 0 && facts.undoRun[row] == intake.current { ended.insert(Int32(row)) }
    for row in ended.union(unposted) where Int(row) < intake.newRefunds { run.refunds.posted[Int(row)] = false }
    for row in 0..<intake.newRefunds where !ended.contains(Int32(row)) && !intake.failedAtFirst.contains(Int32(row)) {
      if facts.run[row] == Run.never || facts.order[row] < 0 || unposted.contains(Int32(row)) {
        wait(.refund, .record, Int32(row), facts.day[row])
      }
    }
    for waiting in intake.woken where waiting.feed == .refund && waiting.what == .record {
      let row = intake.refundRow[waiting.number]!
      if ended.contains(row) {
        run.waitingRemoved.append(waiting)
      } else if facts.order[Int(row)] >= 0 && !unposted.contains(row) {
        run.waitingRemoved.append(waiting)
        run.latePostings.append(
          LatePosting(feed: .refund, number: waiting.number, what: .posted(group: posted.groupOfRefund[Int(row)], price: 0)))
      }
    }
    endAsleep(.refund, ended)
  }

  /// A record that ends before its day has come is not woken any more.
  private mutating func endAsleep(_ feed: Feed, _ ended: Set<Int32>) {
    let woken = Set(intake.woken.filter { $0.feed == feed }.map(\.number))
    let facts = intake.facts
    for ended in ended.sorted() {
      let isNew = Int(ended) < (feed == .redemption ? intake.newRedemptions : intake.newRefunds)
      let number = reference(feed, ended)
      if isNew || woken.contains(number) { continue }
      let day = feed == .redemption ? facts.redemptions.day[Int(ended)] : facts.refunds.day[Int(ended)]
      run.waitingRemoved.append(WaitingRecord(feed: feed, number: number, wakeDay: CalendarDay(number: day)))
    }
  }

  private mutating func recordLinks() {
    for row in intake.linkedRedemptions {
      let order = orderReference(intake.facts.redemptions.order[Int(row)])
      run.latePostings.append(LatePosting(feed: .redemption, number: intake.redemptionNumber[Int(row)], what: .linked(order: order)))
    }
    for row in intake.linkedRefunds {
      let order = orderReference(intake.facts.refunds.order[Int(row)])
      run.latePostings.append(LatePosting(feed: .refund, number: intake.refundNumber[Int(row)], what: .linked(order: order)))
    }
  }

  /// Waiting excess: added when it is new, removed when nothing is left or its refund was undone, noted when some of it posted.
  private mutating func recordExcess() {
    let events = posted.settled.input.events
    let undone = settling.undoneRefunds
    var before: [Int32: Int64] = [:]
    for (row, number) in excessGroups { before[row] = number }
    for part in posted.settled.parts {
      for (event, outcome) in part.refunds {
        let row = events.record[Int(event)]
        let isLeft = outcome.excess > 0 && !undone.contains(row)
        if events.isExcess[Int(event)] {
          if let group = before[row] {
            run.latePostings.append(LatePosting(feed: .refund, number: reference(.refund, row), what: .excess(group: group)))
          }
          if !isLeft { removeExcess(row) }
        } else if isLeft {
          wait(.refund, .excess, row, intake.today.number)
        }
      }
    }
    for row in undone where intake.facts.refunds.excess.contains(where: { $0.refund == row && $0.run == intake.current }) {
      removeExcess(row)
    }
  }

  private mutating func removeExcess(_ row: Int32) {
    run.waitingRemoved.append(WaitingRecord(feed: .refund, what: .excess, number: reference(.refund, row), wakeDay: intake.today))
  }

  /// Groups in which waiting excess was posted by this run, by refund.
  private var excessGroups: [(Int32, Int64)] {
    let events = posted.settled.input.events
    var found: [(Int32, Int64)] = []
    if !events.isExcess.contains(true) { return found }  // a night without: its groups need not be walked
    let parts = posted.settled.parts
    for (place, at) in posted.settled.sequence.enumerated() {
      let (part, group) = (Int(at.part), Int(at.group))
      let event = Int(parts[part].groups.event[group])
      if event >= 0, parts[part].groups.kind[group] == .refund, events.isExcess[event] {
        found.append((parts[part].groups.record[group], posted.firstGroup + Int64(place)))
      }
    }
    return found
  }

  private mutating func recordPayouts() {
    run.payouts = intake.payouts
    for (row, payout) in intake.payouts.enumerated() where payout.run == Run.never {
      run.waitingAdded.append(WaitingRecord(feed: .payout, number: RecordReference.new(row: row), wakeDay: payout.day))
    }
  }

  private mutating func recordWaitingPayouts() {
    for waiting in intake.woken where waiting.feed == .payout {
      let place = posted.payouts.firstIndex { $0.number == waiting.number }
      let first = posted.firstGroup + Int64(posted.settled.sequence.count + posted.settled.trueUps.count + posted.adjusts.count)
      run.waitingRemoved.append(waiting)
      run.latePostings.append(
        LatePosting(feed: .payout, number: waiting.number, what: .posted(group: place.map { first + Int64($0) } ?? 0, price: 0)))
    }
  }

  // MARK: The rest

  /// Adds movements and the balances that they leave. Throws `AmountOverflow`, or `BrokenLaw` when balances do not sum to zero.
  mutating func record(_ movements: Movements, on balances: [AccountBalance]) throws {
    run.movements = movements.sums.map { key, sum in
      Movement(
        run: intake.current, currency: key.currency, account: key.account, day: key.day, kind: key.kind, amount: sum.amount,
        lines: sum.lines)
    }.sorted {
      ($0.currency.code, $0.account.code, $0.day.number, $0.kind.rawValue) < (
        $1.currency.code, $1.account.code, $1.day.number, $1.kind.rawValue
      )
    }
    var known: [Currency: [Account: Int64]] = [:]
    for balance in balances { known[balance.currency, default: [:]][balance.account] = balance.amount }
    for (currency, changes) in try movements.changes() {
      for (account, change) in changes {
        let amount = try (known[currency]?[account] ?? 0).adding(change)
        known[currency, default: [:]][account] = amount
        run.balances.append(AccountBalance(run: intake.current, currency: currency, account: account, amount: amount))
      }
    }
    for (currency, accounts) in known {
      let sum = accounts.values.reduce(Int128(0)) { $0 + Int128($1) }
      if sum != 0 { throw BrokenLaw("the balances in \(currency.code) sum to \(sum) instead of zero") }
    }
    run.balances.sort { ($0.currency.code, $0.account.code) < ($1.currency.code, $1.account.code) }
  }

  mutating func record(marks: [String: String]) { run.marks = marks }

  mutating func record(_ reconciling: Reconciling) {
    for (delivery, outcome) in reconciling.outcomes {
      run.statementFiles += delivery.notes(run: intake.current)
      run.linesKept += outcome.linesKept
      run.linesClosed += outcome.linesClosed
      run.linesReplaced += outcome.linesReplaced
      run.linesReissued += outcome.reissued
      if outcome.groups.count > 0 { run.lineGroups[delivery.settings.partner] = outcome.groups }
      let before = Set(delivery.openClaims.map { OpenClaimKey($0.feed, $0.number, $0.type) })
      let after = outcome.openClaims.map { OpenClaimKey($0.feed, reference($0.feed, $0.row), $0.type.name) }
      let stays = Set(after)
      run.claimsRemoved += delivery.openClaims.filter { !stays.contains(OpenClaimKey($0.feed, $0.number, $0.type)) }
      run.claimsAdded += after.filter { !before.contains($0) }.map {
        OpenClaim(partner: delivery.settings.partner, feed: $0.feed, number: $0.number, type: $0.type)
      }
    }
  }

  mutating func record(rejects: [Reject], _ book: DiscrepancyBook, summary: String) {
    run.rejects = rejects.map {
      RejectRecord(source: $0.source, file: $0.file, line: Int64($0.line), field: $0.field, expected: $0.expected, found: $0.found)
    }
    run.discrepancies = book.versions
    run.decisionOutcomes = book.desk.outcomes
    run.decisionsEnded = book.desk.ended
    run.summary = summary
  }
}

private struct OpenClaimKey: Hashable {
  let feed: Feed
  let number: Int64
  let type: String

  init(_ feed: Feed, _ number: Int64, _ type: String) {
    self.feed = feed
    self.number = number
    self.type = type
  }
}

extension RedemptionBatch {
  /// The first rows.
  func rows(_ count: Int) -> RedemptionBatch {
    var kept = RedemptionBatch()
    for row in 0..<count { kept.append(row, of: self) }
    return kept
  }
}
