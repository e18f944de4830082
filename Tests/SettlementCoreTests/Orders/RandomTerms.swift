@testable import SettlementCore

/// Random versions of agreements, of every form that SPEC §3 allows.
struct RandomTerms {
  static let parties = ["platform", "douyin", "eleme", "qq-music", "tencent-video"]
  static let currency = Currency(code: "CNY")!

  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// Terms under a number; entitlements are `e0`, `e1`, …, parties those of `parties` by their place.
  mutating func terms(number: Int32 = 0, bundle: String = "B") -> Terms {
    let version = version()
    return Self.terms(of: version, number: number, bundle: bundle)
  }

  static func terms(of version: AgreementVersion, number: Int32 = 0, bundle: String = "B") -> Terms {
    var parties = Terminology(Self.parties)
    var entitlements = Terminology((0..<8).map { "e\($0)" })
    let agreement = Agreement(bundle: bundle, title: bundle, currency: currency, versions: [version])
    do {
      return try Terms(number: number, agreement: agreement, version: version, parties: &parties, entitlements: &entitlements)
    } catch {
      preconditionFailure("small percentages have a common denominator")
    }
  }

  mutating func version() -> AgreementVersion {
    let isApportioned = chance(6)
    let shares = isApportioned ? apportionedShares() : (0..<number(0...4)).map { share(place: $0) }
    return AgreementVersion(
      effective: CalendarDay(number: 0), base: pick(AgreementVersion.Base.allCases), rounding: pick(Rounding.allCases),
      allowsLoss: chance(2),
      refund: pick(AgreementVersion.RefundPolicy.allCases), shares: shares, isApportioned: isApportioned, digest: "")
  }

  /// Percentages of base alone, 100 in sum.
  private mutating func apportionedShares() -> [Share] {
    var left: Int64 = 1000
    let count = number(1...4)
    return (0..<count).map { place in
      let part = place == count - 1 ? left : Int64.random(in: 0...left, using: &random)
      left -= part
      return share(place: place, amount: .percent(Rate(part, over: 1000)!, of: .base), bounded: false)
    }
  }

  private mutating func share(place: Int, amount given: ShareAmount? = nil, bounded: Bool = true) -> Share {
    let isDelivery = chance(2) || chance(2)
    let amount = given ?? amount(isDelivery: isDelivery)
    var gives: Share.Gives? = chance(2) ? pick(Share.Gives.allCases) : nil
    var isTiered = false
    if case .tiered(let tariff) = amount {
      isTiered = true
      if tariff.measure == .units { gives = .cancelled } else if isDelivery && gives == .all { gives = .held }
    }
    let (low, high) = (Int64.random(in: 0...300, using: &random), Int64.random(in: 300...4000, using: &random))
    let isBounded = bounded && !isTiered
    return Share(
      to: chance(4) ? .channel : .party(pick(Self.parties)), entitlement: isDelivery ? "e\(place)" : nil,
      units: isDelivery ? pick([1, 1, 2, 3, 7]) : 1, amount: amount, minimum: isBounded && chance(5) ? low : nil,
      maximum: isBounded && chance(5) ? high : nil, expiresAfter: isDelivery && chance(2) ? number(0...6) : nil,
      onExpiry: pick(Share.OnExpiry.allCases), gives: gives, place: place)
  }

  private mutating func amount(isDelivery: Bool) -> ShareAmount {
    switch number(0...3) {
    case 0: .fixed(Int64.random(in: 0...900, using: &random))
    case 1: .percent(rate(50), of: pick(ShareAmount.Whole.allCases))
    case 2: .percent(Rate(1, over: pick([3, 6, 7, 11]))!, of: pick(ShareAmount.Whole.allCases))
    default: .tiered(tariff(isDelivery: isDelivery))
    }
  }

  /// A tariff that a share with (or without) entitlement may have; bounds small enough to be crossed.
  mutating func tariff(isDelivery: Bool) -> Tariff {
    let measure: Tariff.Measure = isDelivery && chance(2) ? .units : .amount
    let isFixed = measure == .units && chance(2)
    let count = number(1...4)
    var bound: Int64 = 0
    let tiers = (0..<count).map { place in
      bound += measure == .units ? Int64.random(in: 1...5, using: &random) : Int64.random(in: 1...3000, using: &random)
      return Tier(
        upTo: place == count - 1 ? nil : bound,
        price: isFixed ? .fixed(Int64.random(in: 0...500, using: &random)) : .percent(rate(40)),
        flat: chance(3) ? Int64.random(in: 0...700, using: &random) : 0)
    }
    return Tariff(measure: measure, mode: pick(Tariff.Mode.allCases), per: pick(TierPeriod.allCases), tiers: tiers)
  }

  private mutating func rate(_ most: Int64) -> Rate { Rate(Int64.random(in: 0...most * 10, using: &random), over: 1000)! }

  // MARK: Draws

  /// True once in `count`.
  mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }

  /// An order that fits the terms often and breaks them sometimes.
  mutating func order() -> OrderFacts {
    let paid = Int64.random(in: 0...(chance(3) ? 40 : 20_000), using: &random)
    return OrderFacts(
      paid: paid, list: chance(2) ? paid : paid + Int64.random(in: -min(paid, 500)...2000, using: &random),
      fee: chance(2) ? 0 : Int64.random(in: 0...paid, using: &random), quantity: Int64(number(1...3)),
      day: CalendarDay(number: 20_500 + Int32(number(0...40))), channel: Int32(number(0...2)))
  }
}
