import Foundation
import LedgerStore
import Reports
import RuleFiles
import SettlementCore
import Testing

@testable import SettlementRun

/// Ten days of a random shop with random decisions between the runs: the laws of money hold, and nothing else than the decisions decides.
@Suite struct DecisionLawTests {
  /// Decides on some of the open rows, and runs some days again at once.
  private func play(_ seed: UInt64) throws -> Workplace {
    let workplace = try Workplace()
    try RandomStore(seed: seed).write(to: workplace)
    var random = SplitMix64(seed: seed &* 77)
    for day in RandomStore.days {
      try workplace.run(day)
      for row in try workplace.reading().ledger.openDiscrepancies() where row.state == .open && Int.random(in: 0..<3, using: &random) == 0 {
        let decision = Decision.allCases.randomElement(using: &random)!
        let filled = FilledDecision(
          partner: row.identity.partner, kind: row.identity.kind, key: row.identity.key, decision: decision.rawValue,
          reason: "seed \(seed)", by: "dice")
        do {
          _ = try Resolving.record(filled, try workplace.configuration())
        } catch let error as DecisionProblems {
          #expect(decision == .acceptTheirs && error.problems[0].contains("nothing can be posted"), "seed \(seed): \(error)")
        }
      }
      if Int.random(in: 0..<3, using: &random) == 0 { try workplace.run(day) }
    }
    return workplace
  }

  @Test(arguments: UInt64(1)..<5) func sameDecisionsSameBytes(seed: UInt64) throws {
    let (left, right) = (try play(seed), try play(seed))
    let files = try left.published()
    #expect(try files == right.published(), "seed \(seed)")
    #expect(try left.ledgerRows() == right.ledgerRows(), "seed \(seed)")
    try left.unpublish()
    for day in RandomStore.days.dropLast() { try left.run(day) }
    let again = try left.published().filter { !$0.key.hasPrefix(RandomStore.days.last!) }
    #expect(again == files.filter { !$0.key.hasPrefix(RandomStore.days.last!) }, "seed \(seed): told again from the ledger")
    try checkLaws(right.reading(), "seed \(seed)")
  }

  private func checkLaws(_ reading: LedgerReading, _ seed: Comment) throws {
    let all = try reading.state.runs.map { try reading.retell($0) }
    var sums: [Account: Int64] = [:]
    var owed: [String: Int64] = [:]  // of eleme, by key: what redemptions have earned, and what was adjusted
    for run in all {
      try GroupWalk(posted: run).forEach { head, _, accounts, amounts in
        for place in accounts.indices {
          sums[Account(code: accounts[place]), default: 0] += amounts[place]
          guard accounts[place] == Account.payable(run.parties.number(of: "eleme")!).code else { continue }
          if head.kind == .earn { owed["redeemed:" + head.reference.string, default: 0] -= amounts[place] }
          if head.kind == .unearn { owed["reversed:" + head.reference.string, default: 0] -= amounts[place] }
          if head.kind == .adjust { owed[head.reference.string, default: 0] -= amounts[place] }
        }
      }
    }
    #expect(sums.values.reduce(0, +) == 0, seed)
    let balances = Dictionary(uniqueKeysWithValues: try reading.ledger.balances().map { ($0.account, $0.amount) })
    #expect(sums.filter { $0.value != 0 } == balances.filter { $0.value != 0 }, seed)
    try checkDecisions(reading, owed, seed)
  }

  private func checkDecisions(_ reading: LedgerReading, _ owed: [String: Int64], _ seed: Comment) throws {
    let unresolved = try reading.ledger.openDiscrepancies()
    let standing = try reading.ledger.standingDecisions()
    // What holds is silent.
    let silent = Set(standing.map(\.record.identity))
    #expect(unresolved.allSatisfy { !silent.contains($0.identity) }, seed)
    // Every adjust is either within tolerance or one decision's, and a decision posts once.
    let posted = try reading.ledger.postedDecisions(partner: "eleme") + reading.ledger.postedDecisions(partner: "qq-music")
    for decision in posted {
      let adjusts = try reading.ledger.adjusts(run: decision.outcome!.run)
      let own = adjusts.filter { $0.partner == decision.record.identity.partner && $0.key == decision.record.identity.key }
      #expect(own.map(\.amount) == [decision.outcome!.amount!], seed)
      #expect(decision.outcome!.amount == (decision.record.theirs ?? 0) - (decision.record.ours ?? 0), seed)
    }
    // Where theirs was accepted and nothing was found since, the ledger owes what they claim.
    var newest: [String: DecisionHistory] = [:]
    for decision in posted where decision.record.identity.partner == "eleme" { newest[decision.record.identity.key] = decision }
    let touched = Set(unresolved.map(\.identity.key) + standing.filter { $0.record.decision != .acceptTheirs }.map(\.record.identity.key))
    var checked = 0
    for (key, decision) in newest where !touched.contains(key) && !key.contains("#") {
      #expect(owed[key] ?? 0 == decision.record.theirs ?? 0, "\(seed): \(key)")
      checked += 1
    }
    #expect(checked > 3, "\(seed): \(posted.count) decisions have posted, \(checked) could be compared")
  }
}

extension Workplace {
  fileprivate func configuration() throws -> Configuration { try Configuration.read(path: "\(folder.path)/qingfen.yaml") }

  fileprivate func reading() throws -> LedgerReading { try LedgerReading(try configuration()) }
}

extension ReportText {
  fileprivate var string: String {
    switch self {
    case .none: ""
    case .row(let row, let column): column[row]
    case .text(let text): text
    }
  }
}
