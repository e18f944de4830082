import LedgerStore
import SettlementCore

/// The posting groups of one order as its runs posted them: each of those runs is told again from its facts, with its ladders.
struct ToldGroups {
  /// One group of the order.
  struct Group {
    let number: Int64
    let businessDate: CalendarDay
    let corrects: Int64
    let kind: GroupKind
    let reference: String
    /// Account code and amount; no zero lines.
    let lines: [(account: Account, amount: Int64)]
    let climbs: [LadderTrail.Climb]
  }

  /// By run, in the order of their numbers.
  private(set) var groups: [Int32: [Group]] = [:]
  /// Climbs of groups that took no number because nothing moved, by run.
  private(set) var trueUps: [Int32: [TrueUp]] = [:]

  /// Tells again every run of `runs` in which one of the steps happened; `told` are some that were told already.
  init(
    _ story: OrderStory, _ reading: LedgerReading, in runs: ClosedRange<Int32> = 1 ... .max, told: [Int32: PostedRun] = [:],
    progress: (String) -> Void
  ) throws {
    let id = TextColumn([story.facts.orders.ids[0]])
    for run in Set(story.steps.map(\.run)).sorted() where runs.contains(run) {
      let record = reading.record(run)
      if told[run] == nil { progress("run \(record.id): telling it again") }
      let posted = try told[run] ?? reading.retell(record)
      let ids = posted.settled.input.facts.orders.ids
      guard let row = (0..<ids.count).first(where: { ids.equals($0, id, 0) }) else { continue }
      let trail = try LadderTrail(posted, order: Int32(row), run: run, reading.ledger)
      groups[run] = try Self.groups(posted, order: Int32(row), trail)
      trueUps[run] = posted.settled.trueUps.filter { trail.keys.contains($0.key) }
    }
  }

  private static func groups(_ posted: PostedRun, order: Int32, _ trail: LadderTrail) throws -> [Group] {
    var mine: [Int64: SettledRun.Place] = [:]
    for (place, at) in posted.settled.sequence.enumerated() where posted.settled.parts[Int(at.part)].groups.order[Int(at.group)] == order {
      mine[posted.firstGroup + Int64(place)] = at
    }
    var groups: [Group] = []
    try GroupWalk(posted: posted).forEach { head, _, accounts, amounts in
      guard let at = mine[head.number] else { return }
      let table = posted.settled.parts[Int(at.part)].groups
      let record = Int(table.record[Int(at.group)])
      let facts = posted.settled.input.facts
      let reference =
        switch head.kind {
        case .order: facts.orders.ids[record]
        case .earn, .unearn: facts.redemptions.ids[record]
        case .refund, .undo: facts.refunds.ids[record]
        default: String(record)
        }
      var lines: [(account: Account, amount: Int64)] = []
      for line in accounts.indices where amounts[line] != 0 { lines.append((Account(code: accounts[line]), amounts[line])) }
      groups.append(
        Group(
          number: head.number, businessDate: head.businessDate, corrects: head.corrects, kind: head.kind, reference: reference,
          lines: lines,
          climbs: trail.climbs[LadderTrail.Place(part: at.part, group: at.group)] ?? []))
    }
    return groups
  }

  /// The group of a step, checked against it; nil when nothing moved.
  ///
  /// Throws `BrokenLaw` when the lines posted are not those of the step, ladder differences apart.
  func group(of step: OrderStory.Step, reference: String) throws(BrokenLaw) -> Group? {
    let wanted = step.kind == .lapse ? String(step.record) : reference
    let found = groups[step.run]?.first { $0.kind == step.kind && $0.reference == wanted }
    guard let found else {
      if step.after.lines.isEmpty { return nil }
      throw BrokenLaw("explanation: \(step.kind.name) \(reference) has lines, but its run posted no group of it")
    }
    var expected: [Account: Int64] = [:]
    for line in step.after.lines.lines { expected[line.account, default: 0] += line.amount }
    for climb in found.climbs {
      expected[.payable(climb.move.party), default: 0] -= climb.difference
      expected[.revenue, default: 0] += climb.difference
    }
    for line in found.lines { expected[line.account, default: 0] -= line.amount }
    guard expected.values.allSatisfy({ $0 == 0 }) else {
      throw BrokenLaw("explanation: the lines of group \(found.number) are not those of \(step.kind.name) \(reference)")
    }
    return found
  }
}
