import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Ten days of a random shop with periods closed at random moments: what the statements say, added up again from `postings.csv` by a rule of
/// its own.
@Suite struct ClosingLawTests {
  /// What was closed, as the test saw it: the last day, and how many runs there were.
  private struct Closing {
    let last: String
    let runs: Int
    let first: String
  }

  @Test(arguments: UInt64(1)...6) func statementsAreTheSumsOfTheirPostings(seed: UInt64) throws {
    let workplace = try Workplace()
    try RandomStore(seed: seed).write(to: workplace)
    try workplace.write("partner: qq-music\nperiod: day\n", to: "rules/partners/qq-music.yaml")
    let configuration = try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
    var random = SplitMix64(seed: seed)
    var closings: [String: [Closing]] = [:]
    for (place, day) in RandomStore.days.enumerated() {
      try workplace.run(day)
      for (partner, period) in [("eleme", StatementPeriod.week), ("qq-music", .day), ("douyin", .day)] {
        let pending = Int.random(in: 0...2, using: &random)
        for past in RandomStore.days.prefix(place + 1) where pending > 0 {
          let name = period.name(holding: CalendarDay(past)!)
          let order = PeriodClosing.Order(
            period: name, partner: partner, force: .init(reason: "random", by: "seed \(seed)"), yesterday: CalendarDay("2026-03-31")!)
          for result in try PeriodClosing.close(order, configuration) {
            if case .issued(let closed, _) = result.what {
              closings[partner, default: []].append(
                Closing(last: closed.days.upperBound.description, runs: place + 1, first: closed.days.lowerBound.description))
            }
          }
        }
      }
    }
    _ = try StatementFacts.csv(configuration)  // every issued statement is made again, and is the one that was recorded
    try compare(workplace, configuration, closings, "seed \(seed)")
  }

  private struct Place: Hashable {
    let partner: String
    /// The last day of the closed period; empty: none.
    let last: String
  }

  private func compare(_ workplace: Workplace, _ configuration: Configuration, _ closings: [String: [Closing]], _ comment: String) throws {
    var sums: [Place: [String: Int64]] = [:]
    var lines: [Place: Int64] = [:]
    for (place, day) in RandomStore.days.enumerated() {
      for row in CSVText.rows(try #require(workplace.text("output/\(day)/postings.csv"))).dropFirst() where row[7].hasPrefix("payable:") {
        let partner = row[6]
        let closing = closings[partner]?.first { row[1] <= $0.last && place + 1 <= $0.runs }
        let last = closing?.last ?? ""
        let amount = try MoneyText.parse(row[9], exponent: 2)
        let kind = closing.map { row[1] < $0.first } == true ? "late" : row[3]
        sums[Place(partner: partner, last: last), default: [:]][kind, default: 0] -= amount
        lines[Place(partner: partner, last: last), default: 0] += 1
      }
    }
    let ledger = try LedgerReading(configuration)
    let closed = try ledger.ledger.closedPeriods()
    #expect(closed.count == closings.values.reduce(0) { $0 + $1.count } && closed.count > 6, "\(comment): \(closed.count)")
    var before: [String: Int64] = [:]
    for period in closed {
      let place = Place(partner: period.partner, last: period.days.upperBound.description)
      let sum = sums[place] ?? [:]
      func of(_ kinds: String...) -> Int64 { kinds.reduce(0) { $0 + (sum[$1] ?? 0) } }
      let account = try #require(period.accounts.first)
      #expect(period.accounts.count == 1)
      #expect(account.opening == before[period.partner] ?? 0, "\(comment): \(period.statement)")
      #expect(account.earned == of("order", "earn", "lapse"), "\(comment): \(period.statement)")
      #expect(account.refunded == -of("unearn", "refund", "undo"), "\(comment): \(period.statement)")
      #expect(
        account.trueUps == of("true-up") && account.adjustments == of("adjust", "late") && account.paid == 0,
        "\(comment): \(period.statement)")
      #expect(period.lines == lines[place] ?? 0, "\(comment): \(period.statement)")
      before[period.partner] = account.closing
    }
    for balance in try ledger.ledger.balances() where balance.account.kind == .payable {
      let partner = ledger.state.parties[balance.account.party]
      let open = sums[Place(partner: partner, last: "")]?.values.reduce(0, +) ?? 0
      #expect((before[partner] ?? 0) + open == -balance.amount, "\(comment): \(partner)")
    }
  }
}
