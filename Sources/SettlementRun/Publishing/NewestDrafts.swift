import LedgerStore
import Reports
import RuleFiles
import SettlementCore

/// The drafts that the newest run published, made again from the ledger's facts: for measurements and checks.
public enum NewestDrafts {
  /// Throws what opening the ledger and telling runs again throws; without a run there are none.
  public static func statements(_ configuration: Configuration) throws -> [PartnerStatement] {
    let reading = try LedgerReading(configuration)
    guard let newest = reading.state.runs.last else { return [] }
    let publishing = Publishing(
      configuration: configuration, state: reading.state, rules: reading.rules, zone: reading.zone, ledger: reading.ledger
    ) { _ in }
    let discrepancies = try reading.ledger.discrepancies(asOf: newest.number).map(\.discrepancy)
    return try publishing.drafts(try reading.retell(newest), newest, discrepancies)
  }
}
