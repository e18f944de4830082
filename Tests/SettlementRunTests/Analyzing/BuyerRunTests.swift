import DurableFiles
import Foundation
import GRDB
import LedgerStore
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Buyers from the feed to the ledger, the analysis and the risks.
@Suite struct BuyerRunTests {
  private static let days = ["2026-02-28", "2026-03-01", "2026-03-02"]
  private static let key = "codes: {key: {env: QINGFEN_TEST_CODE_KEY}}\n"

  /// What stands for a buyer, by hand.
  private static func stand(_ buyer: String) -> String {
    let digits = KeyedHash(key: Array("a key of the tests".utf8)).hexadecimalDigits(of: ([0xFF] + Array(buyer.utf8)).span)
    return "buyer:" + String(decoding: digits.prefix(24), as: UTF8.self)
  }

  private func shop(_ more: String = key) throws -> Workplace {
    unsafe _ = setenv("QINGFEN_TEST_CODE_KEY", "a key of the tests", 1)
    let workplace = try Workplace()
    try workplace.write(
      "rules: rules\nstore: {folder: \"store/{date}\"}\nledger: {sqlite: output/ledger.sqlite}\noutput: output\n"
        + "risk: {buyer: {redemptions: 2, orders: 1}}\n" + more, to: "qingfen.yaml")
    try workplace.write("partner: alpha\ntitle: alpha\nperiod: month\n", to: "rules/partners/alpha.yaml")
    for bundle in ["TEA", "CAKE"] {
      try workplace.write(
        """
        bundle: \(bundle)
        title: \(bundle) title
        currency: CNY
        versions:
          - effective: 2025-01-01
            base: paid
            shares:
              - {to: alpha, entitlement: cup, fixed: "1.00", units: 5}
              - {to: platform, remainder: true}

        """, to: "rules/agreements/\(bundle.lowercased()).yaml")
    }
    try day(workplace, 0, ["O1,TEA,2025-12-01 09:00:00,openid-A", "O2,TEA,2026-02-28 09:00:00,openid-B"])
    try day(
      workplace, 1,
      [
        "O3,TEA,2026-03-01 09:00:00,openid-A", "O4,CAKE,2026-03-01 10:00:00,openid-A", "O5,TEA,2026-03-01 09:00:00,",
        "O6,TEA,2026-03-01 09:00:00,openid-C",
      ], redemptions: ["O1", "O3", "O4", "O2", "O6"])
    // Of O3 another buyer is told, of O5 one at last: both stay as they came first.
    try day(
      workplace, 2,
      ["O7,TEA,2026-03-02 09:00:00,openid-C", "O3,TEA,2026-03-01 09:00:00,openid-B", "O5,TEA,2026-03-01 09:00:00,openid-B"],
      redemptions: ["O6", "O7"])
    return workplace
  }

  private func day(_ workplace: Workplace, _ place: Int, _ orders: [String], redemptions: [String] = []) throws {
    let day = Self.days[place]
    let used = redemptions.enumerated().map { "R\(place)-\($0),\($1),cup,\(day) 11:00:00" }
    let files = [
      "orders": ["order_id,bundle,paid_at,buyer,paid"] + orders.map { "\($0),10.00" },
      "redemptions": ["redemption_id,order_id,entitlement,redeemed_at"] + used, "refunds": ["refund_id,order_id,amount,refunded_at"],
    ]
    for (name, rows) in files { try workplace.write(rows.joined(separator: "\n") + "\n", to: "store/\(day)/\(name).csv") }
  }

  private func run(_ workplace: Workplace, from origin: InputOrigin = .sources) throws {
    for day in Self.days {
      _ = try SettlementJob(try workplace.configuration(), from: origin, runDay: day) { _ in }.run(CalendarDay(day)!...CalendarDay(day)!) {
        _ in
      }
    }
  }

