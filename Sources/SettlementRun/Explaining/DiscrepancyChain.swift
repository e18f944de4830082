import Feeds
import LedgerStore
import Reports
import SettlementCore

/// Both sides of a discrepancy down to their input bytes: ours with the arithmetic of its price, theirs with its line.
struct DiscrepancyChain {
  private let reading: LedgerReading
  private let row: DiscrepancyRow
  private let say: Wording
  private let key: LineKey
  private(set) var inputs: InputWords

  init(_ reading: LedgerReading, _ row: DiscrepancyRow, _ say: Wording, _ inputs: InputWords) {
    (self.reading, self.row, self.say, self.inputs) = (reading, row, say, inputs)
    key = LineKey(row.identity.key)
  }

  mutating func lines() throws -> [String] { try ours() + [""] + theirs() }

  // MARK: Ours

  private mutating func ours() throws -> [String] {
    let title = say("我方", "Ours")
    guard let (feed, id) = try record() else {
      if key.type == "group" { return [title, say("   组内我方各笔合计", "   the sum of our records of the group")] }
      return [title, say("   无对应记录", "   no record of ours")]
    }
    var facts = [(name: say("记录", "record"), value: "\(name(feed)) \(id)")]
    if let answer = try RecordTrace(reading).known(id, feed) { facts += inputs.facts(answer) }
    return [title] + AlignedTable.facts(facts) + (try price(feed, id))
  }

  private func name(_ feed: StoreFeed) -> String {
    switch feed {
    case .orders: say("订单", "order")
    case .redemptions: say("核销", "redemption")
    case .refunds: say("退款", "refund")
    case .payouts: say("付款", "payout")
    }
  }

  /// The record that the key names: its own type, or what the partner's lines are matched against (SPEC §7).
  private func record() throws -> (feed: StoreFeed, id: String)? {
    let settings = reading.rules.book.partners.first { $0.partner == row.identity.partner }
    let isBill = settings?.statement?.matches == .orders
    let candidates: [StoreFeed] =
      switch key.type {
      case "redemption": [.redemptions]
      case "refund": [.refunds]
      case "order": [.orders]
      case "redeemed": isBill ? [.orders] : [.redemptions]
      case "reversed": isBill ? [.refunds] : [.redemptions]
      case "fee": [.orders, .refunds]
      default: []
      }
    let id = TextColumn([key.reference])
    let ledger = reading.ledger
    for feed in candidates {
      let count =
        switch feed {
        case .orders: try ledger.orders(withIDs: id, rows: [0]).count
        case .redemptions: try ledger.redemptions(withIDs: id, rows: [0]).count
        case .refunds: try ledger.refunds(withIDs: id, rows: [0]).count
        case .payouts: 0
        }
      if count > 0 { return (feed, key.reference) }
    }
    return nil
  }

  /// How our amount came about: the step of the order that earned it, or the fact itself.
  private func price(_ feed: StoreFeed, _ id: String) throws -> [String] {
    guard !row.orderID.isEmpty, try reading.ledger.orders(withIDs: TextColumn([row.orderID]), rows: [0]).count == 1 else { return [] }
    let story = try OrderStory(row.orderID, reading)
    let kind: GroupKind? =
      switch (feed, key.type) {
      case (.redemptions, "reversed"): .unearn
      case (.redemptions, _): .earn
      case (.refunds, _): .refund
      default: .order
      }
    if feed == .orders, key.type == "redeemed" || key.type == "fee" {
      let orders = story.facts.orders
      let amount = key.type == "fee" ? orders.fee[0] : orders.paid[0]
      let text = "\(MoneyText.print(amount, exponent: orders.currency[0].exponent)) \(orders.currency[0].code)"
      return AlignedTable.facts([(key.type == "fee" ? say("手续费", "fee") : say("实付", "paid"), text)])
    }
    guard let step = story.steps.last(where: { $0.kind == kind && story.reference($0) == id }), let terms = step.after.terms else {
      return AlignedTable.facts([(say("金额", "amount"), say("尚未入账，计 0", "nothing is posted for it: it counts 0"))])
    }
    let words = StepWords(step, story, say)
    let own = ownShare(step, words)
    var lines = AlignedTable.facts([
      (
        say("适用规则", "rule"),
        say(
          "\(terms.bundle)，\(terms.version.effective) 起生效，摘要 \(terms.version.digest)",
          "\(terms.bundle), effective \(terms.version.effective), digest \(terms.version.digest)")
      )
    ])
    if let split = story.steps.first(where: { $0.kind == .order }), kind != .order {
      lines += try StepWords(split, story, say).sentences().filter { own != nil && $0.hasPrefix(own!) }.map { "   \($0)" }
    }
    return lines + (try words.sentences().map { "   \($0)" }) + (try climbs(story, step, words))
  }

  /// What the ladder made of it, where the share has one: the price is ours, not what was held.
  private func climbs(_ story: OrderStory, _ step: OrderStory.Step, _ words: StepWords) throws -> [String] {
    if !words.terms.lines.contains(where: { $0.tariff != nil }) { return [] }
    let told = try ToldGroups(story, reading, in: step.run...step.run) { _ in }
    let climbs = ClimbWords(words: words.words, sums: words.sums)
    let group = try told.group(of: step, reference: story.reference(step))
    return try (group?.climbs ?? []).flatMap { try climbs.sentences($0) }.map { "   \($0)" }
  }

  /// The name of the share that a redemption is about: of the split only its sentence is shown.
  private func ownShare(_ step: OrderStory.Step, _ words: StepWords) -> String? {
    guard step.kind == .earn || step.kind == .unearn else { return nil }
    let entitlement = words.story.facts.redemptions.entitlement[Int(step.record)]
    return words.terms.share(delivering: entitlement).map(words.name)
  }

  // MARK: Theirs

  private mutating func theirs() throws -> [String] {
    let title = say("对方", "Theirs")
    guard row.book != Finding.Leg.store.rawValue || row.theirs != nil else {
      return [title, say("   不涉及对方账单", "   it is about our own records only")]
    }
    guard let trace = StatementLineTrace(reading, row) else {
      return [title, say("   该合作方没有账单", "   the partner sends no statement")]
    }
    if !["redeemed", "reversed", "adjustment", "fee"].contains(key.type) || row.theirs == nil { return [title] + (try files(trace)) }
    let found = try trace.line()
    var facts = found.content.isEmpty ? [] : [(name: say("明细", "line"), value: found.content)]
    facts += inputs.facts(found.answer)
    return [title] + AlignedTable.facts(facts)
  }

  /// Whole files: of a sum, a total, or a line that is not there.
  private func files(_ trace: StatementLineTrace) throws -> [String] {
    let files = try trace.files()
    if files.isEmpty { return [say("   没有读取过对方账单", "   no statement of theirs was read")] }
    let isMissing = row.theirs == nil
    return [
      isMissing
        ? say("   以下账单中没有此笔：", "   these files hold no such line:") : say("   取自以下账单：", "   taken from these files:")
    ]
      + files.map { AlignedTable.printable("   \($0.name)  SHA-256 \($0.sha256)") }
  }
}
