import Feeds
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen explain ORDER`: the whole life of an order in money, from the ledger's facts alone (SPEC §4, §5).
public enum OrderExplanation {
  /// The explanation as plain text; `language`: the configuration's when nil.
  ///
  /// `progress` is told which runs are told again. Throws `NothingSelected` for an order that the ledger does not know, `BrokenLaw` when a
  /// formula that would be printed does not give what was posted, and what opening the ledger throws.
  public static func text(
    ofOrder id: String, _ configuration: Configuration, language: PartnerSettings.Language? = nil, progress: (String) -> Void = { _ in }
  ) throws -> String {
    let reading = try LedgerReading(configuration)
    let story = try OrderStory(id, reading)
    let told = try ToldGroups(story, reading, progress: progress)
    let say = Wording(language ?? configuration.language)
    return try ExplanationPage(story: story, told: told, reading: reading, say: say).lines().joined(separator: "\n") + "\n"
  }
}

/// The page: facts, version, steps, ladders, what waits, and the closing sum.
struct ExplanationPage {
  let story: OrderStory
  let told: ToldGroups
  let reading: LedgerReading
  let say: Wording

  private var rules: RunRules { story.intake.rules }

  func lines() throws -> [String] {
    var lines = facts() + [""] + version() + [""]
    lines += try steps()
    lines += try trueUps() + adjusts()
    lines += try Waiting(story: story, reading: reading, say: say).lines()
    return lines + closing()
  }

  // MARK: Facts

  private func facts() -> [String] {
    let orders = story.facts.orders
    let currency = orders.currency[0]
    let exponent = currency == .unknown ? 4 : currency.exponent
    func money(_ amount: Int64) -> String {
      MoneyText.print(amount, exponent: exponent) + (currency == .unknown ? "" : " \(currency.code)")
    }
    let bundle = rules.bundles[orders.bundle[0]]
    let title = reading.rules.book.agreements.first { $0.bundle == bundle }.map { "  \($0.title)" } ?? ""
    var rows = [
      (say("权益包", "bundle"), bundle + title),
      (
        say("渠道", "channel"),
        orders.channel[0] < 0 ? say("无：渠道分成归平台", "none: the channel's shares are the platform's") : rules.parties[orders.channel[0]]
      ),
      (say("数量", "quantity"), String(orders.quantity[0])),
      (
        say("实付", "paid"),
        money(orders.paid[0]) + say("，", " at ") + reading.zone.text(of: orders.paidAt[0])
      ),
      (say("标价", "list"), money(orders.list[0])), (say("手续费", "fee"), money(orders.fee[0])),
      (say("业务日期", "business day"), CalendarDay(number: orders.day[0]).description),
      (say("首次接收", "first seen"), say("批次", "run") + " \(reading.record(story.seenRun).id)"),
    ]
    if orders.run[0] != Run.never { rows.append((say("分账", "split"), say("批次", "run") + " \(reading.record(orders.run[0]).id)")) }
    return ["\(say("订单", "Order")) \(AlignedTable.printable(orders.ids[0]))"] + AlignedTable.facts(rows)
  }

  private func version() -> [String] {
    guard let terms = story.terms else { return [say("协议版本", "Agreement version"), say("   尚无版本分账", "   none has split it")] }
    let version = terms.version
    let day = CalendarDay(number: story.facts.orders.day[0])
    let all = reading.rules.book.agreements.first { $0.bundle == terms.bundle }?.versions ?? []
    let others = all.filter { $0.effective != version.effective }.map {
      let why =
        $0.effective > day
        ? say("晚于订单", "later than the order")
        : $0.effective < version.effective ? say("较旧", "older") : say("分账后新增", "added after it was split")
      return say("\($0.effective)（\(why)）", "\($0.effective) (\(why))")
    }
    var lines = [
      say("协议版本", "Agreement version"),
      say(
        "   \(AlignedTable.printable(terms.bundle))，\(version.effective) 起生效，摘要 \(version.digest.prefix(12))…",
        "   \(AlignedTable.printable(terms.bundle)), effective \(version.effective), digest \(version.digest.prefix(12))…"),
      say(
        "   基数 \(say.name(version.base))，舍入 \(say.name(version.rounding))，退款 \(say.name(version.refund))，"
          + (version.allowsLoss ? "剩余可低于零" : "分成不得超过基数"),
        "   base \(version.base.rawValue), rounding \(version.rounding.rawValue), refunds \(version.refund.rawValue), "
          + (version.allowsLoss ? "the remainder may begin below zero" : "the shares may not exceed the base")),
      say(
        "   为何是此版本：订单付款业务日 \(day) 当日或之前生效的最新版本；此后不变",
        "   why this one: the newest version effective on or before \(day), "
          + "the business day on which the order was paid; it keeps it for ever"),
    ]
    if !others.isEmpty { lines.append(say("   不适用：", "   not these: ") + others.joined(separator: say("，", ", "))) }
    return lines
  }

  // MARK: Steps

  private func steps() throws -> [String] {
    var lines: [String] = []
    for (place, step) in story.steps.enumerated() {
      let reference = story.reference(step)
      let group = try told.group(of: step, reference: reference)
      lines.append(head(step, place + 1, group, reference))
      lines += try StepReport(words: StepWords(step, story, say), group: group, parties: rules.parties).lines()
    }
    return lines
  }

  private func head(_ step: OrderStory.Step, _ place: Int, _ group: ToldGroups.Group?, _ reference: String) -> String {
    let record =
      switch step.kind {
      case .order: say("订单", "order")
      case .earn: say("核销", "redemption")
      case .unearn: say("撤销核销", "reversal of redemption")
      case .refund: step.isExcess ? say("退款挂账部分", "excess of refund") : say("退款", "refund")
      case .undo: say("退款失败", "undo of refund")
      default: say("过期", "lapse of")
      }
    let kind = say.language == .zh ? "\(say.name(step.kind))：" : "\(step.kind.name): "
    var parts = ["\(place). \(kind)\(record) \(AlignedTable.printable(reference))", "\(say("批次", "run")) \(reading.record(step.run).id)"]
    let corrects = group.map { $0.corrects > 0 ? say("（更正分录组 \($0.corrects)）", " (corrects group \($0.corrects))") : "" } ?? ""
    parts.append(group.map { "\(say("分录组", "group")) \($0.number)\(corrects)" } ?? say("无分录组", "no group"))
    if let instant = step.instant {
      parts.append(reading.zone.text(of: instant))
    } else {
      parts.append(say("\(reading.record(step.run).day) 日终", "end of \(reading.record(step.run).day)"))
    }
    if let group, group.businessDate != step.instant.map(reading.zone.day) ?? reading.record(step.run).day {
      parts.append("\(say("业务日期", "business day")) \(group.businessDate)")
    }
    return parts.joined(separator: " · ")
  }

  /// True-ups belong to ladders, not to orders.
  private func trueUps() throws -> [String] {
    guard let terms = story.terms else { return [] }
    let words = RuleWords(terms: terms, parties: rules.parties, entitlements: rules.entitlements, say: say)
    let climbs = ClimbWords(words: words, sums: Arithmetic(terms, say))
    var lines: [String] = []
    for (run, trueUps) in told.trueUps.sorted(by: { $0.key < $1.key }) {
      for trueUp in trueUps {
        let (name, amount) = (climbs.name(trueUp.key), climbs.sums.money(trueUp.amount))
        lines.append(
          say(
            "   批次 \(reading.record(run).id)：阶梯 \(name) 调整 \(amount) 至 T(累计量)",
            "   run \(reading.record(run).id): ladder \(name) was trued up by \(amount) to T(measure)"))
      }
    }
    return lines.isEmpty ? [] : [
      say("所在阶梯的调整（属于阶梯，不属于本订单）", "True-ups of the ladders it stands on (they belong to the ladder, not to this order)")
    ] + lines + [""]
  }

  /// Adjusts belong to lines of statements, not to what the order's shares hold.
  private func adjusts() throws -> [String] {
    let adjusts = try reading.ledger.adjusts(ofOrder: story.facts.orders.ids[0]).filter { $0.amount != 0 }
    if adjusts.isEmpty { return [] }
    return [
      say("指名本订单的差异调整（属于账单明细，不属于其分成）", "Adjusts of lines that name it (they belong to the line, not to its shares)")
    ]
      + adjusts.map {
        let owed = "\(DiscrepancyList.signed($0.amount, $0.currency)) \($0.currency.code)"
        return AlignedTable.printable(
          say(
            "   批次 \(reading.record($0.run).id)：\($0.partner)，\($0.key)：应付变动 \(owed)",
            "   run \(reading.record($0.run).id): \($0.partner), \($0.key): it is owed \(owed)"))
      } + [""]
  }

  // MARK: The closing sum

  private func closing() -> [String] {
    guard let life = story.life, let terms = story.terms else { return [say("此订单尚无入账。", "Nothing is posted for this order yet.")] }
    let sums = Arithmetic(terms, say)
    let parts = life.shares.map { sums.money($0.held + $0.earned) } + [sums.money(life.remainder)]
    let holds = life.total == life.base - life.returned
    return [
      say("验算：Σ分成 = B − Σb", "Check: Σ shares = B − Σb"),
      "   \(parts.joined(separator: " + ")) = \(sums.money(life.total))",
      "   \(sums.money(life.base)) − \(sums.money(life.returned)) = \(sums.money(life.base - life.returned))",
      "   \(holds ? say("相等：成立", "equal: it holds") : say("不相等", "NOT EQUAL"))",
    ]
  }
}

extension AlignedTable {
  /// A text with blanks up to a width in cells.
  static func padded(_ text: String, to width: Int) -> String { text + String(repeating: " ", count: max(1, width - cells(text))) }

  /// Names and values in two columns.
  static func facts(_ rows: [(name: String, value: String)]) -> [String] {
    rows.map { "   " + padded($0.name, to: 16) + printable($0.value) }
  }
}

extension BusinessZone {
  /// An instant as a clock of the business zone shows it: `2026-03-01 10:00:00`, fractions cut.
  func text(of microseconds: Int64) -> String {
    let local = localSeconds(of: microseconds)
    let day = day(of: microseconds)
    let seconds = local - Int64(day.number) * 86_400
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(day) \(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}
