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
    let code: SettlementRun.ExitCode
    do {
      code = try command()
    } catch {
      Terminal.error("\(error)")
      code = exitCode(of: error)
    }
    if code != .allMatched { throw ArgumentParser.ExitCode(code.rawValue) }
  }

  private static func exitCode(of error: any Error) -> SettlementRun.ExitCode {
    switch error {
    case is RuleProblems, is RuleConflict, is SettlementRefusal: .configurationInvalid
    case RunLockRefusal.held: .locked
    case is FileFailure, is LedgerFailure, is RunLockRefusal: .storageFailed
    case is BrokenLaw, is AmountOverflow: .integrityBroken
    default: "\(type(of: error))" == "WorkbookError" ? .storageFailed : "\(type(of: error))" == "StatementError" ? .integrityBroken : .internalError
    }
  }
}
