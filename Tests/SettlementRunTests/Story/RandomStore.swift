import SettlementCore

/// Ten business days of a random shop as files: tiers, expiries, refunds, reversals, failures, late rows and two partners' statements.
struct RandomStore {
  static let days = (1...10).map { "2026-03-\($0 < 10 ? "0" : "")\($0)" }
  /// Path → header and rows; no id stands twice in one file.
  private(set) var files: [String: (header: String, rows: [String])] = [:]

  private var random: SplitMix64
  private var payable: [(order: String, entitlements: [(name: String, partner: String)])] = []
  private var redemptions: [(id: String, order: String, entitlement: String, partner: String, time: String)] = []
  private var refunds: [(id: String, row: String)] = []

  static let rules = [
    "qingfen.yaml": "rules: rules\nstore: {folder: \"store/{date}\"}\nledger: {sqlite: output/ledger.sqlite}\noutput: output\n",
    "rules/partners/eleme.yaml": """
    partner: eleme
    title: 饿了么
    period: week
    statement: {url: "file:statements/eleme/{date}.csv", matches: redemptions, on: [reference], tolerance: {absolute: "0.01"}}

    """,
    "rules/partners/qq-music.yaml": """
    partner: qq-music
    title: QQ音乐
    period: month
    statement: {url: "file:statements/qq-music/{date}.csv", matches: redemptions, on: [order_id, item], grace: 1d}

    """,
    "rules/partners/douyin.yaml": "partner: douyin\ntitle: 抖音\nperiod: day\n",
    "rules/agreements/joint.yaml": """
    bundle: JOINT
    title: 联合年卡
    currency: CNY
    versions:
      - effective: 2026-01-01
        refund: unused-first
        shares:
          - {to: eleme, entitlement: coupon, units: 3, percent: "30", expires-after: 4d}
          - to: qq-music
            entitlement: music
            tiered: {by: units, mode: graduated, per: month, tiers: [{up-to: 20, percent: "20"}, {percent: "15"}]}
          - {to: "@channel", percent: "1/3", of: rest, max: "9.00"}
          - {to: platform, remainder: true}
      - effective: 2026-03-06
        base: net
        shares:
          - {to: eleme, entitlement: coupon, units: 2, fixed: "4.50", expires-after: 2d, on-expiry: payee}
          - {to: "@channel", tiered: {by: amount, mode: volume, per: quarter, tiers: [{up-to: "900", percent: "6"}, {percent: "4", flat: "5.00"}]}}
          - {to: platform, remainder: true}

    """,
  ]

  init(seed: UInt64, ordersPerDay: Int = 12) {
    random = SplitMix64(seed: seed)
    for day in Self.days {
      for (name, header) in Self.headers { files["store/\(day)/\(name).csv"] = (header, []) }
      for partner in ["eleme", "qq-music"] { files["statements/\(partner)/\(day).csv"] = ("reference,order_id,item,type,amount,time", []) }
    }
    for day in Self.days.indices {
      for number in 0..<ordersPerDay { addOrder(day, number) }
      for number in 0..<ordersPerDay * 2 { addRedemption(day, number) }
      for number in 0..<ordersPerDay / 2 { addRefund(day, number) }
    }
  }

  private static let headers = [
    "orders": "order_id,bundle,channel,quantity,paid,fee,paid_at",
    "redemptions": "redemption_id,order_id,entitlement,status,redeemed_at,reversed_at",
    "refunds": "refund_id,order_id,amount,entitlement,units,status,refunded_at",
  ]

  /// A moment on a coarse clock: ties are frequent.
  private mutating func time(_ day: Int) -> String {
    "\(Self.days[day]) \(["00:00:00", "09:00:00", "09:00:01", "23:59:59"].randomElement(using: &random)!)"
  }

  private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  /// The day in whose folder a row stands: mostly its own, sometimes a later one.
  private mutating func arrival(_ day: Int) -> String { Self.days[min(9, day + (chance(6) ? Int.random(in: 1...3, using: &random) : 0))] }

