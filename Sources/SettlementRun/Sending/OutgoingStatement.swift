import DurableFiles
import Foundation
import LedgerStore
import Reports
import SettlementCore

/// A statement whose partner gets it by itself, with the workbook that stands in `output` now.
struct OutgoingStatement {
  let partner: PartnerSettings
  let delivery: DeliverySettings
  /// `QF-eleme-2026-03-R1`, or `eleme-2026-03-draft`.
  let number: String
  let period: String
  /// Of the workbook.
  let path: String
  /// As it was issued, or as the run's manifest has it.
  let sha256: String
  let isDraft: Bool
  /// Why it stays here unless the partner's rule says otherwise; nil: it is complete.
  let lack: String?

  var fileName: String { String(path[path.index(after: path.lastIndex(of: "/")!)...]) }

  /// The workbook. Throws `BrokenLaw` when its bytes are not those that were issued or published, and `FileFailure`.
  func bytes() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BrokenLaw(
        "statement \(number): expected its workbook \(path), found none; run any command that completes it, such as qingfen run")
    }
    let found = Digest.sha256(of: Array(data))
    if found != sha256 { throw BrokenLaw("statement \(number): expected \(path) with SHA-256 \(sha256), found \(found)") }
    return Array(data)
  }
}

/// Finds what may go out now.
struct OutgoingStatements {
  let reading: LedgerReading
  /// Nil: of all partners; of every period.
  let partner: String?
  let period: String?

  /// In the order of the rules; of each partner issued statements by period, the newest version of each, then drafts.
  func all() throws -> [OutgoingStatement] {
    let closed = try reading.ledger.closedPeriods()
    let partners = PartnerPeriods(reading.rules, closed: closed).partners
    return try partners.filter { partner == nil || $0.settings.partner == partner }.flatMap { partner in
      guard let delivery = partner.settings.delivery else { return [OutgoingStatement]() }
      let issued = issued(partner, delivery, closed.filter { $0.partner == partner.settings.partner })
      return try issued + (delivery.drafts ? drafts(partner, delivery, closed) : [])
    }
  }

  private func isWanted(_ name: String, _ days: ClosedRange<CalendarDay>, _ delivery: DeliverySettings) -> Bool {
    (period == nil || period == name) && (delivery.since ?? days.upperBound) <= days.upperBound
  }

  private func issued(_ partner: PartnerPeriods.Partner, _ delivery: DeliverySettings, _ closed: [ClosedPeriod]) -> [OutgoingStatement] {
    closed.filter { period in
      isWanted(period.period, period.days, delivery) && !closed.contains { $0.days == period.days && $0.version > period.version }
    }.map { period in
      OutgoingStatement(
        partner: partner.settings, delivery: delivery, number: period.statement, period: period.period,
        path: IssuedFiles(reading.configuration).path(period), sha256: period.sha256, isDraft: false,
        lack: period.force.map { "it was closed by force: \($0.obstacles)" })
    }
  }

  /// The drafts that the newest run has published.
  private func drafts(
    _ partner: PartnerPeriods.Partner, _ delivery: DeliverySettings, _ closed: [ClosedPeriod]
  ) throws -> [OutgoingStatement] {
    guard let newest = reading.state.runs.last else { return [] }
    let folder = PublishedDay.folder(of: newest.day, reading.configuration)
    guard let manifest = PublishedDay(folder)?.summary, manifest.run == newest.id else { return [] }
    let movements = try reading.ledger.movements(upTo: newest.number, accounts: [.payable(partner.party)], days: nil)
    let periods = PartnerPeriods(reading.rules, closed: closed.filter { $0.run < newest.number })
    let isLacking = manifest.exitCode == Int(ExitCode.sourceMissing.rawValue)
    return StatementBuilder.drafts(after: newest, movements, periods).compactMap { wanted in
      guard wanted.partner.party == partner.party, isWanted(wanted.period, wanted.days, delivery) else { return nil }
      let number = "\(partner.settings.partner)-\(wanted.period)-draft"
      let file = "statements/\(partner.settings.partner)/\(number).xlsx"
      guard let output = manifest.outputs.first(where: { $0.path == file }) else { return nil }
      return OutgoingStatement(
        partner: partner.settings, delivery: delivery, number: number, period: wanted.period, path: "\(folder)/\(file)",
        sha256: output.sha256, isDraft: true, lack: isLacking ? "run \(newest.id) lacked a source" : nil)
    }
  }
}
