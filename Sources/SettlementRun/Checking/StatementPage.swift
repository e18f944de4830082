import Feeds
import SettlementCore

/// What was understood of a partner's file, as plain text.
struct StatementPage {
  private static let firstLines = 5
  private static let firstRejects = 10

  private let settings: PartnerSettings
  private let profile: StatementProfile
  private let feed: StatementFeed
  private let facts: StatementFacts?
  private let file: String
  private let bytes: Int
  private let zone: BusinessZone
  private let currency: Currency?

  init(
    _ settings: PartnerSettings, _ profile: StatementProfile, _ inspection: StatementInspection, file: String, zone: BusinessZone,
    currency: Currency?
  ) {
    (self.settings, self.profile, feed, facts) = (settings, profile, inspection.feed, inspection.facts)
    (self.file, bytes, self.zone, self.currency) = (file, inspection.bytes, zone, currency)
  }

  var isComplete: Bool { feed.rejects.count == 0 && feed.totals.allSatisfy(\.holds) }

  var text: String {
    let parts = [head, columns, sums, lines, totals, rejects, [verdict]]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  // MARK: The file

  private var head: [String] {
    let format = profile.format ?? .canonical
    var lines = [
      "partner    \(settings.partner), matches \(profile.matches.rawValue) by \(keys)", "file       \(Self.shown(file)), \(bytes) bytes",
      "container  \(format.containerWords)",
    ]
    if let member = facts?.member { lines.append("member     \(Self.shown(member))") }
    if let sheet = facts?.sheet { lines.append("sheet      \(Self.shown(sheet))") }
    lines.append("codes      \(codesWords(format))")
    lines.append("times      in \(format.zoneWords(zone.identifier))")
    lines.append("currency   \(currencyWords(format))")
    return lines
  }

  private var keys: String {
    let names = profile.group.isEmpty ? profile.on.map(\.rawValue) : profile.group.map(\.rawValue)
    return (profile.group.isEmpty ? "" : "sums per ") + names.joined(separator: ", ")
  }

  private func currencyWords(_ format: StatementFormat) -> String {
    if case .constant(let code)? = format.columns.currency?.origin { return code }
    let standard = currency.map { "\($0.code) (the agreements' only one)" } ?? "unknown: amounts at four decimals"
    return format.columns.currency == nil ? standard : "of each line; where it names none, \(standard)"
  }

  private func codesWords(_ format: StatementFormat) -> String {
    if !format.mayHoldCodes { return "none: no column is called as codes are" }
    let columns = format.codes.columns
    return "replaced where the file has " + (columns.isEmpty ? "a column that is called so" : columns.joined(separator: ", "))
  }

  // MARK: Columns

  private var columns: [String] {
    guard let facts, facts.header.contains(where: { !$0.isEmpty }) else { return [] }
    var table = AlignedTable([("column", .left), ("read from", .left)])
    for use in facts.uses {
      let names = use.columns.map { facts.header[$0].isEmpty ? "column \($0 + 1)" : Self.shown(facts.header[$0]) }
      table.append([Self.shown(use.name), names.isEmpty ? "– (the file has no such column)" : Self.unique(names).joined(separator: ", ")])
    }
    let used = Set(facts.uses.flatMap(\.columns))
    let rest = facts.header.indices.filter { !used.contains($0) && !facts.header[$0].isEmpty }.map { Self.shown(facts.header[$0]) }
    return table.lines(indent: "") + (rest.isEmpty ? [] : ["not used: \(rest.joined(separator: ", "))"])
  }

  private static func unique(_ names: [String]) -> [String] {
    names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
  }

  // MARK: Lines

  private struct Sum {
    var lines = 0
    var amount: Int128 = 0
    var fee: Int128 = 0
  }

  private var sums: [String] {
    var sums: [String: Sum] = [:]
    var keys: [(key: String, type: StatementFeed.LineType, currency: Currency)] = []
    for row in 0..<feed.count {
      let key = "\(feed.type[row].rawValue) \(feed.currency[row].code)"
      if sums[key] == nil { keys.append((key, feed.type[row], feed.currency[row])) }
      sums[key, default: Sum()].lines += 1
      sums[key]!.amount += Int128(feed.amount[row])
      if !feed.fee.isEmpty { sums[key]!.fee += Int128(feed.fee[row]) }
    }
    let fees: [(title: String, side: AlignedTable.Side)] = feed.fee.isEmpty ? [] : [("fees", .right)]
    var table = AlignedTable([("type", .left), ("currency", .left), ("lines", .right), ("sum", .right)] + fees)
    for (key, type, currency) in keys.sorted(by: { $0.key < $1.key }) {
      let sum = sums[key]!
      let fee = feed.fee.isEmpty ? [] : [Self.money(sum.fee, feed.feeDigits)]
      table.append(["\(type)", Self.shown(currency), "\(sum.lines)", Self.money(sum.amount, currency.exponent)] + fee)
    }
    let rows = "rows: \(feed.rows), of them \(feed.count) lines, \(feed.passedOver) passed over, \(feed.rejects.count) rejected"
    let (hidden, beyond) = (facts?.hiddenRows ?? 0, facts?.cellsBeyondHeader ?? 0)
    return (feed.count > 0 ? table.lines(indent: "") : []) + [rows]
      + (hidden > 0 ? ["hidden rows of the sheet, read like any other: \(hidden)"] : [])
      + (beyond > 0 ? ["cells beside the header's columns, not read: \(beyond)"] : [])
  }

  private var lines: [String] {
    if feed.count == 0 { return [] }
    let hasFees = !feed.fee.isEmpty
    var table = AlignedTable(
      [("line", .right), ("reference", .left), ("order_id", .left), ("item", .left), ("type", .left), ("amount", .right)]
        + [("currency", .left)]
        + (hasFees ? [("fee", .right)] : []) + [("time", .left), ("day", .left)])
    for row in 0..<min(feed.count, Self.firstLines) {
      let currency = feed.currency[row]
      table.append(
        [
          "\(feed.line[row])", Self.shown(feed.references[row]), Self.shown(feed.orderIDs[row]), Self.shown(feed.items[row]),
          "\(feed.type[row])", MoneyText.print(feed.amount[row], exponent: currency.exponent), Self.shown(currency),
        ] + (hasFees ? [MoneyText.print(feed.fee[row], exponent: feed.feeDigits)] : [])
          + [zone.text(of: feed.time[row]), "\(CalendarDay(number: feed.day[row]))"])
    }
    return [feed.count > Self.firstLines ? "the first \(Self.firstLines) lines:" : "the lines:"] + table.lines(indent: "")
  }

  // MARK: What must hold

  private var totals: [String] {
    if feed.totals.isEmpty { return [] }
    var table = AlignedTable([("", .left), ("total", .left), ("declared", .right), ("counted", .right), ("line", .right)])
    for total in feed.totals {
      let (declared, counted) = Self.sides(total)
      table.append([total.holds ? "✓" : "✗", Self.shown(total.name), declared, counted, total.line > 0 ? "\(total.line)" : ""])
    }
    return table.lines(indent: "")
  }

  private static func sides(_ total: ControlTotal) -> (declared: String, counted: String) {
    func text(_ value: Int64) -> String {
      switch total.unit {
      case .count: "\(value)"
      case .money(let currency): MoneyText.print(value, exponent: currency.exponent) + (currency == .unknown ? "" : " \(currency.code)")
      }
    }
    switch total.fault {
    case nil: return (text(total.declared), text(total.counted))
    case .absent: return ("not in the file", text(total.counted))
    case .unreadable: return ("no number", text(total.counted))
    case .repeated: return ("more than once", text(total.counted))
    case .overflow: return ("beyond 64 bits", "")
    }
  }

  private var rejects: [String] {
    let listed = feed.rejects.listed.prefix(Self.firstRejects).map(\.description)
    let more = feed.rejects.count - listed.count
    return listed + (more > 0 ? ["… and \(more) more rejected rows"] : [])
  }

  private var verdict: String {
    let failing = feed.totals.count { !$0.holds }
    if isComplete { return "the file is whole, as far as it says" }
    let reasons = [
      failing > 0 ? "\(failing) of \(feed.totals.count) totals \(failing == 1 ? "does" : "do") not hold" : nil,
      feed.rejects.count > 0 ? "\(feed.rejects.count) \(feed.rejects.count == 1 ? "row was" : "rows were") rejected" : nil,
    ]
    return "incomplete: \(reasons.compactMap { $0 }.joined(separator: ", "))"
  }

  // MARK: Words

  private static func shown(_ text: String) -> String { text.isEmpty ? "–" : AlignedTable.printable(text) }

  private static func shown(_ currency: Currency) -> String { shown(currency.code) }

  private static func money(_ value: Int128, _ exponent: Int) -> String {
    Int64(exactly: value).map { MoneyText.print($0, exponent: exponent) } ?? "beyond 64 bits"
  }
}

extension StatementFormat {
  fileprivate var containerWords: String {
    let inside =
      switch container {
      case .delimited(let rules):
        "delimited text, \(rules.encoding.rawValue), delimiter \(rules.delimiter == "\t" ? "TAB" : "'\(rules.delimiter)'"), "
          + "quotes \(rules.quotes.rawValue)"
      case .xlsx: "xlsx workbook"
      case .json(let rows): rows.isEmpty ? "JSON" : "JSON, rows at \(rows)"
      case .jsonLines: "JSON lines"
      }
    switch packaging {
    case .none: return inside
    case .gzip: return inside + ", packed by gzip"
    case .zip(let member): return inside + ", in a zip archive as '\(member)'"
    }
  }

  fileprivate func zoneWords(_ standard: String) -> String {
    switch zone {
    case nil, .named(standard)?: standard
    case .named(let name)?: "\(name), shown in \(standard)"
    case .cell(let cell, let values)?:
      "the zone of \(cell.words) (\(values.map { "\($0.text): \($0.value)" }.joined(separator: ", "))), shown in \(standard)"
    }
  }
}
