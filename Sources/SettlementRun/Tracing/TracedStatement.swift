import LedgerStore
import Reports
import SettlementCore

/// One statement made again from the ledger's facts, an issued one or the newest draft, and where its workbook is.
struct TracedStatement {
  let statement: PartnerStatement
  /// Of its workbook.
  let path: String
}

/// Finds the statements in which lines stand.
struct StatementTracing {
  private let reading: LedgerReading
  private let closed: [ClosedPeriod]
  private let progress: (String) -> Void

  init(_ reading: LedgerReading, progress: @escaping (String) -> Void) throws {
    self.reading = reading
    self.progress = progress
    closed = try reading.ledger.closedPeriods()
  }

  /// Every version of the statement that holds a line of a partner: issued ones, or the draft. None when no draft of it is published now.
  func statements(of partner: PartnerPeriods.Partner, holding day: CalendarDay, run: Int32) throws -> [TracedStatement] {
    let days = partner.calendar.days(of: day, run: run)
    let issued = closed.filter { $0.partner == partner.settings.partner && $0.days == days && run <= $0.run }
    if !issued.isEmpty { return try issued.map(traced) }
    return try draft(of: partner) { $0.days == days && run <= $1.number }.map { [$0] } ?? []
  }

  /// The statement of a number, such as `QF-eleme-2026-03-R1` or `eleme-2026-03-draft`; nil when there is none.
  func statement(numbered number: String) throws -> TracedStatement? {
    if let issued = closed.first(where: { $0.statement == number }) { return try traced(issued) }
    for partner in partners where number.hasPrefix("\(partner.settings.partner)-") && number.hasSuffix("-draft") {
      let period = number.dropFirst(partner.settings.partner.utf8.count + 1).dropLast("-draft".count)
      if let draft = try draft(of: partner, where: { wanted, _ in wanted.period == period }) { return draft }
    }
    return nil
  }

  var partners: [PartnerPeriods.Partner] { PartnerPeriods(reading.rules, closed: closed).partners }

  private func traced(_ period: ClosedPeriod) throws -> TracedStatement {
    progress("statement \(period.statement): making it again")
    let made = try reading.issued.remake([period], closed: closed)
    return TracedStatement(statement: made[0], path: IssuedFiles(reading.configuration).path(period))
  }

  /// The newest published draft of a partner that is meant.
  private func draft(
    of partner: PartnerPeriods.Partner, where isMeant: (StatementBuilder.Wanted, RunRecord) -> Bool
  ) throws -> TracedStatement? {
    let accounts = [Account.payable(partner.party)]
    guard let newest = reading.state.runs.last else { return nil }
    let movements = try reading.ledger.movements(upTo: newest.number, accounts: accounts, days: nil)
    var day: CalendarDay?
    for record in reading.state.runs.reversed() where record.day != day {
      day = record.day  // only the newest run of a day has its files in place
      let earlier = closed.filter { $0.run < record.number }
      let periods = PartnerPeriods(reading.rules, closed: earlier)
      let wanted = StatementBuilder.drafts(after: record, movements.filter { $0.run <= record.number }, periods)
      guard let draft = wanted.first(where: { $0.partner.party == partner.party && isMeant($0, record) }) else { continue }
      progress("draft \(partner.settings.partner)-\(draft.period): making it again")
      let made = try reading.issued.make([draft], after: record)[0]
      let folder = "\(reading.configuration.output)/\(record.day)/statements/\(partner.settings.partner)"
      return TracedStatement(statement: made, path: "\(folder)/\(made.fileName)")
    }
    return nil
  }
}
