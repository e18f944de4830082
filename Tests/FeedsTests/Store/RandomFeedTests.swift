import Feeds
import SettlementCore
import Testing

/// Random valid rows in random column order, with random line ends, quotes and extra columns, come back as they were.
@Suite struct RandomFeedTests {
  /// Renders rows given by column name.
  static func render(_ columns: [String], _ rows: [[String: String]], _ random: inout SeededRandom) -> String {
    let order = (columns + ["extra,\"column\"", "备注"]).shuffled(using: &random)
    let lineEnd = Bool.random(using: &random) ? "\r\n" : "\n"
    func field(_ text: String) -> String {
      let mustQuote = text.contains { "\",\r\n\r\n".contains($0) }
      return mustQuote || Int.random(in: 0..<4, using: &random) == 0 ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
    text += order.map(field).joined(separator: ",") + lineEnd
    for row in rows {
      text += order.map { field(row[$0] ?? ["", "x,y", "行\n\"2\""].randomElement(using: &random)!) }.joined(separator: ",") + lineEnd
    }
    if Bool.random(using: &random) { text.removeLast() }
    return text
  }

  static func name(_ random: inout SeededRandom) -> String {
    let letters = ["a", "Z", "0", "-", "_", "权", "😀", ",", "\"", " ", "'", "="]
    return (0..<Int.random(in: 1...12, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
  }

  /// A time in one of the forms, and what it means.
  static func time(_ random: inout SeededRandom) -> (text: String, instant: Int64) {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let local = Int64.random(in: 800_000_000...4_100_000_000, using: &random)
    let day = CalendarDay(number: Int32(local / 86_400))
    let clock = "\(two(local / 3600 % 24)):\(two(local / 60 % 60)):\(two(local % 60))"
    let instant = (local - 28_800) * 1_000_000
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return ("\(day)T\(clock)+08:00", instant)
    case 1: return ("\(day)T\(clock).25Z", instant + 28_800_000_000 + 250_000)
    default: return ("\(day) \(clock)", instant)
    }
  }

  @Test(arguments: UInt64(0)..<60) func ordersComeBack(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let codes = ["CNY", "JPY", "KWD", "USD", ""]
    var rows: [[String: String]] = []
    var instants: [Int64] = []
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      let when = Self.time(&random)
      instants.append(when.instant)
      let code = codes.randomElement(using: &random)!
      let exponent = Currency(code: code)?.exponent ?? 4
      let paid = Int64.random(in: 0...1_000_000, using: &random)
      rows.append([
        "order_id": Self.name(&random), "bundle": Self.name(&random), "channel": Bool.random(using: &random) ? Self.name(&random) : "",
        "quantity": "\(Int.random(in: 1...9, using: &random))", "currency": code, "paid": MoneyText.print(paid, exponent: exponent),
        "list": MoneyText.print(paid + 5, exponent: exponent), "fee": MoneyText.print(paid / 3, exponent: exponent), "paid_at": when.text,
      ])
    }
    let columns = ["order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at"]
    let feed = try readOrders(Self.render(columns, rows, &random), [:])
    #expect(feed.rejects.listed == [], "seed \(seed)")
    try #require(feed.orders.count == rows.count, "seed \(seed)")
    for (row, given) in rows.enumerated() {
      let exponent = feed.orders.currency[row].exponent
      let read: [String: String] = [
        "order_id": feed.orders.ids[row], "bundle": feed.bundles[Int(feed.orders.bundle[row])],
        "channel": feed.orders.channel[row] < 0 ? "" : feed.channels[Int(feed.orders.channel[row])],
        "quantity": "\(feed.orders.quantity[row])", "currency": feed.orders.currency[row].code,
        "paid": MoneyText.print(feed.orders.paid[row], exponent: exponent),
        "list": MoneyText.print(feed.orders.list[row], exponent: exponent),
        "fee": MoneyText.print(feed.orders.fee[row], exponent: exponent), "paid_at": given["paid_at"]!,
      ]
      #expect(read == given, "seed \(seed)")
      #expect(feed.orders.paidAt[row] == instants[row], "seed \(seed)")
      #expect(feed.orders.day[row] == shanghai.day(of: instants[row]).number, "seed \(seed)")
    }
  }

  @Test(arguments: UInt64(0)..<60) func redemptionsComeBack(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var rows: [[String: String]] = []
    var instants: [(Int64, Int64)] = []
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      let (when, reversal) = (Self.time(&random), Self.time(&random))
      let status = ["redeemed", "reversed"].randomElement(using: &random)!
      instants.append((when.instant, status == "reversed" ? reversal.instant : .min))
      rows.append([
        "redemption_id": Self.name(&random), "order_id": Self.name(&random), "entitlement": Self.name(&random), "status": status,
        "redeemed_at": when.text, "reversed_at": reversal.text,
      ])
    }
    let columns = ["redemption_id", "order_id", "entitlement", "code", "status", "redeemed_at", "reversed_at"]
    let feed = try readRedemptions(Self.render(columns, rows, &random))
    #expect(feed.rejects.listed == [], "seed \(seed)")
    try #require(feed.redemptions.count == rows.count, "seed \(seed)")
    for (row, given) in rows.enumerated() {
      #expect(feed.redemptions.ids[row] == given["redemption_id"], "seed \(seed)")
      #expect(feed.redemptions.orderIDs[row] == given["order_id"], "seed \(seed)")
      #expect(feed.entitlements[Int(feed.redemptions.entitlement[row])] == given["entitlement"], "seed \(seed)")
      #expect("\(feed.status[row])" == given["status"], "seed \(seed)")
      #expect(feed.redemptions.redeemedAt[row] == instants[row].0 && feed.redemptions.reversedAt[row] == instants[row].1, "seed \(seed)")
      let reversalDay = instants[row].1 == .min ? .min : shanghai.day(of: instants[row].1).number
      #expect(feed.redemptions.day[row] == shanghai.day(of: instants[row].0).number && feed.redemptions.reversalDay[row] == reversalDay)
    }
  }
}
