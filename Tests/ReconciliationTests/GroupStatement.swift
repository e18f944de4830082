import SettlementCore

@testable import Reconciliation

/// A partner that gives totals, run by run, with a ledger's memory of its groups. Amounts in minor units, days as numbers; texts for groups.
struct GroupStatement {
  struct Row {
    var item = "tea"
    var order = "O1"
    var day: Int32 = 100
    var amount: Int64
    var currency = Statement.yuan
    var isWaiting = false
  }
  var columns: [StatementProfile.GroupColumn] = [.item, .day]
  var tolerance = StatementProfile.Tolerance()
  var grace = 2
  /// The newest version of every group, as the ledger keeps it, and all that adjusts have posted.
  var stored: [String: LineGroups] = [:]
  var posted: [String: Int64] = [:]

  private func table(_ rows: [Row]) -> (keys: TextColumn, items: TextColumn) {
    var (keys, items) = (TextColumn(), TextColumn())
    let shape = GroupKey.Shape(columns)
    for row in rows {
      items.append(row.item)
      GroupKey.append(
        shape, item: (items, items.count - 1), orderID: (TextColumn([row.order]), 0), day: row.day, currency: row.currency, to: &keys)
    }
    return (keys, items)
  }

  func tables(_ claims: [Row], _ lines: [Row]) -> (ClaimTable, LineTable) {
    var (ours, theirs) = (ClaimTable(), LineTable())
    (ours.keys, ours.itemNames) = table(claims)
    ours.amount = claims.map { $0.isWaiting ? 0 : $0.amount }
    ours.currency = claims.map(\.currency)
    ours.day = claims.map(\.day)
    ours.isWaiting = claims.map(\.isWaiting)
    (theirs.keys, theirs.item) = table(lines)
    theirs.amount = lines.map(\.amount)
    theirs.currency = lines.map(\.currency)
    theirs.day = lines.map(\.day)
    return (ours, theirs)
  }

  /// One run: remembers what it moved and what it posted, and tells what is not plainly matched.
  mutating func run(
    _ claims: [Row] = [], _ lines: [Row] = [], today: Int32 = 110, coveredDays: Set<Int32>? = nil, isWhole: Bool = false
  ) throws -> [String] {
    let (matcher, judgement) = try judged(claims, lines, today: today, coveredDays: coveredDays, isWhole: isWhole)
    for row in 0..<judgement.moved.count {
      var one = LineGroups()
      one.append(row, of: judgement.moved)
      stored[Self.name(row, judgement.moved)] = one
    }
    for verdict in judgement.verdicts where verdict.bucket == .tolerated {
      posted[Self.name(verdict.group, matcher.groups), default: 0] += verdict.theirs! - verdict.ours!
    }
    return judgement.verdicts.map { verdict in
      let (ours, theirs) = (verdict.ours.map(String.init) ?? "-", verdict.theirs.map(String.init) ?? "-")
      return "\(Self.name(verdict.group, matcher.groups)) \(ours)/\(theirs) \(verdict.bucket) \(verdict.state)"
    }.sorted()
  }

  func judged(
    _ claims: [Row], _ lines: [Row], today: Int32 = 110, coveredDays: Set<Int32>? = nil, isWhole: Bool = false
  ) throws -> (GroupMatcher, GroupReconciler.Judgement) {
    let (ours, theirs) = tables(claims, lines)
    let day = CalendarDay(number: today)
    var matcher = GroupMatcher(ours, theirs, today: day, coveredDays: coveredDays)
    let asked = matcher.askedKeys(theirs)
    let keys = Set((0..<asked.count).map { asked[$0] })
    for (name, group) in stored.sorted(by: { $0.key < $1.key }) where isWhole || group.isOpen[0] || keys.contains(group.keys[0]) {
      var group = group
      group.posted[0] = posted[name] ?? 0
      matcher.take(group, replacesLines: isWhole)
    }
    matcher.settle(theirs)
    let profile = StatementProfile(
      source: StatementSource(url: "file:x/{date}.csv"), matches: .redemptions, group: columns, grace: grace, tolerance: tolerance)
    return (matcher, try GroupReconciler(profile: profile, today: day).judge(ours, theirs, matcher) { _ in 0 })
  }

  /// `tea@1970-04-11`, `…#2`.
  static func name(_ row: Int, _ groups: LineGroups) -> String {
    groups.keys[row] + (groups.number[row] > 1 ? "#\(groups.number[row])" : "")
  }
}
