import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

/// What an earlier command had recorded and was cut off before it had put all files in their places: every command that adds to the ledger
/// begins by finishing it, so that nothing is built on a run that nobody can see.
enum UnfinishedWork {
  /// Publishes the newest run again unless the ledger says that it was, and gives issued statements their files.
  ///
  /// A ledger from before the journal is sealed by it, which reads it whole once: `progress` is told. Throws as `RunRules.read`
  /// when something has to be made and the rules are not those of the ledger, `BrokenLaw` when it cannot be made as it was.
  static func finish(
    _ configuration: Configuration, _ ledger: any Ledger, progress: (String) -> Void = { _ in }
  ) throws {
    let state = try ledger.state()
    guard let newest = state.runs.last else { return }
    let isPublished = try ledger.publication(ofRun: newest.number) != nil
    let hasClosed = try !ledger.closedPeriods().isEmpty
    if isPublished && !hasClosed { return }
    if !isPublished, try ledger.journal().isEmpty { progress("sealing the ledger as it stands, once") }
    let (rules, zone) = try RunRules.read(configuration, state)
    if !isPublished {
      let publishing = Publishing(configuration: configuration, state: state, rules: rules, zone: zone, ledger: ledger) { _ in }
      try publishing.publish(newest, nil)
    }
    if hasClosed {
      try IssuedStatements(configuration: configuration, ledger: ledger, state: state, rules: rules, zone: zone).complete()
    }
  }
}
