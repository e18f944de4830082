import Feeds
import Foundation
import SettlementCore
import Testing

@Suite final class StoreFolderTests {
  let root = FileManager.default.temporaryDirectory.path + "/feeds-" + UUID().uuidString
  let day = CalendarDay("2026-03-01")!

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func write(_ path: String, _ text: String) throws {
    let file = "\(root)/\(path)"
    try FileManager.default.createDirectory(atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
  }

  static let digested: SourceInput.Preparation = { _, bytes in
    let count = bytes.count
    return SourceBytes(bytes: bytes, count: count, sha256: "digest of \(count)")
  }

  func read(_ pattern: String = "store/{date}") -> StoreDay {
    StoreFolder(pattern: pattern, root: root).inputs(day: day, prepare: Self.digested)
      .read(zone: shanghai, currencyOfBundle: ["VIP": Currency(code: "CNY")!])
  }

  @Test func aWholeDay() throws {
    let orders = "order_id,bundle,paid,paid_at\nO1,VIP,1,2026-03-01 10:00:00\nO2,VIP,x,2026-03-01 10:00:00\n"
    try write("store/2026/03-01/orders.csv", orders)
    try write("store/2026/03-01/redemptions.csv", "redemption_id,order_id,entitlement,redeemed_at\nR1,O1,v,2026-03-01 10:00:00\n")
    try write("store/2026/03-01/refunds.csv", "refund_id,order_id,amount,refunded_at\n")
    let without = read("store/{yyyy}/{MM}-{dd}")
    #expect(without.failures == [] && without.payouts == nil)
    #expect(without.sources.map(\.name) == ["orders", "redemptions", "refunds"])
    try write("store/2026/03-01/payouts.csv", "payout_id,party,amount,paid_at\nP1,eleme,1,2026-03-01 10:00:00\n")
    let day = read("store/{yyyy}/{MM}-{dd}")
    #expect(day.orders?.orders.count == 1 && day.redemptions?.redemptions.count == 1 && day.refunds?.refunds.count == 0)
    #expect(day.payouts?.count == 1)
    #expect(
      day.sources.first
        == SourceRecord(
          name: "orders", path: "store/2026/03-01/orders.csv", bytes: orders.utf8.count, sha256: "digest of \(orders.utf8.count)", rows: 2,
          rejected: 1))
    #expect(day.sources.map(\.name) == ["orders", "redemptions", "refunds", "payouts"])
    #expect(
      day.rejects.map(\.description) == [
        "store/2026/03-01/orders.csv:3: paid: expected a plain decimal number such as 199.00, found x"
      ])
    #expect(read("\(root)/store/2026/03-01").failures == [])
  }

  @Test func everyFailureIsReportedAndTheRestIsRead() throws {
    try write("store/2026-03-01/orders.csv", "order_id\n")
    try FileManager.default.createDirectory(atPath: "\(root)/store/2026-03-01/refunds.csv", withIntermediateDirectories: true)
    try write("store/2026-03-01/payouts.csv", "")
    let result = read()
    #expect(result.orders == nil && result.redemptions == nil && result.refunds == nil && result.payouts == nil)
    #expect(result.failures.map(\.kind) == [.malformed, .missing, .unreadable, .malformed])
    #expect(
      result.failures.map(\.description) == [
        "store/2026-03-01/orders.csv:1: header: expected the columns bundle, paid, paid_at, found order_id; \(SourceFailureTests.columns)",
        "store/2026-03-01/redemptions.csv: file: expected a file, found none; deliver it and run again",
        "store/2026-03-01/refunds.csv: file: expected a readable regular file, found a directory; "
          + "correct the path or its permissions and run again",
        "store/2026-03-01/payouts.csv: header: expected a header row, found an empty file; export it again with its header row",
      ])
    #expect(result.sources.map(\.name) == ["orders", "payouts"] && result.sources.map(\.rows) == [0, 0])
  }

  @Test func statementsOfAPartner() throws {
    try write("statements/2026-03-01.csv", "reference,amount,time\nR1,1.00,2026-03-01 10:00:00\n")
    func read(_ url: String, proof: CompletenessProof = .none) -> SourceReading<StatementFeed> {
      let input = StatementLocation(url: url, root: root).input(day: day, source: "statement eleme", prepare: Self.digested)
      let profile = StatementProfile(source: StatementSource(url: url, proof: proof), matches: .redemptions)
      return StatementFeed.read(input, profile: profile, zone: shanghai, defaultCurrency: nil)
    }
    let reading = read("file:statements/{date}.csv")
    #expect(reading.failure == nil && reading.feed?.amount == [10_000])
    #expect(
      reading.record
        == SourceRecord(name: "statement eleme", path: "statements/2026-03-01.csv", bytes: 50, sha256: "digest of 50", rows: 1, rejected: 0)
    )
    #expect(read("file://\(root)/statements/{date}.csv").failure == nil)
    #expect(
      read("file:none/{date}.csv").failure?.description
        == "none/2026-03-01.csv: file: expected a file, found none; deliver it and run again")
    #expect(
      read("file:statements/{date}.csv", proof: .trailer("<END>")).failure?.description
        == "statements/2026-03-01.csv:2: trailer: expected <END> as the last line, found another one; the file is not whole, or has no "
        + "trailer: fetch it again, or correct proof in the partner's file")
    try write("statements/2026-03-01.csv", "reference,amount,time\nR1,1.00,2026-03-01 10:00:00\n<END>\n")
    let whole = read("file:statements/{date}.csv", proof: .trailer("<END>"))
    #expect(whole.failure == nil && whole.feed?.count == 1 && whole.feed?.rejects.count == 0)
  }
}
