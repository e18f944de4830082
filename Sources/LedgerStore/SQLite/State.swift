import GRDB
import SettlementCore

extension SQLiteLedger {
  public func state() throws(LedgerFailure) -> LedgerState {
    try read("read the state") { database in
      LedgerState(
        schemaVersion: try Self.schemaVersion(database, path), zone: try zone(database), runs: try runs(database),
        parties: try names(database, .party), bundles: try names(database, .bundle), entitlements: try names(database, .entitlement),
        versions: try versions(database), marks: try marks(database))
    }
  }

  enum NameKind: String {
    case party, bundle, entitlement
  }

  func zone(_ database: Database) throws -> String? {
    try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'zone'")
  }

  /// The platform is a party before any was stored.
  func names(_ database: Database, _ kind: NameKind) throws -> Terminology {
    let names = try storedNames(database, kind)
    return Terminology(names.isEmpty && kind == .party ? [Share.platform] : names)
  }

  func storedNames(_ database: Database, _ kind: NameKind) throws -> [String] {
    var names: [String] = []
    let query = try Prepared(database, "SELECT name FROM names WHERE kind = ? ORDER BY number")
    try query.forEach({ $0.text(kind.rawValue) }) { names.append($0.text(0)) }
    return names
  }

  func versions(_ database: Database) throws -> [StoredVersion] {
    var versions: [StoredVersion] = []
    let query = try Prepared(database, "SELECT bundle, effective, digest, currency, first_run FROM versions ORDER BY number")
    try query.forEach { row in
      versions.append(
        try StoredVersion(
          bundle: row.text(0), effective: row.day(1), digest: row.text(2), currency: row.currency(3), firstRun: row.short(4)))
    }
    return versions
  }

  private func marks(_ database: Database) throws -> [String: String] {
    var marks: [String: String] = [:]
    try Prepared(database, "SELECT name, value FROM marks ORDER BY run").forEach { marks[$0.text(0)] = $0.text(1) }
    return marks
  }

  private func runs(_ database: Database) throws -> [RunRecord] {
    var runs: [RunRecord] = []
    let query = try Prepared(
      database,
      """
      SELECT run, day, sequence, first_group, group_count, summary, first_order, order_count, first_redemption, redemption_count, \
      first_refund, refund_count, first_payout, payout_count FROM runs ORDER BY run
      """)
    try query.forEach { row in
      func range(_ column: Int32) -> Range<Int64> { row.integer(column)..<row.integer(column) + row.integer(column + 1) }
      runs.append(
        RunRecord(
          number: row.short(0), day: row.day(1), sequence: Int(row.integer(2)), firstGroup: row.integer(3), groupCount: row.integer(4),
          summary: row.text(5), orders: range(6), redemptions: range(8), refunds: range(10), payouts: range(12)))
    }
    return runs
  }
}
