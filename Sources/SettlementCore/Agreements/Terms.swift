/// One version of an agreement made ready for the order loop: parties and entitlements are numbers.
public final class Terms: Sendable {
  /// A share with its numbers.
  public struct Line: Sendable {
    /// −1: the order's channel.
    public let party: Int32
    /// −1: none; earned when the order is posted.
    public let entitlement: Int32
    public let units: Int64
    public let amount: ShareAmount
    public let minimum: Int64?
    public let maximum: Int64?
    /// −1: never expires.
    public let expiresAfter: Int32
    public let isLapsePaid: Bool
    public let gives: Share.Gives
    public let place: Int32
    public let tariff: Tariff?
    /// The same as `tariff != nil`, without a look at it.
    let isTiered: Bool
  }

  /// This version's number among all terms.
  public let number: Int32
  public let bundle: String
  public let currency: Currency
  public let version: AgreementVersion
  public let lines: [Line]
  private let unitCost: Int128
  /// Integer weights of an apportioned version's percentages, else empty.
  let weights: [Int64]
  /// Days of expiry that occur, ascending.
  public let expiries: [Int32]

  var rounding: Rounding { version.rounding }

  /// Throws `AmountOverflow` when percentages that are apportioned have no common denominator within 64 bits.
  public init(
    number: Int32, agreement: Agreement, version: AgreementVersion, parties: inout Terminology, entitlements: inout Terminology
  ) throws(AmountOverflow) {
    self.number = number
    bundle = agreement.bundle
    currency = agreement.currency
    self.version = version
    var lines: [Line] = []
    for share in version.shares {
      let party: Int32 =
        switch share.to {
        case .channel: -1
        case .party(let name): parties.intern(name)
        }
      var tariff: Tariff?
      if case .tiered(let tiers) = share.amount { tariff = tiers }
      lines.append(
        Line(
          party: party, entitlement: share.entitlement.map { entitlements.intern($0) } ?? -1, units: share.units, amount: share.amount,
          minimum: share.minimum, maximum: share.maximum, expiresAfter: share.expiresAfter.map(Int32.init) ?? -1,
          isLapsePaid: share.onExpiry == .payee, gives: share.gives, place: Int32(share.place), tariff: tariff, isTiered: tariff != nil))
    }
    self.lines = lines
    unitCost = Self.unitCost(of: lines)
    weights = version.isApportioned ? try Self.weights(of: lines) : []
    expiries = Set(lines.map(\.expiresAfter)).filter { $0 >= 0 }.sorted()
  }

  /// The place of the share that delivers an entitlement, or nil.
  @inline(__always)
  public func share(delivering entitlement: Int32) -> Int? {
    guard entitlement >= 0 else { return nil }
    for place in lines.indices where lines[place].entitlement == entitlement { return place }
    return nil
  }

  /// True when no amount of an order of this size can leave 64 bits; false: it has to be tried.
  public func surelyFits(quantity: Int64, base: Int64) -> Bool {
    let (cost, overflow) = Int128(quantity).multipliedReportingOverflow(by: unitCost)
    return !overflow && cost < Int128(Int64.max) / 2 && Int128(base) * Int128(lines.count + 1) < Int128(Int64.max) / 2
  }

  /// A bound of what one bundle can cost beyond percentages of the base: fixed prices, units and minimums.
  private static func unitCost(of lines: [Line]) -> Int128 {
    lines.reduce(1) { sum, line in
      var price: Int64 = 1
      if case .fixed(let fixed) = line.amount { price = max(price, fixed) }
      if case .tiered(let tariff) = line.amount, case .fixed(let fixed) = tariff.tiers[0].price { price = max(price, fixed) }
      return min(sum + Int128(price) * Int128(line.units) + Int128(line.minimum ?? 0), Int128(Int64.max))  // enough to say "it has to be tried"
    }
  }

  private static func weights(of lines: [Line]) throws(AmountOverflow) -> [Int64] {
    var common: Int64 = 1
    var rates: [Rate] = []
    for line in lines {
      guard case .percent(let rate, _) = line.amount else { preconditionFailure("an apportioned version has percentages only") }
      rates.append(rate)
      common = try (common / Rate.greatestCommonDivisor(common, rate.denominator)).times(rate.denominator)
    }
    return rates.map { $0.numerator * (common / $0.denominator) }
  }
}
