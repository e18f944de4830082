import Foundation
import LedgerStore
import SettlementCore

/// A folder that goes when the value goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func file(_ name: String) -> String { path + "/" + name }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The same numbers from the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

let cny = Currency(code: "CNY")!
let jpy = Currency(code: "JPY")!

func day(_ text: String) -> CalendarDay { CalendarDay(text)! }

extension NewRun {
  /// An empty run with the sample names.
  static func sample(_ number: Int32) -> NewRun {
    var run = NewRun(number: number, day: Story.first.adding(days: Int(number) - 1), sequence: 1, zone: "Asia/Shanghai")
    run.parties = Terminology(["platform", "eleme", "douyin"])
    run.bundles = Terminology(["VIP"])
    run.entitlements = Terminology(["coupon", "video"])
    run.summary = "{\"run\":\(number)}"
    return run
  }

  mutating func addOrder(_ id: String, terms: Int32, currency: Currency = cny, channel: Int32 = 2, at day: CalendarDay) {
    orders.ids.append(id)
    orders.bundle.append(0)
    orders.channel.append(channel)
    orders.quantity.append(1)
    orders.currency.append(currency)
    orders.paid.append(19900)
    orders.list.append(29900)
    orders.fee.append(120)
    orders.paidAt.append(Int64(day.number) * 86_400_000_000 + 5)
    orders.day.append(day.number)
    orders.terms.append(terms)
    orders.run.append(number)
  }

  mutating func addRedemption(
    _ id: String, order: Int64, orderID: String = "", posted: Bool, group: Int64 = 0, price: Int64 = 0, at day: CalendarDay
  ) {
    redemptions.batch.ids.append(id)
    redemptions.batch.orderIDs.append(orderID)
    redemptions.batch.entitlement.append(1)
    redemptions.batch.redeemedAt.append(Int64(day.number) * 86_400_000_000 + 7)
    redemptions.batch.day.append(day.number)
    redemptions.batch.group.append(group)
    redemptions.batch.price.append(price)
    redemptions.orderNumber.append(order)
    redemptions.posted.append(posted)
  }

  mutating func addRefund(
    _ id: String, order: Int64, orderID: String = "", amount: Int64, posted: Bool, group: Int64 = 0, at day: CalendarDay
  ) {
    refunds.batch.ids.append(id)
    refunds.batch.orderIDs.append(orderID)
    refunds.batch.amount.append(amount)
    refunds.batch.exponent.append(2)
    refunds.batch.entitlement.append(-1)
    refunds.batch.units.append(3)
    refunds.batch.refundedAt.append(Int64(day.number) * 86_400_000_000 + 9)
    refunds.batch.day.append(day.number)
    refunds.batch.group.append(group)
    refunds.orderNumber.append(order)
    refunds.posted.append(posted)
  }
}

/// Readable rows, to compare by.
extension StoredOrders {
  var rows: [String] {
    number.indices.map { at in
      """
      \(number[at]) \(batch.ids[at]) \(batch.bundle[at]) \(batch.channel[at]) \(batch.quantity[at]) \(batch.currency[at].code) \
      \(batch.paid[at]) \(batch.list[at]) \(batch.fee[at]) \(batch.paidAt[at]) \(batch.day[at]) seen \(seenRun[at]) \
      run \(name(batch.run[at])) terms \(batch.terms[at])
      """
    }
  }
}

extension StoredRedemptions {
  var rows: [String] {
    number.indices.map { at in
      let reversal = reversalSeen[at] ? " reversed \(batch.reversedAt[at]) \(batch.reversalDay[at]) run \(name(batch.reversalRun[at]))" : ""
      return """
        \(number[at]) \(batch.ids[at]) of \(orderNumber[at])\(batch.orderIDs[at]) \(batch.entitlement[at]) \(batch.redeemedAt[at]) \
        \(batch.day[at]) seen \(seenRun[at]) run \(name(batch.run[at])) group \(batch.group[at]) price \(batch.price[at])\(reversal)
        """
    }
  }
}

extension StoredRefunds {
  var rows: [String] {
    number.indices.map { at in
      let failure = failureSeen[at] ? " failed \(batch.undoDay[at]) run \(name(batch.undoRun[at]))" : ""
      let excess = batch.excess.filter { $0.refund == Int32(at) }.map { " excess \($0.run)" }.joined()
      return """
        \(number[at]) \(batch.ids[at]) of \(orderNumber[at])\(batch.orderIDs[at]) \(batch.amount[at])/\(batch.exponent[at]) \
        \(batch.entitlement[at]) \(batch.units[at]) \(batch.refundedAt[at]) \(batch.day[at]) seen \(seenRun[at]) run \(name(batch.run[at])) \
        group \(batch.group[at])\(failure)\(excess)
        """
    }
  }
}

func name(_ run: Int32) -> String { run == Run.never ? "never" : String(run) }

/// All rows of a column.
func all(_ ids: TextColumn) -> [Int32] { (0..<Int32(ids.count)).map { $0 } }
