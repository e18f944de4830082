import LedgerStore
import SettlementCore

/// The partners that a command about one period is for.
struct NamedPeriods {
  let period: String
  /// Nil: every partner whose calendar has the period.
  let partner: String?
  /// The newest run's day, for examples in messages.
  let newest: CalendarDay

  /// The named partner, or all that have a period of the name, in the order of the rules.
  ///
  /// Throws `ClosingProblem` when there is no such partner, or no partner has such a period.
  func partners(_ all: [PartnerPeriods.Partner], _ closed: [ClosedPeriod]) throws -> [PartnerPeriods.Partner] {
    func has(_ partner: PartnerPeriods.Partner) -> Bool {
      partner.settings.period.bounds(named: period) != nil
        || closed.contains { $0.partner == partner.settings.partner && $0.period == period }
    }
    if let name = partner {
      guard let partner = all.first(where: { $0.settings.partner == name }) else {
        throw ClosingProblem("expected a partner with a file in rules/partners, found '\(AlignedTable.printable(name))'")
      }
      if !has(partner) { throw ClosingProblem(noSuchPeriod("the periods of \(name)", partner.settings.period)) }
      return [partner]
    }
    let found = all.filter(has)
    if found.isEmpty { throw ClosingProblem(noSuchPeriod("the periods of every partner", nil)) }
    return found
  }

  private func noSuchPeriod(_ whose: String, _ calendar: StatementPeriod?) -> String {
    let names =
      calendar.map { "such as \($0.name(holding: newest)), as its file says period: \($0.rawValue)" }
      ?? "such as 2026-03-01, 2026-W10, 2026-03-H1, 2026-03 or 2026-Q1, as their files say"
    return "--period: expected one of \(whose), \(names); found '\(AlignedTable.printable(period))'"
  }
}
