import Feeds
import Foundation
import LedgerStore
import RuleFiles
import SettlementCore

/// `qingfen rules check`: every problem of the rules, or what each agreement pays on a sample amount.
public enum RulesCheck {
  /// What was found.
  public struct Outcome: Sendable {
    /// One line each; empty when the rules are good.
    public let problems: [String]
    /// The tables, empty when there are problems.
    public let report: String
    /// What could not be looked at, in words.
    public let note: String?
  }

  /// Checks the rules folder, and the versions that have split orders against the ledger if there is one. Nothing is written.
  ///
  /// `amount` is a decimal in the major unit of each agreement's currency, `quantity` counts bundles. Throws `LedgerFailure` when the
  /// ledger
  /// cannot be read; one that is held by a run is only noted.
  public static func check(_ configuration: Configuration, amount: String, quantity: Int64) throws -> Outcome {
    try check(configuration, amount: amount, quantity: quantity) { try state(configuration) }
  }

  /// `ledger` gives what the versions are compared with, nil for nothing.
  static func check(
    _ configuration: Configuration, amount: String, quantity: Int64, ledger: () throws -> LedgerState?
  ) throws -> Outcome {
    let book: RuleBook
    do { book = try RuleFolder.read(path: configuration.rules, configuration: configuration.folder) } catch {
      return Outcome(problems: error.problems.map(\.description), report: "", note: nil)
    }
    var (problems, note) = try conflicts(book, configuration, ledger)
    var pages: [String] = []
    for agreement in book.agreements {
      for version in agreement.versions {
        do {
          pages.append(try SamplePage(agreement, version, amount: amount, quantity: quantity).lines().joined(separator: "\n"))
        } catch let error as AmountOverflow {
          _ = error
          problems.append(
            "agreement \(agreement.bundle), version \(version.effective): "
              + "expected amounts within 64 bits of minor units, found larger ones; "
              + "make the percentages' common denominator, the prices or the sample smaller")
        }
      }
    }
    return Outcome(problems: problems, report: problems.isEmpty ? pages.joined(separator: "\n\n") + "\n" : "", note: note)
  }

  private static func state(_ configuration: Configuration) throws -> LedgerState? {
    LedgerOpening.exists(configuration) ? try LedgerOpening.reading(configuration).state() : nil
  }

  /// Versions that have split orders and are not as they were.
  private static func conflicts(
    _ book: RuleBook, _ configuration: Configuration, _ ledger: () throws -> LedgerState?
  ) throws -> (problems: [String], note: String?) {
    let state: LedgerState
    do {
      guard let known = try ledger() else { return ([], nil) }
      state = known
    } catch let failure as LedgerFailure where failure.cause == .locked {
      return ([], "the ledger \(configuration.ledger.name) is held by a run: versions that have split orders were not compared with it")
    }
    guard let zone = BusinessZone(identifier: configuration.zone) else { return ([], nil) }  // said by the configuration's own check
    var problems: [String] = []
    for version in state.versions {
      let one = LedgerState(
        schemaVersion: state.schemaVersion, zone: state.zone, runs: state.runs, parties: state.parties, bundles: state.bundles,
        entitlements: state.entitlements, versions: [version])
      do { _ = try RunRules(book, one, zone) } catch let conflict as RuleConflict { problems.append(conflict.description) }
    }
    return (problems, nil)
  }
}
