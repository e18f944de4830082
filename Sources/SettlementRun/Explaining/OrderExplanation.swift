import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// `qingfen explain ORDER`: the whole life of an order in money, from the ledger's facts alone (SPEC §4, §5).
public enum OrderExplanation {
  /// The explanation as plain text, in English.
  ///
  /// `progress` is told which runs are told again. Throws `NothingSelected` for an order that the ledger does not know, `BrokenLaw` when a
  /// formula that would be printed does not give what was posted, and what opening the ledger throws.
  public static func text(ofOrder id: String, _ configuration: Configuration, progress: (String) -> Void = { _ in }) throws -> String {
    let reading = try LedgerReading(configuration)
    let story = try OrderStory(id, reading)
    let told = try ToldGroups(story, reading, progress: progress)
    return try ExplanationPage(story: story, told: told, reading: reading).lines().joined(separator: "\n") + "\n"
  }
}

/// The page: facts, version, steps, ladders, what waits, and the closing sum.
struct ExplanationPage {
  let story: OrderStory
  let told: ToldGroups
  let reading: LedgerReading

  private var rules: RunRules { story.intake.rules }

  func lines() throws -> [String] {
    var lines = facts() + [""] + version() + [""]
    lines += try steps()
    lines += try trueUps() + adjusts()
    lines += try Waiting(story: story, reading: reading).lines()
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
      ("bundle", bundle + title),
      ("channel", orders.channel[0] < 0 ? "none: the channel's shares are the platform's" : rules.parties[orders.channel[0]]),
      ("quantity", String(orders.quantity[0])), ("paid", "\(money(orders.paid[0])) at \(reading.zone.text(of: orders.paidAt[0]))"),
      ("list", money(orders.list[0])), ("fee", money(orders.fee[0])), ("business day", CalendarDay(number: orders.day[0]).description),
      ("first seen", "run \(reading.record(story.seenRun).id)"),
    ]
    if orders.run[0] != Run.never { rows.append(("split", "run \(reading.record(orders.run[0]).id)")) }
    return ["Order \(AlignedTable.printable(orders.ids[0]))"]
      + rows.map { "   " + AlignedTable.padded($0.0, to: 14) + AlignedTable.printable($0.1) }
  }

  private func version() -> [String] {
    guard let terms = story.terms else { return ["Agreement version", "   none has split it"] }
    let version = terms.version
    let day = CalendarDay(number: story.facts.orders.day[0])
    let all = reading.rules.book.agreements.first { $0.bundle == terms.bundle }?.versions ?? []
    let others = all.filter { $0.effective != version.effective }.map {
      let why = $0.effective > day ? "later than the order" : $0.effective < version.effective ? "older" : "added after it was split"
      return "\($0.effective) (\(why))"
    }
    var lines = [
      "Agreement version",
      "   \(AlignedTable.printable(terms.bundle)), effective \(version.effective), digest \(version.digest.prefix(12))…",
      "   base \(version.base.rawValue), rounding \(version.rounding.rawValue), refunds \(version.refund.rawValue), "
        + "\(version.allowsLoss ? "the remainder may begin below zero" : "the shares may not exceed the base")",
      "   why this one: the newest version effective on or before \(day), "
        + "the business day on which the order was paid; it keeps it for ever",
    ]
    if !others.isEmpty { lines.append("   not these: \(others.joined(separator: ", "))") }
    return lines
  }

  // MARK: Steps

  private func steps() throws -> [String] {
    var lines: [String] = []
    for (place, step) in story.steps.enumerated() {
      let reference = story.reference(step)
      let group = try told.group(of: step, reference: reference)
      lines.append(head(step, place + 1, group, reference))
      lines += try StepReport(words: StepWords(step, story), group: group, parties: rules.parties).lines()
    }
    return lines
  }

  private func head(_ step: OrderStory.Step, _ place: Int, _ group: ToldGroups.Group?, _ reference: String) -> String {
    let record =
      switch step.kind {
      case .order: "order"
      case .earn: "redemption"
      case .unearn: "reversal of redemption"
      case .refund: step.isExcess ? "excess of refund" : "refund"
      case .undo: "undo of refund"
      default: "lapse of"
      }
    var parts = ["\(place). \(step.kind.name): \(record) \(AlignedTable.printable(reference))", "run \(reading.record(step.run).id)"]
    parts.append(group.map { "group \($0.number)" + ($0.corrects > 0 ? " (corrects group \($0.corrects))" : "") } ?? "no group")
    if let instant = step.instant {
      parts.append(reading.zone.text(of: instant))
    } else {
      parts.append("end of \(reading.record(step.run).day)")
    }
    if let group, group.businessDate != step.instant.map(reading.zone.day) ?? reading.record(step.run).day {
      parts.append("business day \(group.businessDate)")
    }
    return parts.joined(separator: " · ")
  }

  /// True-ups belong to ladders, not to orders.
  private func trueUps() throws -> [String] {
    guard let terms = story.terms else { return [] }
    let words = RuleWords(terms: terms, parties: rules.parties, entitlements: rules.entitlements)
    let climbs = ClimbWords(words: words, sums: Arithmetic(terms))
    var lines: [String] = []
    for (run, trueUps) in told.trueUps.sorted(by: { $0.key < $1.key }) {
      for trueUp in trueUps {
        lines.append(
          "   run \(reading.record(run).id): ladder \(climbs.name(trueUp.key)) "
            + "was trued up by \(climbs.sums.money(trueUp.amount)) to T(measure)"
        )
      }
    }
    return lines.isEmpty ? [] : ["True-ups of the ladders it stands on (they belong to the ladder, not to this order)"] + lines + [""]
  }

  /// Adjusts belong to lines of statements, not to what the order's shares hold.
  private func adjusts() throws -> [String] {
    let adjusts = try reading.ledger.adjusts(ofOrder: story.facts.orders.ids[0]).filter { $0.amount != 0 }
    if adjusts.isEmpty { return [] }
    return ["Adjusts of lines that name it (they belong to the line, not to its shares)"]
      + adjusts.map {
        let owed = "\(DiscrepancyList.signed($0.amount, $0.currency)) \($0.currency.code)"
        return AlignedTable.printable("   run \(reading.record($0.run).id): \($0.partner), \($0.key): it is owed \(owed)")
      } + [""]
  }

  // MARK: The closing sum

  private func closing() -> [String] {
    guard let life = story.life, let terms = story.terms else { return ["Nothing is posted for this order yet."] }
    let sums = Arithmetic(terms)
    let parts = life.shares.map { sums.money($0.held + $0.earned) } + [sums.money(life.remainder)]
    let holds = life.total == life.base - life.returned
    return [
      "Check: Σ shares = B − Σb",
      "   \(parts.joined(separator: " + ")) = \(sums.money(life.total))",
      "   \(sums.money(life.base)) − \(sums.money(life.returned)) = \(sums.money(life.base - life.returned))",
      "   \(holds ? "equal: it holds" : "NOT EQUAL")",
    ]
  }
}

extension AlignedTable {
  /// A text with blanks up to a width in cells.
  static func padded(_ text: String, to width: Int) -> String { text + String(repeating: " ", count: max(1, width - cells(text))) }
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
