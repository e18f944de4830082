import Feeds
import LedgerStore
import SettlementCore

/// What a run works on: the new records of a day, and the whole history of every order that they or the calendar touch (SPEC §4, Records).
///
/// In `facts` the new records of each feed stand first, then what was loaded from the ledger.
struct Intake {
  /// Names a record inside the run.
  struct Reference: Hashable {
    let feed: Feed
    /// Row in the batch of its feed.
    let row: Int32
  }

  let current: Int32
  let today: CalendarDay
  /// Business days of all runs, this one last.
  let runDays: [CalendarDay]
  /// The store repeats what earlier runs have seen: old versions of a record come before its newest.
  var isReadByWatermark = false
  /// The files are of an earlier day: what they say of a record is not the way back from what came later.
  var isOfEarlierDay = false
  var rules: RunRules
  var facts = OrderFactsTable()
  var newOrders = 0
  var newRedemptions = 0
  var newRefunds = 0
  /// Numbers in the ledger; 0 for new records.
  var orderNumber: [Int64] = []
  var redemptionNumber: [Int64] = []
  /// The run that saw each redemption first.
  var redemptionSeen: [Int32] = []
  var refundNumber: [Int64] = []
  /// Of the new redemptions, as `NewRun.codes`.
  var codes = TextColumn()
  /// Of the new orders, as `NewRun.buyers`: the buyer with whom an order comes first stays, and another one later says nothing.
  var buyers = TextColumn()
  /// By number: the buyers of stored orders of which something was redeemed today.
  var buyersOfStored: [Int64: String] = [:]
  /// First content stands, but it was seen otherwise in this run.
  var changed: [Reference] = []
  var rejects: [Reject] = []
  /// Reversals and failures first seen in this run, of new and of stored records.
  var reversalsSeen: [Int32] = []
  var failuresSeen: [Int32] = []
  /// Waiting records of the ledger that this run looks at.
  var woken: [WaitingRecord] = []
  /// Rows of stored records whose order has come with this run.
  var linkedRedemptions: [Int32] = []
  var linkedRefunds: [Int32] = []
  /// Refunds that were failed when they were seen first: nothing moves, ever.
  var failedAtFirst: Set<Int32> = []
  /// Stored refunds that have failed.
  var failedRefunds: Set<Int32> = []
  var payouts: [PayoutRecord] = []
  /// Payouts seen again with other content, as they were first.
  var changedPayouts: [PayoutRecord] = []
  var orderIndex = TextIndex()
  /// The new redemptions in the byte order of their ids, when all rows of the file are new.
  var redemptionOrder: [Int32]?
  /// Stored orders, redemptions and refunds (by number) that were seen with other content.
  var changedOrders: Set<Int64> = []
  var changedRedemptions: Set<Int64> = []
  var changedRefunds: Set<Int64> = []
  /// What they were seen as, by the key of the discrepancy.
  var changedTo: [String: Set<String>] = [:]
  /// Ledger numbers ↔ rows.
  var orderRow: [Int64: Int32] = [:]
  var redemptionRow: [Int64: Int32] = [:]
  var refundRow: [Int64: Int32] = [:]

  init(current: Int32, today: CalendarDay, runDays: [CalendarDay], rules: RunRules) {
    self.current = current
    self.today = today
    self.runDays = runDays
    self.rules = rules
  }

  /// The run in which something dated `day` counts, when it is seen now.
  func run(of day: Int32) -> Int32 { day <= today.number ? current : Run.never }

  /// True when a record that an earlier run has seen could not count before this one.
  func isDueNow(_ day: Int32, isNew: Bool) -> Bool {
    guard day <= today.number else { return false }
    return isNew || current < 2 || day > runDays[Int(current) - 2].number
  }
}
