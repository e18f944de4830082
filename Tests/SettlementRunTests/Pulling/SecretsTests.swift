import DurableFiles
import Foundation
import LedgerStore
import Testing

/// No secret, no card code and no key of a buyer is in any byte that the program leaves or says (SPEC §10).
@Suite(.enabled(if: Peers.areThere)) struct SecretsTests {
  enum Source: CaseIterable { case files, postgres, interface }

  private static let day = "2026-03-01"
  private static let codes = ["KAMI-CANARY-1001", "KAMI-CANARY-1002", "KAMI-CANARY-1003", "KAMI-CANARY-MALFORMED", "KAMI-CANARY-HEADER"]
  private static let columns = ["redemption_id", "order_id", "entitlement", "code", "status", "redeemed_at", "reversed_at"]

  /// The day's redemptions, each with a code.
  private static func redemptions() throws -> [[String]] {
    let (_, rows) = try PostgresShop.rows("redemptions", day)!
    return rows.enumerated().map { place, row in row[...2] + [codes[place % 3]] + row[3...] }
  }

  /// The day's orders, each with a buyer; every third buyer is the same.
  private static func orders(_ buyer: String = "buyer") throws -> (columns: [String], rows: [[String]]) {
    let (columns, rows) = try PostgresShop.rows("orders", day)!
    return (columns + [buyer], rows.enumerated().map { place, row in row + ["MAIKE-CANARY-\(place % 3 == 0 ? 0 : place)"] })
  }

  /// A shop whose statements come from every kind of server and whose redemptions have codes; `again` gives more rows.
  private func shop(_ source: Source, key: Bool) throws -> (SampleShop, again: ([[String]]) throws -> Void, supply: Any) {
    let (shop, servers) = (try SampleShop(), try PartnerServers())
    var rows = try Self.redemptions()
    let again: ([[String]]) throws -> Void
    switch source {
    case .files:
      again = { more in
        rows += more
        let lines = ([Self.columns] + rows).map { $0.joined(separator: ",") }
        try shop.workplace.write(lines.joined(separator: "\n") + "\n", to: "samples/store/\(Self.day)/redemptions.csv")
      }
      try again([])
      let orders = try Self.orders()
      let lines = ([orders.columns] + orders.rows).map { $0.joined(separator: ",") }
      try shop.workplace.write(lines.joined(separator: "\n") + "\n", to: "samples/store/\(Self.day)/orders.csv")
      try servers.serve(shop)
      return (try keyed(shop, key), again, servers)
    case .postgres:
      let tables = try PostgresShop()
      try tables.insert(Self.day, seed: 1)
      try tables.write("TRUNCATE \(tables.prefix)redemptions")
      again = { try tables.insert("redemptions", Self.columns, $0) }
      try again(rows)
      try tables.write("TRUNCATE \(tables.prefix)orders")
      try tables.write("ALTER TABLE \(tables.prefix)orders ADD COLUMN member text")
      let orders = try Self.orders("member")
      try tables.insert("orders", orders.columns, orders.rows)
      let query = "list, fee, paid_at, change_id"
      let configuration = try tables.configuration()
      try #require(configuration.contains(query))
      try shop.configure(configuration.replacingOccurrences(of: query, with: "list, fee, paid_at, member AS buyer, change_id"))
      try servers.serve(shop)
      return (try keyed(shop, key), again, [tables, servers] as [Any])
    case .interface:
      let pages = InterfaceShop()
      let orders = try Self.orders("member_id")
      try pages.append("orders", orders.columns, orders.rows)
      let (names, refunds) = try #require(try PostgresShop.rows("refunds", Self.day))
      try pages.append("refunds", names, refunds)
      try pages.append("payouts", ["payout_id", "party", "amount", "currency", "paid_at"], [])
      // The interface calls its codes and buyers otherwise.
      let columns = Self.columns.map { $0 == "code" ? "card_secret" : $0 }
      again = { try pages.append("redemptions", columns, $0) }
      try again(rows)
      try shop.configure(try pages.configuration(columns: ["redemptions": "{code: /card_secret}", "orders": "{buyer: /member_id}"]))
      try servers.serve(shop)
      return (try keyed(shop, key), again, [pages, servers] as [Any])
    }
  }

  private static let codeKey = "codes-key-canary"

  private func keyed(_ shop: SampleShop, _ key: Bool) throws -> SampleShop {
    guard key else { return shop }
    let folder = shop.workplace.folder.appendingPathComponent("credentials")
    try shop.workplace.write(Self.codeKey + "\n", to: "credentials/card-codes")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path + "/card-codes")
    shop.environment["CREDENTIALS_DIRECTORY"] = folder.path
    try shop.change(SampleShop.configuration, "lang: zh", "codes: {key: {credential: card-codes}}\nlang: zh")
    return shop
  }

  /// Searches everything below the output, and what was said.
  private func expectNoCanary(_ shop: SampleShop, _ comment: Comment) throws {
    try shop.workplace.write(shop.said, to: "output/said.txt")
    let secrets = try Peers.secrets().values + [Self.codeKey, "link-canary", "wrong-canary", "KAMI-CANARY", "MAIKE-CANARY"]
    let (code, found) = try Peers.script("find_bytes.py", shop.workplace.output.path, input: secrets.joined(separator: "\n") + "\n")
    #expect(code == 0, "\(comment): \(found)")
    // The search finds what is there: the order ids stand in every kind of file.
    let (control, places) = try Peers.script("find_bytes.py", shop.workplace.output.path, input: "DY20260301\n")
    #expect(control == 1)
    for kind in [".zst", ".xlsx/", "ledger.sqlite"] { #expect(places.contains(kind), "\(comment): \(kind)") }
  }

  @Test(arguments: Source.allCases, [true, false]) func nothingIsGivenAway(source: Source, key: Bool) throws {
    let (shop, again, supply) = try shop(source, key: key)
    #expect(try shop.pull(Self.day).code == 0, "\(shop.said)")
    let result = try shop.run(Self.day)
    try shop.expectSame(Self.day, code: result.code, "\(source), key \(key): \(result.errors)")
    // The same redemption with the same code says nothing; with another code it has changed, where codes are told apart.
    let row = try Self.redemptions()[0]
    try again([row])
    _ = try shop.run(Self.day)
    #expect(!changes(shop).contains("redemption:\(row[0])"), "\(source), key \(key)")
    try again([row.enumerated().map { $0.offset == 3 ? "KAMI-CANARY-OTHER" : $0.element }])
    _ = try shop.run(Self.day)
    #expect(changes(shop).contains("redemption:\(row[0])") == key, "\(source), key \(key)")
    // Everyone refuses us, and that is said without what we showed.
    for name in shop.environment.keys where name.hasPrefix("QINGFEN_") { shop.environment[name] = "wrong-canary" }
    #expect(try shop.run("2026-03-02").code == 3)
    try expectNoCanary(shop, "\(source), key \(key)")
    // A third of the orders have the same buyer, by its hash; without a key none has any.
    let ledger = try SQLiteLedger(reading: shop.workplace.output.path + "/ledger.sqlite")
    var orders: [String: Int] = [:]
    try ledger.purchases(upTo: .max) { orders[$0.buyer, default: 0] += 1 }
    let count = try Self.orders().rows.count
    #expect(key ? orders.values.max() == (count + 2) / 3 : orders.isEmpty, "\(source), key \(key): \(orders.count) of \(count)")
    withExtendedLifetime(supply) {}
  }

  private func changes(_ shop: SampleShop) -> [String] {
    CSVText.rows(shop.published(Self.day, "discrepancies.csv") ?? "").filter { $0.count > 2 && $0[1] == "record-changed" }.map { $0[2] }
  }

  /// Rows and headers that no reader takes may hold codes anywhere.
  @Test(arguments: [
    ("redemption_id,order_id,entitlement,code,redeemed_at\n", "H1,O1,video-year,KAMI-CANARY-MALFORMED,2026-03-01 10:00:00,surplus\n"),
    ("redemption_id,order_id,entitlement,code,redeemed_at\n", "H1,O1,video-year,\"KAMI-CANARY-MALFORMED\"x,2026-03-01 10:00:00\n"),
    ("redemption_id,order_id,entitlement,code,redeemed_at\n", "H1,O1,video-year,KAMI-CANARY-MALFORMED,no time\n"),
    ("redemption_id,order_id,entitlement,code,redeemed_at\n", "H1,O1,video-year,\"KAMI-CANARY-MALFORMED,2026-03-01 10:00:00\n"),
    ("H0,O0,video-year,KAMI-CANARY-HEADER,2026-03-01 10:00:00\n", "H1,O1,video-year,KAMI-CANARY-HEADER,2026-03-01 10:00:00\n"),
    ("redemption_id,order_id,\"entitlement,code,KAMI-CANARY-HEADER\n", "H1,O1,video-year,KAMI-CANARY-HEADER,2026-03-01 10:00:00\n"),
    ("redemption_id,order_id,entitlement,code,code,redeemed_at\n", "H1,O1,video-year,KAMI-CANARY-1,KAMI-CANARY-2,2026-03-01 10:00:00\n"),
  ])
  func whatNobodyCanRead(header: String, row: String) throws {
    for key in [true, false] {
      let shop = try keyed(try SampleShop(), key)
      try shop.change(SampleShop.configuration, "max-rejected: \"0.1\"", "max-rejected: \"100\"")
      try shop.workplace.write(header + row, to: "samples/store/\(Self.day)/redemptions.csv")
      _ = try shop.pull(Self.day)
      _ = try shop.run(Self.day)
      try shop.workplace.write(shop.said, to: "output/said.txt")
      let (code, found) = try Peers.script("find_bytes.py", shop.workplace.output.path, input: "KAMI-CANARY\n")
      #expect(code == 0, "key \(key), \(header)\(row): \(found)")
    }
  }

  /// The same of orders and their buyers.
  @Test(arguments: [
    ("order_id,bundle,paid,paid_at,buyer\n", "O1,VIP-YEAR-JOINT,1,2026-03-01 10:00:00,MAIKE-CANARY,surplus\n"),
    ("order_id,bundle,paid,paid_at,buyer\n", "O1,VIP-YEAR-JOINT,1,2026-03-01 10:00:00,\"MAIKE-CANARY\"x\n"),
    ("order_id,bundle,paid,paid_at,buyer\n", "O1,VIP-YEAR-JOINT,1,no time,MAIKE-CANARY\n"),
    ("order_id,bundle,paid,paid_at,buyer\n", "O1,VIP-YEAR-JOINT,1,2026-03-01 10:00:00,\"MAIKE-CANARY\n"),
    ("O0,VIP-YEAR-JOINT,1,2026-03-01 10:00:00,MAIKE-CANARY\n", "O1,VIP-YEAR-JOINT,1,2026-03-01 10:00:00,MAIKE-CANARY\n"),
    ("order_id,\"bundle,buyer,MAIKE-CANARY\n", "O1,VIP-YEAR-JOINT,1,2026-03-01 10:00:00,MAIKE-CANARY\n"),
  ])
  func ordersThatNobodyCanRead(header: String, row: String) throws {
    for key in [true, false] {
      let shop = try keyed(try SampleShop(), key)
      try shop.change(SampleShop.configuration, "max-rejected: \"0.1\"", "max-rejected: \"100\"")
      try shop.workplace.write(header + row, to: "samples/store/\(Self.day)/orders.csv")
      _ = try shop.pull(Self.day)
      _ = try shop.run(Self.day)
      try shop.workplace.write(shop.said, to: "output/said.txt")
      let (code, found) = try Peers.script("find_bytes.py", shop.workplace.output.path, input: "MAIKE-CANARY\n")
      #expect(code == 0, "key \(key), \(header)\(row): \(found)")
    }
  }

  /// Under the same key the archive names the same bytes by the same digests, wherever and whenever they are pulled.
  @Test func theSameKeyGivesTheSameObjects() throws {
    func objects() throws -> [String] {
      let (shop, _, supply) = try shop(.files, key: true)
      defer { withExtendedLifetime(supply) {} }
      #expect(try shop.pull(Self.day).code == 0)
      let first = try Archive(reading: shop.workplace.output.path + "/archive").storedObjects()
      #expect(try shop.pull(Self.day).code == 0)
      #expect(try Archive(reading: shop.workplace.output.path + "/archive").storedObjects() == first)
      return first
    }
    #expect(try objects() == objects())
  }
}
