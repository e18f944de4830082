import Feeds
import LedgerStore
import Reports
import SettlementCore

/// Looks for what is no discrepancy and still to be looked at: counts of a run that are above the limits of the configuration.
struct RiskFinder {
  typealias Risk = RunSummary.Risk
  private let settling: Settling
  private let limits: RiskLimits
  private let zone: BusinessZone
  /// Columns are taken out of here once, before a loop: each time it is a copy.
  private var facts: OrderFactsTable { settling.intake.facts }
  private var current: Int32 { settling.intake.current }

  init(_ settling: Settling, _ zone: BusinessZone, _ limits: RiskLimits) {
    (self.settling, self.zone, self.limits) = (settling, zone, limits)
  }

  /// By kind, then by partner or channel as bytes, buyers with the most first; `standing` are the discrepancies after the run, `earlier` the
  /// runs before it.
  func risks(_ standing: [DiscrepancyRow], earlier: [RunRecord]) throws -> [Risk] {
    overRedeemed(standing) + bursts() + refundsAfterRedemption() + splits() + (try growing(standing, earlier))
      + BuyerCounts(settling.intake).risks(limits)
  }

  private func splits() -> [Risk] { limits.shareCap.map { SplitLimits(settling, $0).risks() } ?? [] }

  /// Each with a count, sorted by name.
  static func sorted(_ counts: [String: Int64]) -> [(name: String, count: Int64)] {
    counts.map { ($0.key, $0.value) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// An order without a channel is the platform's own.
  private func name(_ channel: Int32) -> String { settling.intake.rules.parties[max(channel, Party.platform)] }

  // MARK: Discrepancies

  private func overRedeemed(_ standing: [DiscrepancyRow]) -> [Risk] {
    let kinds = [DiscrepancyKind.overRedeemed.rawValue, DiscrepancyKind.redeemedAfterRefund.rawValue]
    var counts: [String: Int64] = [:]
    for row in standing where row.state == .open && kinds.contains(row.identity.kind) { counts[row.identity.partner, default: 0] += 1 }
    return Self.sorted(counts).filter { $0.count > limits.overRedeemed }.map {
      Risk(kind: .overRedeemed, about: $0.name, count: $0.count, limit: limits.overRedeemed)
    }
  }

  /// Partners with far more open discrepancies than after the last run so many days ago.
  private func growing(_ standing: [DiscrepancyRow], _ earlier: [RunRecord]) throws -> [Risk] {
    let limit = limits.growth
    let then = settling.intake.today.adding(days: -Int(limit.within))
    guard let record = earlier.last(where: { $0.day <= then }), let partners = try StoredSummary.decode(record.summary).summary.partners
    else { return [] }
    let before = Dictionary(partners.map { ($0.partner, $0.open) }) { first, _ in first }
    var now: [String: Int64] = [:]
    for row in standing where row.state == .open { now[row.identity.partner, default: 0] += 1 }
    return Self.sorted(now).compactMap { partner, count in
      guard let before = before[partner], limit.isExceeded(count - before, of: before) else { return nil }
      return Risk(
        kind: .growth, about: partner, count: count, total: before, percent: limit.part, limit: limit.atLeast, within: "\(limit.within)d")
    }
  }

  // MARK: Times

  /// Channels with a large part of the day's redemptions in a few minutes.
  private func bursts() -> [Risk] {
    let (redemptions, channels, current) = (facts.redemptions, facts.orders.channel, current)
    let (today, limit) = (settling.intake.today, limits.burst)
    let start = zone.firstInstant(of: today)
    let minutes = Int((zone.firstInstant(of: today.adding(days: 1)) - start) / 60_000_000)
    // Where the minutes of a channel begin; the platform's own orders are those of channel −1 and 0.
    var places = [Int](repeating: -1, count: settling.intake.rules.parties.names.count)
    var counts: [Int64] = []
    for row in 0..<redemptions.count
    where redemptions.run[row] == current && redemptions.day[row] == today.number && redemptions.order[row] >= 0 {
      let minute = Int((redemptions.redeemedAt[row] - start) / 60_000_000)
      guard (0..<minutes).contains(minute) else { continue }
      let channel = Int(max(channels[Int(redemptions.order[row])], Party.platform))
      if places[channel] < 0 {
        places[channel] = counts.count
        counts.append(contentsOf: repeatElement(0, count: minutes))
      }
      counts[places[channel] + minute] += 1
    }
    let risks = places.enumerated().compactMap { channel, place -> Risk? in
      if place < 0 { return nil }
      let counts = Array(counts[place..<place + minutes])
      let (first, most) = Self.busiest(counts, window: max(1, Int(limit.within / 60)))
      let total = counts.reduce(0, +)
      guard limit.isExceeded(most, of: total) else { return nil }
      let seconds = zone.localSeconds(of: start + Int64(first) * 60_000_000)
      return Risk(
        kind: .burst, about: name(Int32(channel)), count: most, total: total, percent: limit.part, limit: limit.atLeast,
        within: Self.text(limit.within),
        from: Self.clock(seconds))
    }
    return risks.sorted { $0.about.utf8.lexicographicallyPrecedes($1.about.utf8) }
  }

  /// The first window with the largest sum.
  static func busiest(_ counts: [Int64], window: Int) -> (first: Int, sum: Int64) {
    var sum = counts.prefix(window).reduce(0, +)
    var best = (first: 0, sum: sum)
    if counts.count <= window { return best }
    for last in window..<counts.count {
      sum += counts[last] - counts[last - window]
      if sum > best.sum { best = (last - window + 1, sum) }
    }
    return best
  }

  /// Channels of whose refunds many follow a redemption of their order at once.
  private func refundsAfterRedemption() -> [Risk] {
    let (refunds, redemptions, channels) = (facts.refunds, facts.redemptions, facts.orders.channel)
    let (current, limit) = (current, limits.refundAfterRedemption)
    let rows = (0..<refunds.count).filter {
      refunds.run[$0] == current && refunds.undoRun[$0] > current && refunds.order[$0] >= 0 && refunds.amount[$0] > 0
    }
    if rows.isEmpty { return [] }
    var isRefunded = [Bool](repeating: false, count: channels.count)
    for row in rows { isRefunded[Int(refunds.order[row])] = true }
    var redeemed: [Int32: [Int64]] = [:]
    for row in 0..<redemptions.count where redemptions.order[row] >= 0 && isRefunded[Int(redemptions.order[row])] {
      if redemptions.run[row] <= current && redemptions.reversalRun[row] > current {
        redeemed[redemptions.order[row], default: []].append(redemptions.redeemedAt[row])
      }
    }
    var (totals, counts): ([String: Int64], [String: Int64]) = ([:], [:])
    for row in rows {
      let (order, at) = (refunds.order[row], refunds.refundedAt[row])
      let name = name(channels[Int(order)])
      totals[name, default: 0] += 1
      if redeemed[order]?.contains(where: { $0 <= at && at - $0 <= limit.within * 1_000_000 }) == true { counts[name, default: 0] += 1 }
    }
    return Self.sorted(counts).filter { limit.isExceeded($0.count, of: totals[$0.name]!) }.map {
      Risk(
        kind: .refundAfterRedemption, about: $0.name, count: $0.count, total: totals[$0.name], percent: limit.part, limit: limit.atLeast,
        within: Self.text(limit.within))
    }
  }

  // MARK: Words

  /// `10m`, `24h`, `90s`.
  private static func text(_ seconds: Int64) -> String {
    seconds % 3600 == 0 ? "\(seconds / 3600)h" : seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
  }

  /// `HH:MM` of local seconds.
  private static func clock(_ localSeconds: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minute = ((localSeconds / 60) % 1440 + 1440) % 1440
    return "\(two(minute / 60)):\(two(minute % 60))"
  }
}
