import ArgumentParser
import DurableFiles
import Feeds
import Foundation
import LedgerStore
import RuleFiles
import SettlementCore
import SettlementRun

/// Turns how a command ended into its exit code and one message on stderr (SPEC §9).
enum Ending {
  static func of(_ command: () throws -> SettlementRun.ExitCode) throws {
    let code: Int32
    do {
      code = try command().rawValue
    } catch let error as NothingSelected {
      Terminal.error("\(error)")
      code = usage
    } catch let error as ClosingProblem {
      Terminal.error("\(error)")
      code = usage
    } catch let error as DecisionProblems {
      Terminal.error("\(error)")
      code = usage
    } catch {
      Terminal.error("\(error)")
      code = exitCode(of: error).rawValue
    }
    if code != SettlementRun.ExitCode.allMatched.rawValue { throw ArgumentParser.ExitCode(code) }
  }

  /// Tells everybody who is to be told how the command ended; that changes nothing about the ending.
  static func announced(
    by announcer: Announcer, _ command: ((SettlementJob.DayResult) -> Void) throws -> SettlementRun.ExitCode
  ) throws -> SettlementRun.ExitCode {
    let began = Date()
    var results: [SettlementJob.DayResult] = []
    func announce(_ code: SettlementRun.ExitCode, _ failure: String?) {
      let ending = RunEnding(results, code: code.rawValue, failure: failure, began: began, ended: Date())
      for problem in announcer.announce(ending) { Terminal.error(problem) }
    }
    do {
      let code = try command { results.append($0) }
      announce(code, nil)
      return code
    } catch {
      announce(exitCode(of: error), "\(error)")
      throw error
    }
  }

  /// What a usage error ends with, a name that is not known, and decisions that cannot be recorded.
  private static let usage = ArgumentParser.ExitCode.validationFailure.rawValue

  private static func exitCode(of error: any Error) -> SettlementRun.ExitCode {
    switch error {
    case is RuleProblems, is RuleConflict, is SettlementRefusal: .configurationInvalid
    case RunLockRefusal.held: .locked
    case let failure as LedgerFailure where failure.cause == .locked: .locked
    case ArchiveFailure.damaged: .integrityBroken
    case is SourceFailure: .sourceMissing
    case is FileFailure, is ArchiveFailure, is LedgerFailure, is RunLockRefusal: .storageFailed
    case is BrokenLaw, is AmountOverflow, is IntegrityFault, is SuspectLedger: .integrityBroken
    default:
      "\(type(of: error))" == "WorkbookError"
        ? .storageFailed : "\(type(of: error))" == "StatementError" ? .integrityBroken : .internalError
    }
  }
}
