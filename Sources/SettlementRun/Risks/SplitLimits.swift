import Reports
import SettlementCore

/// Orders that their payment platform will not split as agreed: what its rules refuse, by channel (WeChat Pay profit sharing, FAQ).
struct SplitLimits {
  private typealias Risk = RunSummary.Risk
  private let settling: Settling
  private let cap: RiskLimits.ShareCap
  /// Numbers of the channels whose money is split by the platform.
  private let capped: Set<Int32>

  init(_ settling: Settling, _ cap: RiskLimits.ShareCap) {
    (self.settling, self.cap) = (settling, cap)
    capped = Set(cap.channels.compactMap { settling.intake.rules.parties.number(of: $0) })
  }

  /// How many orders of a channel, and how many of them are refused.
  private struct Tally {
    private var totals: [Int32: Int64] = [:]
    private var counts: [Int32: Int64] = [:]

    mutating func add(_ channel: Int32, isRefused: Bool) {
      totals[channel, default: 0] += 1
      if isRefused { counts[channel, default: 0] += 1 }
    }

    /// By channel's name as bytes.
    func risks(_ names: Terminology, _ risk: (_ about: String, _ count: Int64, _ total: Int64) -> Risk) -> [Risk] {
      let named = Dictionary(uniqueKeysWithValues: counts.map { (names[$0.key], ($0.value, totals[$0.key]!)) })
      return RiskFinder.sorted(named.mapValues(\.0)).map { risk($0.name, $0.count, named[$0.name]!.1) }
    }
  }

  /// New orders above the cap and those that stay open too long, then orders with too many redemptions.
  func risks() -> [RunSummary.Risk] {
    let (orders, names) = (settling.intake.facts.orders, settling.intake.rules.parties)
    var (shares, times) = (Tally(), Tally())
    for part in settling.run.parts {
      for group in 0..<part.groups.count where part.groups.kind[group] == .order {
        let order = Int(part.groups.order[group])
        let channel = orders.channel[order]
        guard capped.contains(channel) else { continue }
        shares.add(channel, isRefused: isAbove(part.groups, group, splittable: orders.paid[order] - orders.fee[order]))
        times.add(channel, isRefused: isOpenTooLong(settling.run.input.terms(ofOrder: order)))
      }
    }
    return shares.risks(names) { Risk(kind: .shareCap, about: $0, count: $1, total: $2, percent: cap.part, limit: cap.receivers) }
      + times.risks(names) { Risk(kind: .heldLong, about: $0, count: $1, total: $2, limit: cap.days) }
      + requests().risks(names) { Risk(kind: .splitRequests, about: $0, count: $1, total: $2, limit: cap.requests) }
  }

  /// More goes to others than the platform splits off after its fee, or to more parties.
  private func isAbove(_ groups: GroupTable, _ group: Int, splittable: Int64) -> Bool {
    var others: Int64 = 0
    var parties: Set<Int32> = []
    for line in groups.lines(group) {
      let account = Account(code: groups.account[line])
      guard account.kind == .held || account.kind == .payable, account.party != Party.platform else { continue }
      others -= groups.amount[line]
      if groups.amount[line] != 0 { parties.insert(account.party) }
    }
    return cap.part.isExceeded(others, of: splittable) || Int64(parties.count) > cap.receivers
  }

  /// A unit for somebody else may be redeemed after the platform has released the money.
  private func isOpenTooLong(_ terms: Terms) -> Bool {
    terms.lines.contains {
      $0.entitlement >= 0 && $0.party != Party.platform && ($0.expiresAfter < 0 || Int64($0.expiresAfter) > cap.days)
    }
  }

  /// Of the orders of which this run took in a redemption: each redemption so far is a request of its own.
  private func requests() -> Tally {
    let (redemptions, channels, current) = (settling.intake.facts.redemptions, settling.intake.facts.orders.channel, settling.intake.current)
    var counts = [Int64](repeating: 0, count: channels.count)
    var isRedeemed = [Bool](repeating: false, count: channels.count)
    for row in 0..<redemptions.count where redemptions.order[row] >= 0 && redemptions.run[row] <= current {
      counts[Int(redemptions.order[row])] += 1
      if redemptions.run[row] == current { isRedeemed[Int(redemptions.order[row])] = true }
    }
    var tally = Tally()
    for order in channels.indices where isRedeemed[order] && capped.contains(channels[order]) {
      tally.add(channels[order], isRefused: counts[order] > cap.requests)
    }
    return tally
  }
}
