import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen explain --group N` and `--statement NAME --line N`: one posting group from its input bytes to the cell of a workbook.
public enum GroupExplanation {
  /// A posting group by its number.
  ///
  /// `language`: the configuration's when nil. Throws `NothingSelected` for a group that the ledger does not know, `BrokenLaw` when a
  /// formula that would be printed does not give what was posted, and what opening the ledger throws.
  public static func text(
    ofGroup number: Int64, _ configuration: Configuration, language: PartnerSettings.Language? = nil,
    progress: @escaping (String) -> Void = { _ in }
  ) throws -> Explanation {
    let reading = try LedgerReading(configuration)
    var page = try GroupPage(number, reading, Wording(language ?? configuration.language), progress)
    return try page.explanation()
  }

  /// The line that a statement's detail sheet numbers so; `currency` where it has several. Throws as for a group.
  public static func text(
    ofLine line: Int, statement name: String, currency: String? = nil, _ configuration: Configuration,
    language: PartnerSettings.Language? = nil, progress: @escaping (String) -> Void = { _ in }
  ) throws -> Explanation {
    let reading = try LedgerReading(configuration)
    guard let traced = try StatementTracing(reading, progress: progress).statement(numbered: name) else {
      throw NothingSelected(statement: name, known: try reading.ledger.closedPeriods().map(\.statement))
    }
    let statement = traced.statement
    let numbered = try StatementWorkbook.lines(numbered: line, in: statement)
    let meant = numbered.filter { currency == nil || statement.lines.currency[$0].code == currency }
    if meant.count > 1 { throw NothingSelected(line: line, of: statement, in: meant.map { statement.lines.currency[$0] }) }
    guard let place = meant.first else { throw NothingSelected(line: line, of: statement) }
    let say = Wording(language ?? configuration.language)
    var page = try GroupPage(statement.lines.group[place], reading, say, progress)
    let amount = DiscrepancyList.signed(statement.lines.amount[place], statement.lines.currency[place])
    let owed = "\(amount) \(statement.lines.currency[place].code)"
    let title = say("结算单 \(statement.number) 第 \(line) 行：\(owed)", "Statement \(statement.number), line \(line): \(owed)")
    return try page.explanation(under: [title, ""])
  }
}

/// The page of a group: what caused it, the rule, the arithmetic, its lines, and where they stand.
struct GroupPage {
  private let group: TracedGroup
  private let reading: LedgerReading
  private let say: Wording
  private let progress: (String) -> Void
  private var inputs: InputWords

  init(_ number: Int64, _ reading: LedgerReading, _ say: Wording, _ progress: @escaping (String) -> Void) throws {
    group = try TracedGroup(number, reading, progress: progress)
    (self.reading, self.say, self.progress) = (reading, say, progress)
    inputs = InputWords(say)
  }

  mutating func explanation(under lead: [String] = []) throws -> Explanation {
    let standing = StandingWords(reading: reading, tracing: try StatementTracing(reading, progress: progress), say: say)
    let lines = try lead + [title, ""] + cause() + standing.lines(group)
    return Explanation(lines, inputs)
  }

  private var title: String {
    let head = group.head
    let corrects = head.corrects > 0 ? say("（更正分录组 \(head.corrects)）", " (corrects group \(head.corrects))") : ""
    return say(
      "分录组 \(head.number)：\(say.name(head.kind))\(corrects) · 批次 \(group.record.id) · 业务日期 \(head.businessDate)",
      "Group \(head.number): \(head.kind.name)\(corrects) · run \(group.record.id) · business day \(head.businessDate)")
  }

  private mutating func cause() throws -> [String] {
    switch group.cause {
    case .order(let id): try order(id)
    case .trueUp(let trueUp, let ladder): try self.trueUp(trueUp, ladder)
    case .adjust(let adjust): try self.adjust(adjust)
    case .payout(let payout): try self.payout(payout)
    }
  }

  // MARK: Of an order

  private mutating func order(_ id: String) throws -> [String] {
    let story = try OrderStory(id, reading)
    let told = try ToldGroups(
      story, reading, in: 1...group.record.number, told: [group.record.number: group.posted], progress: progress)
    let page = ExplanationPage(story: story, told: told, reading: reading, say: say)
    let run = group.record.number
    let place = try story.steps.firstIndex { step in
      guard step.run == run else { return false }
      return try told.group(of: step, reference: story.reference(step))?.number == group.number
    }
    guard let place else { throw BrokenLaw("explanation: group \(group.number) is of order \(id), but no step of the order made it") }
    var lines = try records(story, story.steps[place]) + [""] + page.version() + [""]
    lines.append(say("到此为止的订单", "The order up to here"))
    for (earlier, step) in story.steps.prefix(place + 1).enumerated() {
      let reference = story.reference(step)
      lines.append("   " + page.head(step, earlier + 1, try told.group(of: step, reference: reference), reference))
    }
    lines += ["", say("计算", "The arithmetic")]
    let step = story.steps[place]
    lines += try StepReport(
      words: StepWords(step, story, say), group: try told.group(of: step, reference: story.reference(step)), parties: reading.rules.parties
    ).lines()
    return lines
  }

  /// The rows that caused the step: its own record, and the order's.
  private mutating func records(_ story: OrderStory, _ step: OrderStory.Step) throws -> [String] {
    let trace = RecordTrace(reading)
    let facts = story.facts
    var lines: [String] = []
    let row = Int(step.record)
    switch step.kind {
    case .earn, .unearn:
      let stored = try reading.ledger.redemptions(withIDs: TextColumn([facts.redemptions.ids[row]]), rows: [0])
      let (id, seen) = (facts.redemptions.ids[row], stored.seenRun[0])
      let item = AlignedTable.printable(story.intake.rules.entitlements[facts.redemptions.entitlement[row]])
      lines.append(say("核销 \(AlignedTable.printable(id))（\(item)）", "Redemption \(AlignedTable.printable(id)) of \(item)"))
      var rows = [(say("核销时间", "redeemed"), reading.zone.text(of: facts.redemptions.redeemedAt[row]))]
      if step.kind == .unearn {
        let time = facts.redemptions.reversedAt[row]
        rows.append((say("撤销时间", "reversed"), time == .min ? say("未给出", "no time given") : reading.zone.text(of: time)))
        rows += inputs.facts(try trace.ending(id, in: .redemptions, seenRun: seen, countsIn: step.run))
      } else {
        rows += inputs.facts(try trace.first(id, in: .redemptions, seenRun: seen))
      }
      lines += AlignedTable.facts(rows)
    case .refund, .undo:
      let stored = try reading.ledger.refunds(withIDs: TextColumn([facts.refunds.ids[row]]), rows: [0])
      let (id, seen) = (facts.refunds.ids[row], stored.seenRun[0])
      lines.append(say("退款 \(AlignedTable.printable(id))", "Refund \(AlignedTable.printable(id))"))
      var rows = [(say("退款时间", "refunded"), reading.zone.text(of: facts.refunds.refundedAt[row]))]
      rows += inputs.facts(
        step.kind == .undo
          ? try trace.ending(id, in: .refunds, seenRun: seen, countsIn: step.run) : try trace.first(id, in: .refunds, seenRun: seen))
      lines += AlignedTable.facts(rows)
    default: break
    }
    let orders = facts.orders
    let paid = "\(MoneyText.print(orders.paid[0], exponent: orders.currency[0].exponent)) \(orders.currency[0].code)"
    lines.append(say("订单 \(AlignedTable.printable(orders.ids[0]))", "Order \(AlignedTable.printable(orders.ids[0]))"))
    let at = reading.zone.text(of: orders.paidAt[0])
    lines += AlignedTable.facts(
      [(say("实付", "paid"), say("\(paid)，\(at)", "\(paid) at \(at)"))]
        + inputs.facts(try trace.first(orders.ids[0], in: .orders, seenRun: story.seenRun)))
    return lines
  }

  // MARK: Of no order

  private func trueUp(_ trueUp: TrueUp, _ ladder: Ladder) throws -> [String] {
    let terms = group.posted.settled.input.terms[Int(trueUp.key.terms)]
    let words = RuleWords(terms: terms, parties: reading.rules.parties, entitlements: reading.rules.entitlements, say: say)
    let sums = Arithmetic(terms, say)
    let tariff = terms.lines[Int(trueUp.key.share)].tariff!
    let earned = ladder.earned - trueUp.amount
    let change = try sums.exact(
      say(
        "调整 = T − 已计 = \(sums.money(ladder.earned)) − \(sums.money(earned))",
        "true-up = T − counted = \(sums.money(ladder.earned)) − \(sums.money(earned))"),
      try tariff.total(ladder.measure, terms.version.rounding) - earned, is: trueUp.amount)
    return [
      say("阶梯 \(ClimbWords(words: words, sums: sums).name(trueUp.key))", "Ladder \(ClimbWords(words: words, sums: sums).name(trueUp.key))")
    ]
      + AlignedTable.facts([
        (say("协议", "agreement"), AlignedTable.printable(terms.bundle)), (say("版本", "version"), terms.version.effective.description),
        (say("摘要", "digest"), terms.version.digest), (say("规则", "rule"), words.tariff(tariff)),
        (say("位置", "position"), "n = \(ladder.measure.units), a = \(sums.money(ladder.measure.amount))"),
        (say("应计", "worth"), try TariffWords(words: words, sums: sums).total(ladder.measure, tariff)),
        (say("差额", "difference"), change),
      ]) + [""] + posted()
  }

  private mutating func adjust(_ adjust: AdjustRecord) throws -> [String] {
    let behind = try reading.ledger.resolved(by: adjust)
    var lines = [
      say(
        "差异调整：\(AlignedTable.printable("\(adjust.partner)，\(adjust.key)"))",
        "Adjust of \(AlignedTable.printable("\(adjust.partner), \(adjust.key)"))")
    ]
    if behind.isEmpty {
      lines.append(
        say("   先前容差内调整的明细已被撤回，故冲回", "   what was posted within tolerance is taken back: the line that it rested on is gone"))
    }
    for row in behind {
      let page = DiscrepancyPage(reading.ledger, reading.state, reading.zone, [row], say)
      lines += [page.name] + (try page.reason(ofAdjust: adjust.amount, inRun: adjust.run)) + [""]
      var chain = DiscrepancyChain(reading, row, say, inputs)
      lines += try chain.lines()
      inputs = chain.inputs
    }
    return lines + [""] + posted()
  }

  private mutating func payout(_ payout: PayoutRecord) throws -> [String] {
    let partner = AlignedTable.printable(reading.rules.parties[payout.party])
    let matching = PayoutMatching(
      try reading.ledger.payouts(of: reading.state.runs), try reading.ledger.closedPeriods(), reading.rules.parties)
    let paid = matching.matches.first { $0.value.contains { $0.payout.id == payout.id } }?.key.statement
    let rows = [
      (say("付给", "to"), partner), (say("金额", "amount"), "\(Money(payout.amount, payout.currency))"),
      (say("付款时间", "paid at"), reading.zone.text(of: payout.paidAt)),
      (say("所付结算单", "statement"), paid ?? say("与已签发结算单不匹配", "matches no issued statement")),
    ]
    let input = inputs.facts(try RecordTrace(reading).first(payout.id, in: .payouts, seenRun: payout.seenRun))
    return [say("付款 \(AlignedTable.printable(payout.id))", "Payout \(AlignedTable.printable(payout.id))")]
      + AlignedTable.facts(rows + input) + [""] + posted()
  }

  private func posted() -> [String] {
    ["   \(say("入账", "posted"))"] + AccountLines.text(group.lines, group.head.currency, group.posted.parties, say) + [""]
  }
}

extension Ledger {
  /// The discrepancies that a run has resolved with an adjust, as it left them.
  fileprivate func resolved(by adjust: AdjustRecord) throws(LedgerFailure) -> [DiscrepancyRow] {
    var rows: [DiscrepancyRow] = []
    for kind in DiscrepancyKind.allCases {
      let identity = LedgerStore.DiscrepancyIdentity(partner: adjust.partner, kind: kind.rawValue, key: adjust.key)
      rows += try versions(of: identity).filter { $0.run == adjust.run && $0.state == .resolved }
    }
    return rows
  }
}
