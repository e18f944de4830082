import Reports
import SettlementCore

/// Sums the posting groups of runs by bundle, channel, entitlement and month of sale.
struct PeriodSums {
  typealias Figures = PeriodAnalysis.Figures

  struct Key: Hashable {
    let name: String
    /// The party that delivers an entitlement; else empty.
    var party = ""
    let currency: Currency

    func isBefore(_ other: Key) -> Bool {
      for (a, b) in [(name, other.name), (party, other.party), (currency.code, other.currency.code)] where a != b {
        return a.utf8.lexicographicallyPrecedes(b.utf8)
      }
      return false
    }
  }
  private(set) var bundles: [Key: Figures] = [:]
  private(set) var channels: [Key: Figures] = [:]
  private(set) var entitlements: [Key: Figures] = [:]
  private(set) var months: [Key: Figures] = [:]

  /// Adds what a run posted. Throws `AmountOverflow`.
  mutating func add(_ posted: PostedRun) throws {
    let (walk, facts) = (GroupWalk(posted: posted), posted.settled.input.facts)
    for part in posted.settled.parts {
      for group in 0..<part.groups.count where !part.groups.isEmpty(group) { try add(part.groups, group, posted, walk, facts) }
    }
    for trueUp in posted.settled.trueUps where trueUp.key.party != Party.platform {
      let terms = posted.settled.input.terms[Int(trueUp.key.terms)]
      var figures = Figures()
      (figures.earned, figures.revenue) = (trueUp.amount, -trueUp.amount)
      try Self.add(figures, to: &bundles, Key(name: terms.bundle, currency: terms.currency))
      let line = terms.lines[Int(trueUp.key.share)]
      guard line.entitlement >= 0 else { continue }
      figures.revenue = 0
      let key = Key(name: posted.entitlements[line.entitlement], party: posted.parties[trueUp.key.party], currency: terms.currency)
      try Self.add(figures, to: &entitlements, key)
    }
  }

  private mutating func add(_ groups: GroupTable, _ group: Int, _ posted: PostedRun, _ walk: GroupWalk, _ facts: OrderFactsTable) throws {
    let (order, record, kind) = (Int(groups.order[group]), Int(groups.record[group]), groups.kind[group])
    let currency = facts.orders.currency[order]
    let terms = walk.terms(ofOrder: order)
    let figures = try self.figures(
      groups, group, kind, sold: kind == .order ? terms.lines.reduce(0) { try $0.adding(Self.units($1, facts, order)) } : 0)
    let channel = max(facts.orders.channel[order], Party.platform)
    try Self.add(figures, to: &bundles, Key(name: terms.bundle, currency: currency))
    try Self.add(figures, to: &channels, Key(name: posted.parties[channel], currency: currency))
    let month = CalendarDay(number: facts.orders.day[order]).description.prefix(7)
    try Self.add(figures, to: &months, Key(name: String(month), currency: currency))
    try addEntitlements(figures, kind, terms, posted, facts, order, record)
  }

  /// Of a split the units of each share, of a redemption or lapse what its own entitlement did.
  private mutating func addEntitlements(
    _ figures: Figures, _ kind: GroupKind, _ terms: Terms, _ posted: PostedRun, _ facts: OrderFactsTable, _ order: Int, _ record: Int
  ) throws {
    let channel = max(facts.orders.channel[order], Party.platform)
    func key(_ line: Terms.Line) -> Key {
      Key(
        name: posted.entitlements[line.entitlement], party: posted.parties[line.party >= 0 ? line.party : channel],
        currency: facts.orders.currency[order])
    }
    switch kind {
    case .order:
      for line in terms.lines where line.entitlement >= 0 {
        var sold = Figures()
        sold.sold = try Self.units(line, facts, order)
        try Self.add(sold, to: &entitlements, key(line))
      }
    case .earn, .unearn, .lapse:
      let share = kind == .lapse ? record : terms.share(delivering: facts.redemptions.entitlement[record])
      guard let share else { return }
      var own = figures
      own.revenue = 0
      try Self.add(own, to: &entitlements, key(terms.lines[share]))
    default: break
    }
  }

  private static func units(_ line: Terms.Line, _ facts: OrderFactsTable, _ order: Int) throws(AmountOverflow) -> Int64 {
    line.entitlement < 0 ? 0 : try facts.orders.quantity[order].times(line.units)
  }

  private func figures(_ groups: GroupTable, _ group: Int, _ kind: GroupKind, sold: Int64) throws(AmountOverflow) -> Figures {
    var figures = Figures()
    var custody: Int64 = 0
    for line in groups.lines(group) {
      let (account, amount) = (Account(code: groups.account[line]), groups.amount[line])
      switch account.kind {
      case .custody: custody = try custody.adding(amount)
      case .payable: figures.earned = try figures.earned.adding(try amount.times(-1))
      case .revenue: figures.revenue = try figures.revenue.adding(try amount.times(-1))
      default: break
      }
    }
    switch kind {
    case .order: (figures.orders, figures.paid, figures.sold) = (1, custody, sold)
    case .earn: figures.redeemed = 1
    case .unearn: figures.redeemed = -1
    case .refund: (figures.refunds, figures.refunded) = (1, -custody)
    case .undo: (figures.refunds, figures.refunded) = (-1, -custody)
    case .lapse: figures.lapsed = groups.value[group]
    case .trueUp, .adjust, .payout: break
    }
    return figures
  }

  private static func add(_ figures: Figures, to sums: inout [Key: Figures], _ key: Key) throws(AmountOverflow) {
    try sums[key, default: Figures()].add(figures)
  }

  /// Sorted rows; `title` names them.
  static func rows(_ sums: [Key: Figures], title: (Key) -> String) -> [PeriodAnalysis.Row] {
    sums.sorted { $0.key.isBefore($1.key) }.map {
      .init(name: $0.key.name, title: title($0.key), currency: $0.key.currency, figures: $0.value)
    }
  }
}
