import LedgerStore
import SettlementCore

/// Three small runs with every kind of row.
enum Story {
  static let first = day("2026-03-01")
  static let never = CalendarDay(number: .max)

  /// O1 and O2 are split, O3 is parked; R1 earns, R2 waits for the unknown order O9, R3 for O3; F1 posts with an excess, F2 failed at once.
  static var run1: NewRun {
    var run = NewRun.sample(1)
    run.firstGroup = 1
    run.groupCount = 5
    run.versions = [version("VIP", "2026-01-01"), version("VIP", "2026-03-02")]
    run.addOrder("O3", terms: -1, currency: .unknown, channel: -1, at: first)
    run.addOrder("O1", terms: 0, at: first)
    run.addOrder("O2", terms: 0, currency: jpy, at: first)
    run.addRedemption("R3", order: RecordReference.new(row: 0), posted: false, at: first)
    run.addRedemption("R1", order: RecordReference.new(row: 1), posted: true, group: 3, price: 199, at: first)
    run.addRedemption("R2", order: RecordReference.none, orderID: "O9", posted: false, at: first)
    run.addRefund("F2", order: RecordReference.none, orderID: "O9", amount: 5, posted: false, at: first)
    run.addRefund("F1", order: RecordReference.new(row: 1), amount: 25000, posted: true, group: 4, at: first)
    run.failures = [NewFailure(refund: RecordReference.new(row: 0), day: first, counts: false)]
    run.payouts = [payout("P2", run: Run.never, day: first.adding(days: 1)), payout("P1", run: 1, day: first)]
    run.waitingAdded = [
      WaitingRecord(feed: .redemption, number: RecordReference.new(row: 2), wakeDay: first),
      WaitingRecord(feed: .redemption, number: RecordReference.new(row: 0), wakeDay: first),
      WaitingRecord(feed: .order, number: RecordReference.new(row: 0), wakeDay: first),
      WaitingRecord(feed: .refund, what: .excess, number: RecordReference.new(row: 1), wakeDay: first),
      WaitingRecord(feed: .payout, number: RecordReference.new(row: 0), wakeDay: first.adding(days: 1)),
    ]
    run.ladders = [ladder: Ladder(measure: LadderMeasure(units: 1, amount: 100), earned: 7)]
    run.movements = [
      movement(.custody, 19900, .order), movement(.held(1), -19900, .order), movement(.held(1), 199, .earn),
      movement(.payable(1), -199, .earn),
    ]
    run.balances = [balance(.custody, 19900), balance(.held(1), -19701), balance(.payable(1), -199)]
    run.adjusts = [AdjustRecord(run: 0, partner: "eleme", key: "redeemed:R1", orderID: "O1", currency: cny, amount: -1)]
    run.discrepancies = [finding("b", .open), finding("a", .inTransit), finding("c", .open)]
    run.statementFiles = [
      StatementFile(run: 0, partner: "eleme", day: first, name: "1.csv", sha256: "aa", bytes: 10, rows: 2, rejected: 1),
      StatementFile(run: 0, partner: "eleme", day: nil, name: "0.csv", sha256: "bb", bytes: 11, rows: 3, rejected: 0),
    ]
    run.linesKept = [line(9), line(3)]
    run.claimsAdded = [
      OpenClaim(partner: "eleme", feed: .redemption, number: RecordReference.new(row: 1), type: "redeemed"),
      OpenClaim(partner: "eleme", feed: .order, number: RecordReference.new(row: 1), type: "redeemed"),
      OpenClaim(partner: "douyin", feed: .redemption, number: RecordReference.new(row: 1), type: "redeemed"),
    ]
    run.rejects = [RejectRecord(source: "store", file: "orders.csv", line: 7, field: "paid", expected: "an amount", found: "=1")]
    return run
  }

