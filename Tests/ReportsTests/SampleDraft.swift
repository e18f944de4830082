import Reports
import SettlementCore

/// A believable draft: a month of an entitlement partner, made from a seed.
enum SampleDraft {
  static func day(_ text: String) -> CalendarDay { CalendarDay(text)! }
  static let cny = Currency(code: "CNY")!

  static func finding(
    _ kind: DiscrepancyKind, _ key: String, order: String, ours: Int64?, theirs: Int64?, state: Finding.State = .open,
    leg: Finding.Leg = .partner,
    date: String = "2026-03-28", seen: String = "2026-03-30", partner: String = "eleme", currency: Currency = cny, detail: String = ""
  ) -> Discrepancy {
    Discrepancy(
      finding: Finding(
        partner: partner, kind: kind, key: key, orderID: order, ours: ours, theirs: theirs, currency: currency, businessDate: day(date),
        leg: leg,
        state: state, detail: detail), firstSeen: day(seen))
  }

  static let discrepancies: [Discrepancy] = [
    finding(.missingAtStore, "redeemed:R2026032801188", order: "O202603280451", ours: nil, theirs: 199, detail: "对方账单第 812 行，我方无此核销"),
    finding(
      .amount, "redeemed:R2026032700932", order: "O202603270118", ours: 199, theirs: 250, date: "2026-03-27", detail: "单价 2.50，协议为 1.99"),
    finding(
      .missingAtPartner, "redeemed:R2026033100017", order: "O202603310003", ours: 199, theirs: nil, state: .inTransit, date: "2026-03-31",
      seen: "2026-03-31"),
    finding(
      .duplicate, "redeemed:R2026032500411#2", order: "O202603250090", ours: nil, theirs: 199, state: .resolved, date: "2026-03-25",
      seen: "2026-03-26"),
    finding(
      .redeemedAfterRefund, "redemption:R2026033000555", order: "O202603120042", ours: 0, theirs: 199, leg: .store, date: "2026-03-30",
      detail: "退款后核销：订单已全额退款"),
  ]

  /// Lines of one currency and the roll-forward they make.
  static func lines(
    _ count: Int, _ currency: Currency, opening: Int64, paid: Int64, seed: UInt64, into lines: inout StatementLines
  ) -> RollForward {
    var random = SplitMix64(seed: seed)
    var account = RollForward(currency: currency, opening: opening, closing: opening)
    for number in 0..<count {
      let kinds: [GroupKind] =
        [GroupKind](repeating: .earn, count: 30) + [.order, .order, .unearn, .refund, .refund, .refund, .refund, .undo, .lapse]
      let kind =
        number == count - 1 ? .payout : number == count - 2 ? .trueUp : number == count - 3 ? .adjust : kinds.randomElement(using: &random)!
      let start = day("2026-03-01")
      let date = start.adding(days: number * 31 / count)
      var amount = Int64.random(in: 180...260, using: &random)
      var reference = "R\(date.description.filter { $0 != "-" })\(10_000 + number)"
      var (rule, entitlement) = (Int32(number % 2), Int32(number % 3 == 0 ? 1 : 0))
      switch kind {
      case .earn, .undo: break
      case .order:
        reference = "O20260300\(number)"
        entitlement = -1
      case .lapse: reference = "takeout-coupon"
      case .unearn: amount = -amount
      case .refund:
        amount = -amount / 2
        reference = "F20260300\(number)"
      case .trueUp:
        amount = -12_345
        reference = "takeout-coupon@2026-03"
      case .adjust:
        amount = 250
        reference = "redeemed:R2026032700932"
        (rule, entitlement) = (-1, -1)
      case .payout:
        amount = -paid
        reference = "PAY-20260305-01"
        (rule, entitlement) = (-1, -1)
      }
      add(amount, kind, isLate: false, to: &account)
      let hasTime = kind != .lapse && kind != .trueUp && kind != .adjust && kind != .undo
      lines.append(
        businessDay: date, localSeconds: hasTime ? Int64(date.number) * 86_400 + Int64(number * 7919 % 86_400) : StatementLines.withoutTime,
        group: Int64(1_000 + number * 3), run: Int32(date.number - start.number), kind: kind,
        orderID: [.trueUp, .payout].contains(kind) ? .none : .text("O20260300\(number / 3)"), reference: .text(reference),
        entitlement: entitlement,
        rule: rule, amount: amount, currency: currency)
    }
    return account
  }

  static let tiers = Tariff(
    measure: .units, mode: .graduated, per: .month,
    tiers: [
      Tier(upTo: 10_000, price: .percent(Rate(text: "10")!)), Tier(upTo: 50_000, price: .percent(Rate(text: "9")!), flat: 10_000),
      Tier(upTo: nil, price: .percent(Rate(text: "8")!)),
    ])
  static let turnover = Tariff(
    measure: .amount, mode: .volume, per: .quarter,
    tiers: [Tier(upTo: 1_000_000, price: .percent(Rate(text: "1/3")!)), Tier(upTo: nil, price: .percent(Rate(text: "30")!))])

