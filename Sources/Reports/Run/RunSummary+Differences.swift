import SettlementCore

extension RunSummary {
  /// How many of the largest discrepancies are shown.
  static let largestShown = 20

  /// Adds what the discrepancies of the run come to, as `discrepancies.csv` lists them.
  public mutating func take(_ discrepancies: [Discrepancy]) {
    guard let day = CalendarDay(businessDay) else { preconditionFailure("a business day is a day") }
    differences = Difference.all(discrepancies, day)
    largest = Largest.all(discrepancies, day)
    tasks = Task.all(discrepancies)
  }

  /// An amount in millionths, so that currencies of other decimals compare by number.
  fileprivate static func comparable(_ minorUnits: UInt64, _ currency: Currency) -> Int128 {
    (currency.exponent..<6).reduce(Int128(minorUnits)) { amount, _ in amount * 10 }
  }
}

extension RunSummary.Difference {
  private struct Key: Hashable {
    let kind: DiscrepancyKind
    let state: Finding.State
    let currency: Currency
  }

  private struct Group {
    var sum = DiscrepancySum()
    var ages: [AgeBucket: Int64] = [:]
  }

  /// What is open first, then what is in transit, then what was resolved; the largest sum without signs first.
  fileprivate static func all(_ discrepancies: [Discrepancy], _ day: CalendarDay) -> [Self] {
    var groups: [Key: Group] = [:]
    for discrepancy in discrepancies {
      let (finding, age) = (discrepancy.finding, discrepancy.age(on: day))
      let key = Key(kind: finding.kind, state: finding.state, currency: finding.currency)
      groups[key, default: Group()].sum.add(finding, age: age)
      groups[key]!.ages[AgeBucket(days: age), default: 0] += 1
    }
    let states: [Finding.State] = [.open, .inTransit, .resolved]
    let kinds = DiscrepancyKind.allCases
    return groups.sorted { left, right in
      let (a, b) = (states.firstIndex(of: left.key.state)!, states.firstIndex(of: right.key.state)!)
      if a != b { return a < b }
      let (x, y) = (size(left.value.sum, left.key.currency), size(right.value.sum, right.key.currency))
      if x != y { return x > y }
      let (k, l) = (kinds.firstIndex(of: left.key.kind)!, kinds.firstIndex(of: right.key.kind)!)
      return k != l ? k < l : left.key.currency.code < right.key.currency.code
    }.map { Self($0.key, $0.value) }
  }

  private static func size(_ sum: DiscrepancySum, _ currency: Currency) -> Int128 {
    sum.hasAmount ? RunSummary.comparable(sum.absolute?.magnitude ?? .max, currency) : -1
  }

  private init(_ key: Key, _ group: Group) {
    let sum = group.sum
    func text(_ amount: Int64?) -> String { sum.hasAmount ? amount.map { Money($0, key.currency).decimal } ?? "" : "" }
    self.init(
      kind: key.kind.rawValue, state: key.state.rawValue, currency: key.currency.code, count: sum.count,
      ages: AgeBucket.allCases.compactMap { age in group.ages[age].map { Age(days: age.code, count: $0) } }, ours: text(sum.ours),
      theirs: text(sum.theirs), difference: text(sum.difference), absolute: text(sum.absolute))
  }
}

extension RunSummary.Task {
  fileprivate static func all(_ discrepancies: [Discrepancy]) -> [Self] {
    var counts: [Circumstance: Int64] = [:]
    for discrepancy in discrepancies where discrepancy.finding.state == .open {
      counts[Circumstance(discrepancy.finding), default: 0] += 1
    }
    let tasks = counts.map { what, count in
      Self(
        kind: what.kind.rawValue, leg: what.leg.rawValue, book: what.book.rawValue, about: what.about, sides: what.sides.rawValue,
        count: count)
    }
    return tasks.sorted { left, right in
      if left.count != right.count { return left.count > right.count }
      func texts(_ task: Self) -> [String] { [task.kind, task.leg, task.book, task.about, task.sides] }
      return zip(texts(left), texts(right)).first { $0 != $1 }.map { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? false
    }
  }
}

extension RunSummary.Largest {
  /// What is not resolved, the largest difference first, whatever its sign and currency; what has none comes last, the oldest first.
  fileprivate static func all(_ discrepancies: [Discrepancy], _ day: CalendarDay) -> [Self] {
    var rows: [DiscrepancyKind: Int64] = [:]
    var placed: [(discrepancy: Discrepancy, row: Int64, size: Int128)] = []
    for discrepancy in DiscrepanciesFile.sorted(discrepancies) {
      let finding = discrepancy.finding
      let row = rows[finding.kind, default: 1] + 1
      rows[finding.kind] = row
      if finding.state != .resolved { placed.append((discrepancy, row, size(finding))) }
    }
    let largest = placed.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.size != b.size { return a.size > b.size }
      if a.discrepancy.firstSeen != b.discrepancy.firstSeen { return a.discrepancy.firstSeen < b.discrepancy.firstSeen }
      return left.offset < right.offset
    }
    return largest.prefix(RunSummary.largestShown).map { Self($0.element.discrepancy, day, row: $0.element.row) }
  }

  /// −1 without an amount.
  private static func size(_ finding: Finding) -> Int128 {
    guard finding.currency != .unknown, let difference = finding.difference else { return -1 }
    return RunSummary.comparable(difference.magnitude, finding.currency)
  }

  private init(_ discrepancy: Discrepancy, _ day: CalendarDay, row: Int64) {
    let finding = discrepancy.finding
    func text(_ amount: Int64?) -> String {
      guard let amount, finding.currency != .unknown || finding.isCount else { return "" }
      return finding.isCount ? String(amount) : Money(amount, finding.currency).decimal
    }
    self.init(
      partner: finding.partner, kind: finding.kind.rawValue, key: finding.key, orderID: finding.orderID, ours: text(finding.ours),
      theirs: text(finding.theirs), difference: text(finding.difference), currency: finding.currency.code,
      businessDate: finding.businessDate.description, ageDays: discrepancy.age(on: day), state: finding.state.rawValue,
      leg: finding.leg.rawValue,
      row: row)
  }
}
