import DurableFiles
import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// `qingfen analyze`: what the runs of a month came to, told again from the ledger's facts; nothing is posted, and no run is slower for it.
public struct PeriodAnalyzing {
  private let reading: LedgerReading
  private let period: String
  private let records: [RunRecord]

  /// `period` is a month, `2026-03`. Throws `NothingSelected` when it has no run, and what opening the ledger throws.
  public init(_ configuration: Configuration, period: String) throws {
    guard let first = CalendarDay("\(period)-01") else { throw NothingSelected(month: period) }
    self.period = period
    reading = try LedgerReading(configuration)
    records = reading.state.runs.filter { TierPeriod.month.number(of: $0.day) == TierPeriod.month.number(of: first) }
    if records.isEmpty {
      let last = first.adding(days: 27)
      throw NothingSelected(.days(first...last), runs: reading.state.runs.map(\.id))
    }
  }

  /// The month looked at from all sides. Throws `BrokenLaw` when the facts of a run do not give what it posted.
  func analysis(progress: (String) -> Void = { _ in }) throws -> PeriodAnalysis {
    let last = records[records.count - 1]
    var analysis = PeriodAnalysis(period: period, runs: (records[0].id, last.id))
    var sums = PeriodSums()
    for record in records {
      progress("run \(record.id): telling it again")
      try sums.add(try reading.retell(record))
      for risk in try StoredSummary.decode(record.summary).summary.risks ?? [] { analysis.risks.append((record.id, risk)) }
    }
    let book = reading.rules.book
    let titles = Dictionary(book.partners.map { ($0.partner, $0.title) }) { first, _ in first }
    let bundleTitles = Dictionary(book.agreements.map { ($0.bundle, $0.title) }) { first, _ in first }
    analysis.bundles = PeriodSums.rows(sums.bundles) { bundleTitles[$0.name] ?? "" }
    analysis.channels = PeriodSums.rows(sums.channels) { titles[$0.name] ?? "" }
    analysis.entitlements = PeriodSums.rows(sums.entitlements) { titles[$0.party] ?? $0.party }
    analysis.cohorts = PeriodSums.rows(sums.months) { _ in "" }
    analysis.repurchases = try repurchases { bundleTitles[$0] ?? "" }
    analysis.partners = try partners(upTo: last)
    analysis.forecasts = try LadderForecasts(reading: reading, record: last).all()
    return analysis
  }

  private func repurchases(title: (String) -> String) throws -> [Repurchase] {
    // Runs of one month follow each other, and so do their orders.
    let orders = records[0].orders.lowerBound..<records[records.count - 1].orders.upperBound
    var sums = RepurchaseSums(period: orders)
    try reading.ledger.purchases(upTo: orders.upperBound - 1) { sums.take($0) }
    return sums.finish { bundle in
      let name = reading.rules.bundles[bundle]
      return (name, title(name))
    }
  }

  /// Writes the workbook at `path`, whole or not at all; default: `analysis/<period>.xlsx` in the output folder. Returns where.
  public func write(to path: String?, progress: (String) -> Void = { _ in }) throws -> String {
    let target = path ?? "\(reading.configuration.output)/analysis/\(period).xlsx"
    if path == nil { try FolderTree.ensure(FolderTree.parent(of: target)) }
    let analysis = try analysis(progress: progress)
    let temporary = FileManager.default.temporaryDirectory.appendingPathComponent("qingfen-analysis-\(UUID().uuidString)").path
    try FolderTree.ensure(temporary)
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    try AnalysisWorkbook(analysis, language: reading.configuration.language).write(to: "\(temporary)/1.xlsx", temporaryFolder: temporary)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(temporary)/1.xlsx"))
    try WholeFile.write(to: target) { try $0(Array(bytes)) }
    return target
  }

  private func partners(upTo last: RunRecord) throws -> [PeriodAnalysis.PartnerRow] {
    struct Key: Hashable {
      let partner: String
      let currency: Currency
    }
    let settings = reading.rules.book.partners
    let parties = settings.compactMap { reading.rules.parties.number(of: $0.partner) }
    let runs = Set(records.map(\.number))
    var moves: [Key: [RollForward.Movement: Int64]] = [:]
    var closing: [Key: Int64] = [:]
    for movement in try reading.ledger.movements(upTo: last.number, accounts: parties.map(Account.payable), days: nil) {
      let key = Key(partner: reading.rules.parties[movement.account.party], currency: movement.currency)
      closing[key] = try closing[key, default: 0].adding(try movement.amount.times(-1))
      guard runs.contains(movement.run) else { continue }
      let kind = RollForward.Movement(movement.kind, isLate: false)
      moves[key, default: [:]][kind] = try (moves[key]?[kind] ?? 0).adding(try movement.amount.times(-1))
    }
    var open: [String: Int64] = [:]
    for row in try reading.ledger.discrepancies(asOf: last.number) where row.state == .open {
      open[row.identity.partner, default: 0] += 1
    }
    return settings.flatMap { partner in
      closing.keys.filter { $0.partner == partner.partner }.sorted { $0.currency.code < $1.currency.code }.map { key in
        PeriodAnalysis.PartnerRow(
          partner: partner.partner, title: partner.title, currency: key.currency, moves: moves[key] ?? [:], closing: closing[key]!,
          open: open[partner.partner] ?? 0)
      }
    }
  }
}
