import Foundation

/// A night of one store: orders through the day, what was redeemed of them within the hour, refunds before midnight, and what the partners
/// say about it.
///
/// Refunds come after the last redemption, so that the prices on the statements can be told without the program that is measured.
struct Night {
  /// One unit redeemed.
  struct Redemption {
    let second: Int32
    let order: Int32
    /// Its id, in hexadecimal; comparing the numbers is comparing the ids.
    let id: UInt64
    /// Place of the share: video, coupon, music.
    let share: Int8
  }
  static let date = "2026-03-01"
  /// One statement line in so many is disturbed: every other one by a fen, the others name a redemption that nobody knows.
  static let linesPerDisturbance = 1_000
  /// Which units a pair of orders redeems, five together.
  private static let patterns: [[[Int8]]] = [
    [[0, 1], [0, 1, 2]], [[1, 2], [0, 1, 1]], [[0, 2], [1, 1, 1]], [[1, 1], [1, 1, 2]],
  ]

  /// The refunded ones of a hundred orders.
  private static let refunded: Set = [7, 42, 83]

  static func refundCount(_ orders: Int) -> Int { orders / 100 * 3 + refunded.count { $0 < orders % 100 } }

  let options: NightOptions
  let catalogue: Catalogue
  /// By order: bundle, what was paid (fen), second of the day.
  private(set) var bundle: [UInt8] = []
  private(set) var paid: [Int32] = []
  private(set) var paidAt: [Int32] = []
  /// In the order of events.
  private(set) var redemptions: [Redemption] = []
  /// In the order of their orders; fen.
  private(set) var refunds: [(order: Int32, amount: Int32, second: Int32)] = []

  init(_ options: NightOptions) {
    self.options = options
    catalogue = Catalogue(partners: options.partners)
    var random = SplitMix64(seed: options.seed)
    for order in 0..<options.orders { add(order, &random) }
    Self.sort(&redemptions)
  }

  private mutating func add(_ order: Int, _ random: inout SplitMix64) {
    let bundle = random.below(Catalogue.bundleCount)
    let paid = catalogue.bundles[bundle].price - random.below(3_000)
    let paidAt = order * 79_200 / options.orders
    self.bundle.append(UInt8(bundle))
    self.paid.append(Int32(paid))
    self.paidAt.append(Int32(paidAt))
    var second = paidAt
    for share in Self.patterns[random.below(4)][order % 2] {
      second += 1 + random.below(1_190)
      let id = SplitMix64.mix(options.seed << 32 &+ UInt64(redemptions.count))
      redemptions.append(Redemption(second: Int32(second), order: Int32(order), id: id, share: share))
    }
    if Self.refunded.contains(order % 100) {
      let amount = order % 2 == 0 ? paid : 100 + random.below(paid - 100)
      refunds.append((Int32(order), Int32(amount), Int32(82_801 + random.below(3_598))))
    }
  }

  /// By second, then id: into buckets of a second each, which are sorted on their own.
  private static func sort(_ redemptions: inout [Redemption]) {
    var starts = [Int](repeating: 0, count: 86_401)
    for redemption in redemptions { starts[Int(redemption.second) + 1] += 1 }
    for second in 1...86_400 { starts[second] += starts[second - 1] }
    var next = starts
    var sorted = redemptions
    for redemption in redemptions {
      sorted[next[Int(redemption.second)]] = redemption
      next[Int(redemption.second)] += 1
    }
    for second in 0..<86_400 { sorted[starts[second]..<starts[second + 1]].sort { $0.id < $1.id } }
    redemptions = sorted
  }

  /// Writes the whole configuration folder.
  func write(into folder: String) throws {
    try put(Array(Catalogue.configuration.utf8), folder, "qingfen.yaml")
    for bundle in catalogue.bundles { try put(Array(catalogue.agreement(bundle).utf8), folder, "rules/agreements/\(bundle.name).yaml") }
    for partner in catalogue.partners + [Catalogue.channel] {
      let text = catalogue.partner(partner, sendsStatements: partner != Catalogue.channel)
      try put(Array(text.utf8), folder, "rules/partners/\(partner).yaml")
    }
    try put(orderFile(), folder, "store/\(Self.date)/orders.csv")
    try put(redemptionFile(), folder, "store/\(Self.date)/redemptions.csv")
    try put(refundFile(), folder, "store/\(Self.date)/refunds.csv")
    for (partner, bytes) in zip(catalogue.partners, statementFiles()) { try put(bytes, folder, "statements/\(partner)/\(Self.date).csv") }
  }

  private func put(_ bytes: [UInt8], _ folder: String, _ name: String) throws {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}