  /// One ladder of units inside its second tier, one of money in its last.
  static func ladders(_ currency: Currency) -> [StatementLadder] {
    let positions = [LadderMeasure(units: 12_345, amount: 24_567_800), LadderMeasure(units: 410, amount: 1_000_001)]
    return zip([tiers, turnover], positions).enumerated().map { place, ladder in
      StatementLadder(
        agreement: "VIP-YEAR-JOINT", version: day("2026-01-01"), currency: currency, entitlement: place == 0 ? "takeout-coupon" : "",
        period: place == 0 ? "2026-03" : "2026-Q1", tariff: ladder.0, ladder: Ladder(measure: ladder.1, earned: 2_345_678), trueUps: -12_345
      )
    }
  }

  static func add(_ amount: Int64, _ kind: GroupKind, isLate: Bool, to account: inout RollForward) {
    switch RollForward.Movement(kind, isLate: isLate) {
    case .earned: account.earned += amount
    case .refunded: account.refunded -= amount
    case .trueUps: account.trueUps += amount
    case .adjustments: account.adjustments += amount
    case .paid: account.paid -= amount
    }
    account.closing += amount
  }

  /// Lets the period begin later: what is dated before came after its own was closed.
  static func begin(_ statement: inout PartnerStatement, on first: CalendarDay) {
    statement.days = first...statement.days.upperBound
    for place in statement.accounts.indices {
      let before = statement.accounts[place]
      var account = RollForward(currency: before.currency, opening: before.opening, closing: before.opening)
      for line in 0..<statement.lines.count where statement.lines.currency[line] == before.currency {
        let isLate = statement.lines.businessDay[line] < first.number
        add(statement.lines.amount[line], statement.lines.kind[line], isLate: isLate, to: &account)
      }
      statement.accounts[place] = account
    }
  }

  /// What stands behind the lines: where they take back, why adjusts were posted, what was read.
  static func fill(_ statement: inout PartnerStatement) {
    for line in 0..<statement.lines.count where RollForward.Movement(statement.lines.kind[line], isLate: false) == .refunded {
      let group: Int64? = statement.lines.kind[line] == .refund ? nil : 1_000
      statement.origins[line] = RefundOrigin(day: day("2026-03-02"), base: 19_900, share: 2_388, group: group)
    }
    statement.ladders = ladders(statement.accounts[0].currency)
    let adjusts = (0..<statement.lines.count).filter { statement.lines.kind[$0] == .adjust }
    statement.decisions = adjusts.prefix(1).map { line in
      AdjustDecision(
        run: statement.runs[Int(statement.lines.run[line])], key: "redeemed:R2026032700932", kind: .amount, decision: .acceptTheirs,
        reason: "三月价目表", by: "李雷")
    }
    statement.inputs = statement.runs.prefix(2).flatMap { run in
      [
        StatementInput(
          run: run, source: "orders", file: "store/\(run.prefix(10))/orders.csv", rows: nil, sha256: String(repeating: "a1", count: 32)),
        StatementInput(
          run: run, source: "eleme", file: "statements/eleme/\(run.prefix(10)).csv", rows: 58, sha256: String(repeating: "b2", count: 32)),
      ]
    }
  }

  static func make(_ count: Int = 120, language: PartnerSettings.Language = .zh, currencies: [String] = ["CNY"], tax: String? = nil)
    -> PartnerStatement
  {
    var lines = StatementLines()
    let accounts = currencies.enumerated().map { place, code in
      self.lines(count, Currency(code: code)!, opening: 1_284_350, paid: 1_200_000, seed: UInt64(place + 7), into: &lines)
    }
    let start = day("2026-03-01")
    var statement = PartnerStatement(
      partner: PartnerSettings(
        partner: "eleme", title: language == .zh ? "饿了么" : "Ele.me", period: .month, minimumPayout: 1_000_000, settle: .lower,
        tax: tax.flatMap { Rate(text: $0) }, replyWithin: 5),
      period: "2026-03", days: start...day("2026-03-31"), zone: "Asia/Shanghai", run: "2026-03-31-001", businessDay: day("2026-03-31"),
      language: language, accounts: accounts,
      rules: [
        RuleVersion(
          agreement: "VIP-YEAR-JOINT", title: language == .zh ? "影视联合年卡" : "Video joint year card", effective: day("2026-01-01"),
          digest: "9f2c4a7be01d55c3a8e6f4b20917d3c6aa41e0b7c95d28f3164e8a7d0b3c92f1",
          clauses: [RuleClause("分成 · takeout-coupon", "每套 12 份；基数的 12%。"), RuleClause("退款", "只冲回待结部分。")]),
        RuleVersion(
          agreement: "LIFE-MONTH", title: language == .zh ? "生活权益月卡" : "Lifestyle month card", effective: day("2026-02-15"),
          digest: "07b1d3e95f8a2c6417e0d9b3a5c8f2461d7e0b9a3c5f8d2e6147a0b9c3d5e8f2"),
      ], entitlements: ["takeout-coupon", "free-delivery"], runs: (0..<31).map { "\(start.adding(days: $0))-001" }, lines: lines,
      discrepancies: discrepancies)
    fill(&statement)
    return statement
  }
}
