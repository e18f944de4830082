import LedgerStore
import Reports
import SettlementCore

/// Finds what stands in the way of closing a period (SPEC §8).
struct ClosingCheck {
  private let ledger: any Ledger
  private let newest: RunRecord
  private let sources: [RunSummary.Source]
  private let open: [DiscrepancyRow]
  private let movements: [Movement]
  private let yesterday: CalendarDay
  /// The first day that has run.
  private let firstDay: CalendarDay

  /// `runs` are all of the ledger, at least one; `movements` all of the partners' payables; `yesterday` is the last business day that is
  /// over.
  init(_ ledger: any Ledger, _ runs: [RunRecord], _ movements: [Movement], yesterday: CalendarDay) throws {
    self.ledger = ledger
    newest = runs[runs.count - 1]
    firstDay = runs[0].day
    self.movements = movements
    self.yesterday = yesterday
    sources = try StoredSummary.decode(newest.summary).summary.sources
    open = try ledger.openDiscrepancies().filter { $0.state == .open }
  }

  /// The first period that is open and has to be closed before others: the one after the last closed, or the one of the first line.
  ///
  /// Nil when the partner has neither: there is nothing to state yet.
  func firstOpen(_ partner: PartnerPeriods.Partner) -> ClosedRange<CalendarDay>? {
    let calendar = partner.calendar
    if let last = calendar.closings.last { return calendar.openDays(holding: last.days.upperBound.adding(days: 1)) }
    let first = movements.lazy.filter { $0.account == .payable(partner.party) }.map(\.day).min()
    return first.map { calendar.openDays(holding: $0) }
  }

  /// Everything that stands in the way, the worst first; empty when the period can be closed.
  func obstacles(_ partner: PartnerPeriods.Partner, _ days: ClosedRange<CalendarDay>) throws -> [ClosingObstacle] {
    var found: [ClosingObstacle] = []
    let last = partner.lastBusinessDay(of: days.upperBound)
    if last > yesterday { found.append(.notOver(days.lowerBound...last, yesterday: yesterday)) }
    if last > newest.day { found.append(.notRun(days.lowerBound...last, newest: newest.day)) }
    if let first = firstOpen(partner), first.upperBound < days.upperBound {
      found.append(.outOfOrder(partner.settings.partner, first: partner.calendar.period.name(holding: first.upperBound)))
    }
    let missing = try missing(partner.settings, days)
    if !missing.isEmpty { found.append(.missing(missing)) }
    return found + openItems(partner.settings, until: days.upperBound)
  }

  /// Windows that hold a day of the period and whose statement no run has read, from the partner's first statement on; of a file without
  /// date what the newest run lacked. A statement that is not due yet is missing, too: the period is closed when it has come.
  private func missing(_ partner: PartnerSettings, _ days: ClosedRange<CalendarDay>) throws -> [String] {
    guard let profile = partner.statement else { return [] }
    if profile.window == .any {
      return sources.filter { $0.name == partner.partner && [.missing, .failed, .waiting].contains($0.state) }.map(\.file).sorted()
    }
    let files = try ledger.statementFiles(partner: partner.partner)
    let read = Set(files.filter { !$0.sha256.isEmpty }.compactMap(\.day))
    let isAwaitedLater = profile.window == .month || profile.due > 0
    let noted = files.compactMap(\.day).min().map { Self.window(of: $0, profile).lowerBound }
    guard let first = noted ?? (isAwaitedLater ? firstDay : nil), first <= days.upperBound else { return [] }
    let expected = (max(first, days.lowerBound).number...days.upperBound.number).map { Self.window(of: CalendarDay(number: $0), profile) }
    let missing = Set(expected).filter { !read.contains($0.upperBound) }
    return missing.sorted { $0.lowerBound < $1.lowerBound }.map {
      profile.window == .month ? StatementPeriod.month.name(holding: $0.upperBound) : $0.upperBound.description
    }
  }

  /// The days that one file covers; the ledger knows it by the last of them.
  private static func window(of day: CalendarDay, _ profile: StatementProfile) -> ClosedRange<CalendarDay> {
    profile.window == .month ? StatementPeriod.month.bounds(holding: day) : day...day
  }

  private func openItems(_ partner: PartnerSettings, until day: CalendarDay) -> [ClosingObstacle] {
    let found = open.map(\.finding).filter { $0.partner == partner.partner && $0.businessDate <= day }
    let totals = found.count { $0.kind == .controlTotal }
    var obstacles: [ClosingObstacle] = totals > 0 ? [.incomplete(partner.partner, totals)] : []
    let items = found.filter { $0.kind != .controlTotal }
    var sums: [Currency: Int128] = [:]
    for item in items { sums[item.currency, default: 0] += Int128((item.difference ?? 0).magnitude) }
    if partner.openLimit.isExceeded(count: items.count, sums: sums) {
      obstacles.append(.open(partner.partner, count: items.count, sums: sums, until: day, limit: partner.openLimit))
    }
    return obstacles
  }
}