  /// O9 arrives; R2 and R3 earn; O3 is split; R1's reversal is seen for a later day; some of F1's excess posts; F1 stays.
  static var run2: NewRun {
    var run = NewRun.sample(2)
    run.parties = Terminology(["platform", "eleme", "douyin", "qq-music"])
    run.addOrder("O9", terms: 1, at: first.adding(days: 1))
    run.latePostings = [
      LatePosting(feed: .redemption, number: 2, what: .linked(order: RecordReference.new(row: 0))),
      LatePosting(feed: .redemption, number: 2, what: .posted(group: 8, price: 50)),
      LatePosting(feed: .order, number: 3, what: .split(terms: 1)),
      LatePosting(feed: .redemption, number: 3, what: .posted(group: 0, price: 0)),
      LatePosting(feed: .refund, number: 1, what: .excess(group: 9)),
      LatePosting(feed: .payout, number: 2, what: .posted(group: 10, price: 0)),
    ]
    run.waitingRemoved = [
      WaitingRecord(feed: .redemption, number: 2, wakeDay: first), WaitingRecord(feed: .redemption, number: 3, wakeDay: first),
      WaitingRecord(feed: .order, number: 3, wakeDay: first), WaitingRecord(feed: .payout, number: 2, wakeDay: first),
    ]
    run.reversals = [NewReversal(redemption: 1, reversedAt: 77, day: first.adding(days: 2), counts: false)]
    run.waitingAdded = [WaitingRecord(feed: .redemption, what: .reversal, number: 1, wakeDay: first.adding(days: 2))]
    run.ladders = [ladder: Ladder(measure: LadderMeasure(units: 2, amount: 200), earned: 14)]
    run.movements = [
      movement(.custody, 19900, .order, day: first.adding(days: 1)), movement(.held(1), -19900, .order, day: first.adding(days: 1)),
    ]
    run.balances = [balance(.custody, 39800), balance(.held(1), -39601)]
    run.discrepancies = [finding("a", .open), finding("b", .resolved)]
    run.linesClosed = [1]
    run.claimsRemoved = [OpenClaim(partner: "eleme", feed: .redemption, number: 1, type: "redeemed")]
    return run
  }

  /// R1's reversal counts; R2 is reversed without a time; F1 is undone; finding b comes back.
  static var run3: NewRun {
    var run = NewRun.sample(3)
    run.parties = Terminology(["platform", "eleme", "douyin", "qq-music"])
    run.latePostings = [LatePosting(feed: .redemption, number: 1, what: .reversed)]
    run.waitingRemoved = [WaitingRecord(feed: .redemption, what: .reversal, number: 1, wakeDay: first)]
    run.reversals = [NewReversal(redemption: 2, reversedAt: .min, day: first.adding(days: 2), counts: true)]
    run.failures = [NewFailure(refund: 1, day: first.adding(days: 2), counts: true)]
    run.discrepancies = [finding("b", .open), finding("a", .resolved)]
    return run
  }

  /// A second run that contradicts the first, or itself.
  static func contradiction(_ what: String) -> NewRun {
    var run = NewRun.sample(2)
    switch what {
    case "order": run.addOrder("O2", terms: 0, at: run.day)
    case "number": run.number = 3
    case "zone": run.zone = "UTC"
    case "names": run.parties = Terminology(["platform", "douyin", "eleme"])
    case "party": run.bundles = Terminology()
    case "columns": run.orders.fee.append(1)
    case "line": run.linesClosed = [3]
    case "link": run.latePostings = [LatePosting(feed: .order, number: 1, what: .linked(order: 2))]
    case "discrepancy": run.discrepancies = [Story.finding("a", .open), Story.finding("a", .open)]
    default:
      run.addRefund("F9", order: RecordReference.none, amount: 1, posted: false, at: run.day)
      run.refunds.batch.orderIDs = TextColumn()
    }
    return run
  }

  static let ladder = LadderKey(terms: 0, share: 1, party: 1, period: 24312)

  static func version(_ bundle: String, _ effective: String) -> StoredVersion {
    StoredVersion(bundle: bundle, effective: day(effective), digest: "d-\(effective)", currency: cny, firstRun: 1)
  }

  static func payout(_ id: String, run: Int32, day: CalendarDay) -> PayoutRecord {
    PayoutRecord(id: id, party: 1, amount: 700, currency: cny, paidAt: 1, day: day, run: run)
  }

  static func movement(_ account: Account, _ amount: Int64, _ kind: GroupKind, day: CalendarDay = first) -> Movement {
    Movement(run: 1, currency: cny, account: account, day: day, kind: kind, amount: amount, lines: 1)
  }

  static func balance(_ account: Account, _ amount: Int64) -> AccountBalance {
    AccountBalance(run: 1, currency: cny, account: account, amount: amount)
  }

  static func finding(_ key: String, _ state: DiscrepancyRow.State) -> DiscrepancyRow {
    DiscrepancyRow(
      identity: DiscrepancyIdentity(partner: "eleme", kind: "amount", key: key), run: 1, state: state, firstSeen: first, ours: 5,
      theirs: nil,
      currency: cny, businessDate: first, orderID: "O1", leg: "partner", detail: "金额")
  }

  static func line(_ number: Int64) -> KeptLine {
    KeptLine(
      partner: "eleme", file: "1.csv", line: number, reference: "X\(number)", orderID: "", item: "coupon", type: "redeemed", amount: 1,
      currency: cny, time: 5, day: first, occurrence: 1)
  }
}
