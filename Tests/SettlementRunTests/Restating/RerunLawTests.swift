import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Random shops whose statements are wrong at first and whose records come late: days are closed, everything is corrected, every closed
/// day is run again. What the versions list is held against the postings.
@Suite struct RerunLawTests {
  private static let partners = ["eleme", "qq-music"]
  private static let days = RandomStore.days

  private struct Posted: Hashable {
    let partner: String
    let group: Int64
  }

  @Test(arguments: UInt64(1)...4) func versionsListExactlyWhatCameLater(seed: UInt64) throws {
    let workplace = try Workplace()
    let configuration = try Self.prepare(workplace, seed)
    let versions = StatementVersions(seed: seed, ordersPerDay: 6)
    var random = SplitMix64(seed: seed &* 31)
    var listed: [Posted: Int64] = [:]
    for (place, day) in Self.days.enumerated() {
      try workplace.run(day)
      for partner in Self.partners {
        for past in Self.days.prefix(place) where Int.random(in: 0..<4, using: &random) > 0 { try Self.close(past, partner, configuration) }
      }
      if place != 6 { continue }
      for (path, rows) in versions.truth.sorted(by: { $0.key < $1.key }) where Bool.random(using: &random) {
        try StatementVersions.write(rows, to: path, workplace)
      }
      try Self.rerunAll(configuration, &listed, "seed \(seed)")
    }
    for (path, rows) in versions.truth { try StatementVersions.write(rows, to: path, workplace) }
    // What a later day brings may be about an earlier one, which has been answered by then.
    for _ in 0..<2 { try Self.rerunAll(configuration, &listed, "seed \(seed)") }
    try Self.compare(configuration, listed, "seed \(seed)")

    let (files, rows) = (try workplace.published(), try workplace.ledgerRows())
    var again: [Posted: Int64] = [:]
    try Self.rerunAll(configuration, &again, "seed \(seed)")
    #expect(again.isEmpty, "seed \(seed): nothing new")
    #expect(try workplace.ledgerRows() == rows, "seed \(seed)")
    #expect(try workplace.published() == files, "seed \(seed)")
    try workplace.unpublish()
    try workplace.run(Self.days.last!)  // makes every lost version again, or fails
  }

  private static func prepare(_ workplace: Workplace, _ seed: UInt64) throws -> Configuration {
    let versions = StatementVersions(seed: seed, ordersPerDay: 6)
    try versions.write(to: workplace, revisit: "0d", tolerance: "0.60")
    var random = SplitMix64(seed: seed &+ 99)
    for path in versions.truth.keys.sorted() { try StatementVersions.write(versions.disturbed(path, &random), to: path, workplace) }
    for partner in partners {
      let path = "rules/partners/\(partner).yaml"
      let lines = try #require(workplace.text(path)).split(separator: "\n").map { $0.hasPrefix("period:") ? "period: day" : String($0) }
      try workplace.write(lines.joined(separator: "\n") + "\n", to: path)
    }
    return try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
  }

  private static func close(_ period: String, _ partner: String, _ configuration: Configuration) throws {
    let order = PeriodClosing.Order(
      period: period, partner: partner, force: .init(reason: "random", by: "test"), yesterday: CalendarDay("2026-03-31")!)
    _ = try PeriodClosing.close(order, configuration)
  }

  /// Runs every day that somebody has closed again; adds the groups that new versions list.
  private static func rerunAll(_ configuration: Configuration, _ listed: inout [Posted: Int64], _ comment: String) throws {
    for day in days {
      let job = try SettlementJob(configuration, from: .sources, runDay: day) { _ in }
      let order = PeriodRerun.Order(period: day, reason: "random", by: "test")
      for result in try job.rerun(order, report: { _ in }).results {
        guard case .issued(_, let changes, _) = result.what else { continue }
        for line in changes.lines {
          let place = Posted(partner: result.partner, group: line.group)
          #expect(listed.updateValue(line.difference, forKey: place) == nil, "\(comment): \(line) stands in one version only")
        }
      }
    }
  }

  /// Every line of a closed day that a later run posted is listed with its amount, and no other line; what is listed beyond are adjusts.
  private static func compare(_ configuration: Configuration, _ listed: [Posted: Int64], _ comment: String) throws {
    let reading = try LedgerReading(configuration)
    let closed = try reading.ledger.closedPeriods().filter { $0.version == 1 }
    var (late, adjusts): ([Posted: Int64], [Posted: Int64]) = ([:], [:])
    for record in reading.state.runs {
      let posted = try reading.retell(record)
      try GroupWalk(posted: posted).forEach { head, _, accounts, amounts in
        for line in accounts.indices where Account(code: accounts[line]).kind == .payable && amounts[line] != 0 {
          let partner = reading.state.parties[Account(code: accounts[line]).party]
          guard partners.contains(partner), head.kind != .payout else { continue }
          let place = Posted(partner: partner, group: head.number)
          let own = closed.first { $0.partner == partner && head.businessDate <= $0.days.upperBound }
          if head.kind == .adjust {
            adjusts[place] = -amounts[line]
          } else if let own, record.number > own.run {
            late[place] = -amounts[line]
          }
        }
      }
    }
    print("RerunLaw: \(comment): \(late.count) late lines, \(listed.count - late.count) adjusts listed")
    #expect(!listed.isEmpty, "\(comment): there is something to list")
    let others = listed.filter { late[$0.key] == nil }
    #expect(listed.filter { late[$0.key] != nil } == late, "\(comment)")
    #expect(!others.isEmpty && others.allSatisfy { adjusts[$0.key] == $0.value }, "\(comment): \(others.count) adjusts")
  }
}