  private mutating func addOrder(_ day: Int, _ number: Int) {
    let id = "O\(day)-\(number)"
    let cents = Int64.random(in: 1000...20_000, using: &random)
    let fee = cents / 50
    let bundle = chance(25) ? "UNKNOWN" : "JOINT"
    let paid = MoneyText.print(cents, exponent: 2)
    let row = "\(id),\(bundle),\(["", "douyin", "eleme"].randomElement(using: &random)!),\(Int.random(in: 1...2, using: &random)),\(paid),"
    files["store/\(arrival(day))/orders.csv"]!.rows.append(row + "\(MoneyText.print(fee, exponent: 2)),\(time(day))")
    payable.append((id, day < 5 ? [("coupon", "eleme"), ("music", "qq-music")] : [("coupon", "eleme")]))
  }

  private mutating func addRedemption(_ day: Int, _ number: Int) {
    if chance(8), let earlier = redemptions.randomElement(using: &random) { return reverse(earlier, day) }
    guard let (order, entitlements) = payable.randomElement(using: &random) else { return }
    let (name, partner) = entitlements.randomElement(using: &random)!
    let (id, at) = ("R\(day)-\(number)", time(day))
    redemptions.append((id, order, name, partner, at))
    files["store/\(arrival(day))/redemptions.csv"]!.rows.append("\(id),\(order),\(name),redeemed,\(at),")
    if chance(12) { return }  // the partner does not know of it
    let amount = ["4.50", "5.00", "12.34"].randomElement(using: &random)!
    files["statements/\(partner)/\(arrival(day)).csv"]!.rows.append("\(id),\(order),\(name),redeemed,\(amount),\(at)")
  }

  private mutating func reverse(_ earlier: (id: String, order: String, entitlement: String, partner: String, time: String), _ day: Int) {
    let path = "store/\(Self.days[day])/redemptions.csv"
    if files[path]!.rows.contains(where: { $0.hasPrefix(earlier.id + ",") }) { return }
    let at = chance(3) ? "" : time(day)
    files[path]!.rows.append("\(earlier.id),\(earlier.order),\(earlier.entitlement),reversed,\(earlier.time),\(at)")
  }

  private mutating func addRefund(_ day: Int, _ number: Int) {
    let path = "store/\(Self.days[day])/refunds.csv"
    if chance(5), let (id, row) = refunds.randomElement(using: &random), !files[path]!.rows.contains(where: { $0.hasPrefix(id + ",") }) {
      files[path]!.rows.append(row.replacing("succeeded", with: "failed"))
      return
    }
    guard let (order, _) = payable.randomElement(using: &random) else { return }
    let id = "F\(day)-\(number)"
    let amount = MoneyText.print(Int64.random(in: 1...15_000, using: &random), exponent: 2)
    let scope = ["", "", "coupon"].randomElement(using: &random)!
    let row = "\(id),\(order),\(amount),\(scope),\(chance(3) ? "1" : ""),succeeded,\(time(day))"
    refunds.append((id, row))
    files[path]!.rows.append(row)
  }

  /// Writes rules and files. `shuffled`: the rows of each file in another order. `byReference`: both partners match by reference, so that no
  /// two lines of one file have the same key; of such lines the first in the file is the first.
  func write(to workplace: Workplace, shuffled seed: UInt64? = nil, byReference: Bool = false) throws {
    var random = SplitMix64(seed: seed ?? 0)
    for (path, text) in Self.rules {
      try workplace.write(byReference ? text.replacing("[order_id, item]", with: "[reference]") : text, to: path)
    }
    for path in files.keys.sorted() {
      let (header, rows) = files[path]!
      let ordered = seed == nil ? rows : rows.shuffled(using: &random)
      try workplace.write(([header] + ordered).joined(separator: "\n") + "\n", to: path)
    }
  }
}
