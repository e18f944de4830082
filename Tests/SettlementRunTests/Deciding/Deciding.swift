import Foundation
import LedgerStore
import Reports
import SettlementCore

@testable import SettlementRun

extension CaseFolder {
  /// Records one decision as the command does.
  func decide(
    _ partner: String, _ kind: String, _ key: String, _ decision: Decision, reason: String = "why", by: String = "Li Lei"
  ) throws {
    let filled = FilledDecision(partner: partner, kind: kind, key: key, decision: decision.rawValue, reason: reason, by: by)
    _ = try Resolving.record(filled, try configuration())
  }

  /// What is wrong with a list, or nothing.
  func problems(of list: String) throws -> [String] {
    do {
      _ = try Resolving.record(from: "\(path)/\(list)", try configuration())
      return []
    } catch let error as DecisionProblems {
      return error.problems
    }
  }

  func pending() throws -> [DecisionRecord] { try LedgerOpening.reading(try configuration()).pendingDecisions() }
}
