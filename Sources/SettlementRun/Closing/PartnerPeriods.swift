import Feeds
import LedgerStore
import SettlementCore

/// The partners of the rules with the periods that are closed, as a run or a closing sees them.
struct PartnerPeriods: Sendable {
  struct Partner: Sendable {
    let settings: PartnerSettings
    let party: Int32
    let calendar: StatementCalendar
    /// Nil: its days are the business days.
    let clock: StatementClock?

    /// The business day whose run has the last events of one of its days.
    func lastBusinessDay(of day: CalendarDay) -> CalendarDay { clock?.lastBusinessDay(of: day) ?? day }
  }

  /// In the order of the rules.
  let partners: [Partner]

  /// `closed` are the periods that count as closed.
  init(_ rules: RunRules, closed: [ClosedPeriod]) {
    let closings = Self.closings(closed)
    partners = rules.book.partners.compactMap { settings in
      rules.parties.number(of: settings.partner).map { party in
        Partner(
          settings: settings, party: party, calendar: StatementCalendar(settings.period, closings: closings[settings.partner] ?? []),
          clock: rules.clocks.clock(of: settings.partner, run: .max))
      }
    }
  }

  /// By partner, each in the order of its days.
  static func closings(_ closed: [ClosedPeriod]) -> [String: [StatementCalendar.Closing]] {
    var closings: [String: [StatementCalendar.Closing]] = [:]
    for period in closed where period.version == 1 {
      closings[period.partner, default: []].append(.init(days: period.days, run: period.run))
    }
    return closings.mapValues { $0.sorted { $0.days.upperBound < $1.days.upperBound } }
  }
}
