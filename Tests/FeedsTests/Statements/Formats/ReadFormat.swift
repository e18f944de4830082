import Foundation
import SettlementCore

@testable import Feeds

typealias Format = StatementFormat

/// A file read by a format, and short words for what tests compare.
struct ReadFormat {
  let feed: StatementFeed
  let facts: StatementFacts

  init(
    _ bytes: [UInt8], _ format: StatementFormat, file: String = "bill", currency: String? = "CNY", zone: BusinessZone = shanghai,
    needs: Set<StatementProfile.KeyColumn> = [.reference]
  ) throws(SourceFailure) {
    let reading = try FormatReading(
      bytes: bytes, file: file, source: "partner", format, zone: zone, standard: currency.flatMap { Currency(code: $0) } ?? .unknown,
      needs: needs)
    (feed, facts) = (reading.feed, reading.facts)
  }

  init(
    _ text: String, _ format: StatementFormat, currency: String? = "CNY", needs: Set<StatementProfile.KeyColumn> = [.reference]
  ) throws(SourceFailure) {
    try self.init(Array(text.utf8), format, currency: currency, needs: needs)
  }

  /// Each line as `reference order item type amount currency day:line`, empty texts as `-`.
  var lines: [String] {
    (0..<feed.count).map { row in
      func shown(_ text: String) -> String { text.isEmpty ? "-" : text }
      let currency = feed.currency[row]
      return [
        shown(feed.references[row]), shown(feed.orderIDs[row]), shown(feed.items[row]), "\(feed.type[row])",
        MoneyText.print(feed.amount[row], exponent: currency.exponent), shown(currency.code),
        "\(CalendarDay(number: feed.day[row])):\(feed.line[row])",
      ].joined(separator: " ")
    }
  }

  var problems: [String] { feed.rejects.listed.map { "\($0.line) \($0.field): expected \($0.expected), found \($0.found)" } }

  /// Each total as `name: declared, counted`, with its line, and whether it fails.
  var totals: [String] {
    feed.totals.map { total in
      let exponent = if case .money(let currency) = total.unit { currency.exponent } else { 0 }
      let declared = total.fault.map { "\($0)" } ?? MoneyText.print(total.declared, exponent: exponent)
      return "\(total.line) \(total.name): \(declared), \(MoneyText.print(total.counted, exponent: exponent))\(total.holds ? "" : " FAILS")"
    }
  }
}

extension StatementFormat {
  /// A format whose columns are `columns`, changed.
  init(_ reference: String?, amount: Amount, time: Time, _ change: (inout StatementFormat) -> Void = { _ in }) {
    self.init(columns: Columns(reference: reference.map { Text($0) }, amount: amount, time: time))
    change(&self)
  }
}

extension StatementFormat.Cell {
  static func name(_ name: String) -> StatementFormat.Cell { .named([name]) }
}

extension StatementFormat.Container {
  static func csv(
    _ encoding: StatementFormat.Encoding = .utf8, _ quotes: StatementFormat.Quotes = .standard
  ) -> StatementFormat.Container {
    var rules = StatementFormat.Delimited()
    (rules.encoding, rules.quotes) = (encoding, quotes)
    return .delimited(rules)
  }
}
