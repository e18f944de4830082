import LedgerStore
import Reports
import SettlementCore

/// Where ladders will stand at the end of their tier periods.
struct LadderForecasts {
  let reading: LedgerReading
  /// The run after which they are looked at.
  let record: RunRecord

  /// Of every ladder whose tier period holds the run's day and ends; by agreement, version, share and party.
  func all() throws -> [PeriodAnalysis.Forecast] {
    var keys: [LadderKey] = []
    for terms in reading.rules.terms.prefix(reading.state.versions.count) {
      for (share, line) in terms.lines.enumerated() {
        guard let per = line.tariff?.per, per != .lifetime else { continue }
        let parties = line.party >= 0 ? [line.party] : (0..<Int32(reading.rules.parties.names.count)).map { $0 }
        keys += parties.map { LadderKey(terms: terms.number, share: Int32(share), party: $0, period: per.number(of: record.day)) }
      }
    }
    let ladders = try reading.ledger.ladders(keys, before: record.number + 1)
    let order = { (key: LadderKey) in (reading.rules.terms[Int(key.terms)].bundle, key.terms, key.share, key.party) }
    return try keys.filter { ladders[$0] != nil }.sorted { order($0) < order($1) }.map { try forecast($0, ladders[$0]!) }
  }

  private func forecast(_ key: LadderKey, _ ladder: Ladder) throws -> PeriodAnalysis.Forecast {
    let terms = reading.rules.terms[Int(key.terms)]
    let line = terms.lines[Int(key.share)]
    let tariff = line.tariff!
    let span = Self.days(of: tariff.per, holding: record.day)
    let begun = max(span.lowerBound, reading.state.runs[0].day)
    let (days, left) = (Int64(record.day.number - begun.number) + 1, Int64(span.upperBound.number - record.day.number))
    func expected(_ value: Int64) throws(AmountOverflow) -> Int64 { try value.adding(try scale(value, by: left, over: days, .halfUp)) }
    let then = LadderMeasure(units: try expected(ladder.measure.units), amount: try expected(ladder.measure.amount))
    let isByUnits = tariff.measure == .units
    let (position, end) = isByUnits ? (ladder.measure.units, then.units) : (ladder.measure.amount, then.amount)
    let tier = Self.tier(tariff, position)
    return .init(
      agreement: terms.bundle, entitlement: line.entitlement < 0 ? "" : reading.rules.entitlements[line.entitlement],
      party: reading.rules.parties[key.party], period: tariff.per.name(of: key.period), currency: terms.currency, isByUnits: isByUnits,
      days: days,
      daysLeft: left, position: position, expected: end, leftInTier: tariff.tiers[tier].upTo.map { $0 - position }, tier: tier + 1,
      expectedTier: Self.tier(tariff, end) + 1, earned: ladder.earned, expectedEarned: try tariff.total(then, terms.version.rounding),
      withoutNextTier: try Self.ending(tariff, with: tier).total(then, terms.version.rounding))
  }

  /// The place of the tier that holds a measure.
  private static func tier(_ tariff: Tariff, _ position: Int64) -> Int {
    tariff.tiers.firstIndex { $0.upTo.map { position <= $0 } ?? true } ?? tariff.tiers.count - 1
  }

  /// The tariff without the tiers above one.
  static func ending(_ tariff: Tariff, with tier: Int) -> Tariff {
    let last = tariff.tiers[tier]
    return Tariff(
      measure: tariff.measure, mode: tariff.mode, per: tariff.per,
      tiers: tariff.tiers[..<tier] + [Tier(upTo: nil, price: last.price, flat: last.flat)])
  }

  /// First and last day of the tier period that holds a day; not for a lifetime.
  static func days(of per: TierPeriod, holding day: CalendarDay) -> ClosedRange<CalendarDay> {
    let number = per.number(of: day)
    var (first, last) = (day, day)
    while per.number(of: first.adding(days: -1)) == number { first = first.adding(days: -1) }
    while per.number(of: last.adding(days: 1)) == number { last = last.adding(days: 1) }
    return first...last
  }
}
