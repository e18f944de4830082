import Feeds
import LedgerStore
import RuleFiles
import SettlementCore

extension RunRules {
  /// The rules of a configuration as they stand in its files, as a ledger knows them, and the business zone.
  ///
  /// Throws `SettlementRefusal` when the ledger was begun in another zone or the zone is unknown, `RuleProblems`, and `RuleConflict`.
  static func read(_ configuration: Configuration, _ state: LedgerState) throws -> (rules: RunRules, zone: BusinessZone) {
    if let zone = state.zone, zone != configuration.zone {
      throw SettlementRefusal("the ledger was begun in zone \(zone), the configuration says \(configuration.zone); set zone: \(zone)")
    }
    guard let zone = BusinessZone(identifier: configuration.zone) else {
      throw SettlementRefusal("zone \(configuration.zone) is unknown; set a zone of the time zone database")
    }
    return (try RunRules(try RuleFolder.read(path: configuration.rules, configuration: configuration.folder), state, zone), zone)
  }
}
