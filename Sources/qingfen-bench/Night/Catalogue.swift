/// The agreements and partners of a night: every kind of share that a real rule book has.
struct Catalogue {
  /// One bundle: a video month at a fixed price, coupons for 12 % of what was paid, music at a price that falls with its monthly units,
  /// 5 % of the rest for the channel, and the platform's remainder. Amounts in fen.
  struct Bundle {
    let name: String
    /// The list price.
    let price: Int
    /// Partners of the video, the coupons and the music: places in `partners`.
    let partners: [Int]
    let entitlements: [String]
    let videoPrice: Int
    let coupons: Int
  }
  static let bundleCount = 20
  static let channel = "douyin"
  static let couponPercent = 12
  /// Upper bounds in units, and prices.
  static let musicTiers: [(upTo: Int, price: Int)] = [(5_000, 300), (20_000, 270), (.max, 240)]

  let partners: [String]
  let bundles: [Bundle]

  init(partners count: Int) {
    partners = (1...count).map { "partner-\($0 < 10 ? "0" : "")\($0)" }
    bundles = (0..<Self.bundleCount).map { number in
      let suffix = "\(number < 9 ? "0" : "")\(number + 1)"
      return Bundle(
        name: "VIP-\(suffix)", price: 9_900 + 1_000 * number, partners: [number % count, (number + 7) % count, (number + 13) % count],
        entitlements: ["video-\(suffix)", "coupon-\(suffix)", "music-\(suffix)"], videoPrice: 1_200 + 100 * number, coupons: 4 + number % 9)
    }
  }

  func agreement(_ bundle: Bundle) -> String {
    let tiers = Self.musicTiers.map { tier in (tier.upTo == .max ? "{" : "{up-to: \(tier.upTo), ") + "fixed: \"\(Self.yuan(tier.price))\"}"
    }
    return """
      bundle: \(bundle.name)
      title: 联合会员 \(bundle.name)
      currency: CNY
      versions:
        - effective: 2026-01-01
          base: paid
          rounding: half-up
          allow-loss: false
          refund: ratio
          shares:
            - {to: \(partners[bundle.partners[0]]), entitlement: \(bundle.entitlements[0]), fixed: "\(Self.yuan(bundle.videoPrice))"}
            - to: \(partners[bundle.partners[1]])
              entitlement: \(bundle.entitlements[1])
              units: \(bundle.coupons)
              percent: "\(Self.couponPercent)"
              expires-after: 365d
              on-expiry: remainder
            - to: \(partners[bundle.partners[2]])
              entitlement: \(bundle.entitlements[2])
              tiered: {by: units, mode: graduated, per: month, tiers: [\(tiers.joined(separator: ", "))]}
            - {to: "@channel", percent: "5", of: rest, max: "20.00"}
            - {to: platform, remainder: true}

      """
  }

  func partner(_ name: String, sendsStatements: Bool) -> String {
    let statement = """
      statement:
        url: "file:statements/\(name)/{date}.csv"
        matches: redemptions
        on: [reference]
        grace: 2d
        tolerance: {absolute: "0.00", percent: "0", side: both}

      """
    return "partner: \(name)\ntitle: \(name)\nperiod: month\nminimum-payout: \"0.00\"\nsettle: ours\n" + (sendsStatements ? statement : "")
  }

  static let configuration = """
    zone: Asia/Shanghai
    rules: rules
    store: {folder: "store/{date}"}
    ledger: {sqlite: output/ledger.sqlite}
    output: output
    archive: archive
    lang: zh
    max-rejected: "0.1"

    """

  private static func yuan(_ fen: Int) -> String { "\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100)" }
}