  private func risks(_ workplace: Workplace, _ day: String) throws -> [String] {
    let text = try #require(workplace.text("output/\(day)/run.json"))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return try #require(json["risks"] as? [[String: Any]]).map {
      "\($0["kind"]!) \($0["about"]!) \($0["count"]!) \($0["buyers"]!) \($0["limit"]!)"
    }
  }

  private func repurchases(_ workplace: Workplace, _ period: String = "2026-03") throws -> [Repurchase] {
    try PeriodAnalyzing(try workplace.configuration(), period: period).analysis().repurchases
  }

  private static func row(_ bundle: String, _ buyers: Int64, _ orders: Int64, _ repeating: Int64, _ intervals: [Int32: Int64]) -> Repurchase
  {
    var row = Repurchase(bundle: bundle, title: bundle.isEmpty ? "" : "\(bundle) title")
    (row.buyers, row.orders, row.repeatBuyers, row.intervals) = (buyers, orders, repeating, intervals)
    return row
  }

  /// Published without what only a ledger in a file has.
  private func published(_ workplace: Workplace) throws -> [String: String] {
    try workplace.published().filter { !$0.key.hasPrefix("ledger.") }
  }

  private func check(_ workplace: Workplace) throws {
    try run(workplace)
    do {
      let ledger = try LedgerReading(try workplace.configuration()).ledger
      var purchases: [String] = []
      try ledger.purchases(upTo: .max) { purchases.append("\($0.buyer) \($0.order)") }
      let expected = [("openid-A", [1, 3, 4]), ("openid-B", [2]), ("openid-C", [6, 7])].flatMap { name, orders in
        orders.map { "\(Self.stand(name)) \($0)" }
      }
      #expect(purchases.sorted() == expected.sorted())
    }
    // O3 came 90 days after O1, O4 an hour after O3, O7 a day after O6; B bought in February only.
    #expect(
      try repurchases(workplace) == [
        Self.row("", 2, 4, 2, [90: 1, 0: 1, 1: 1]), Self.row("CAKE", 1, 1, 0, [:]), Self.row("TEA", 2, 3, 2, [90: 1, 1: 1]),
      ])
    #expect(try repurchases(workplace, "2026-02") == [Self.row("", 2, 2, 0, [:]), Self.row("TEA", 2, 2, 0, [:])])
    let buyer = Self.stand("openid-A")
    #expect(try risks(workplace, Self.days[1]) == ["buyer-redemptions \(buyer) 3 1 2", "buyer-orders \(buyer) 2 1 1"])
    #expect(try risks(workplace, Self.days[2]) == [], "two redemptions and one order are the limit")
    let page = try #require(workplace.text("output/2026-03-01/run.html"))
    #expect(page.contains("\(buyer) 的订单当日核销 3 笔（共 1 个买家超限）") && page.contains("\(buyer) 当日下单 2 笔"))
    #expect(workplace.text("output/2026-03-02/discrepancies.csv")?.contains("record-changed") == false)
    for (path, text) in try Workplace.files(workplace.output).map({
      ($0, try Data(contentsOf: workplace.output.appendingPathComponent($0)))
    }) {
      #expect(text.range(of: Data("openid".utf8)) == nil, "\(path)")
    }
    let before = try published(workplace)
    try workplace.run(Self.days[2])
    #expect(try published(workplace) == before, "nothing new")
    _ = try Verification.verify(try workplace.configuration())
  }

  @Test func fromTheFeedToTheAnalysis() throws { try check(try shop()) }

  @Test(.enabled(if: Peers.areThere)) func theSameWithTheLedgerInPostgreSQL() throws {
    let (file, workplace) = (try shop(), try shop())
    let ledger = try LedgerInDatabase(workplace.folder)
    try check(workplace)
    try run(file)
    #expect(try published(workplace) == published(file), "\(ledger.schema)")
    let books = try [workplace, file].map { place in
      try Data(contentsOf: URL(fileURLWithPath: try PeriodAnalyzing(try place.configuration(), period: "2026-03").write(to: nil)))
    }
    #expect(books[0] == books[1])
  }

  @Test func theArchiveGivesTheSameBytes() throws {
    let workplace = try shop()
    try run(workplace)
    let copy = try Workplace(copying: workplace.folder)
    for folder in ["output", "store"] { try FileManager.default.removeItem(at: copy.folder.appendingPathComponent(folder)) }
    try run(copy, from: .archive)
    #expect(try published(copy) == published(workplace))
    #expect(try repurchases(copy) == repurchases(workplace))
    #expect(try copy.ledgerRows().filter { $0.hasPrefix("buyers") } == workplace.ledgerRows().filter { $0.hasPrefix("buyers") })
  }

  /// Without a key nobody can be told apart: buyers are dropped, and everything else is the same.
  @Test func withoutAKeyBuyersAreDropped() throws {
    let (workplace, keyed) = (try shop(""), try shop())
    for shop in [workplace, keyed] { try run(shop) }
    #expect(try repurchases(workplace) == [] && risks(workplace, Self.days[1]) == [])
    #expect(try workplace.ledgerRows().contains { $0.hasPrefix("buyers") } == false)
    for day in Self.days { #expect(workplace.text("output/\(day)/postings.csv") == keyed.text("output/\(day)/postings.csv")) }
  }

  /// A file that an earlier version has archived as it came is stored again with its buyers replaced: a run from the archive knows them, too.
  @Test func whatWasArchivedInClearIsStoredAnew() throws {
    let workplace = try shop()
    let archive = try Archive(folder: workplace.configuration().archive)
    for day in Self.days { _ = try archive.store(Array(try #require(workplace.text("store/\(day)/orders.csv")).utf8)) }
    try run(workplace)
    let copy = try Workplace(copying: workplace.folder)
    for folder in ["output", "store"] { try FileManager.default.removeItem(at: copy.folder.appendingPathComponent(folder)) }
    try run(copy, from: .archive)
    #expect(try published(copy) == published(workplace) && repurchases(copy) == repurchases(workplace))
    #expect(try !repurchases(copy).isEmpty)
  }

  /// A ledger from before there were buyers: its orders have none, its chain holds, and the next runs go on with theirs.
  @Test func aLedgerFromBeforeGoesOn() throws {
    let workplace = try shop("")
    try workplace.run(Self.days[0])
    let path = workplace.output.appendingPathComponent("ledger.sqlite").path
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "DROP TABLE buyers; UPDATE meta SET value = value - 1 WHERE key = 'schema'")
    }
    try workplace.write(try #require(workplace.text("qingfen.yaml")) + Self.key, to: "qingfen.yaml")
    for day in Self.days.dropFirst() { try workplace.run(day) }
    #expect(try Verification.verify(try workplace.configuration()).warnings.isEmpty)
    #expect(try repurchases(workplace).first == Self.row("", 2, 4, 2, [0: 1, 1: 1]), "nobody knows whose O1 was")
    #expect(try repurchases(workplace, "2026-02") == [])
  }

  /// More buyers than are told: those with the most, equal ones as bytes; the count says how many there are.
  @Test func onlyTheBusiestAreTold() throws {
    let workplace = try shop()
    let orders = (0..<25).flatMap { buyer in (0..<(buyer < 23 ? 2 : 3)).map { "Q\(buyer)-\($0),TEA,2026-02-28 09:00:00,openid-\(buyer)" } }
    try day(workplace, 0, orders)
    try workplace.run(Self.days[0])
    let told = try risks(workplace, Self.days[0])
    let names = (0..<25).map { Self.stand("openid-\($0)") }
    let expected =
      names[23...].sorted().map { "buyer-orders \($0) 3 25 1" } + names[..<23].sorted().prefix(18).map { "buyer-orders \($0) 2 25 1" }
    #expect(told == expected)
  }
}
