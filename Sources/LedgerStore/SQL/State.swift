import SettlementCore

extension LedgerDatabase {
  func state() throws -> LedgerState {
    LedgerState(
      schemaVersion: try schemaVersion(), zone: try zone(), runs: try runs(), parties: try names(.party), bundles: try names(.bundle),
      entitlements: try names(.entitlement), versions: try versions(), marks: try marks())
  }

  func zone() throws -> String? {
    var zone: String?
    try forEach("SELECT value FROM meta WHERE key = 'zone'") { zone = $0.text(0) }
    return zone
  }

  /// The platform is a party before any was stored.
  func names(_ kind: NameKind) throws -> Terminology {
    let names = try storedNames(kind)
    return Terminology(names.isEmpty && kind == .party ? [Share.platform] : names)
  }

  func storedNames(_ kind: NameKind) throws -> [String] {
    var names: [String] = []
    try forEach("SELECT name FROM names WHERE kind = $1 ORDER BY number", { $0.text(kind.rawValue) }) { names.append($0.text(0)) }
    return names
  }

  func versions() throws -> [StoredVersion] {
    var versions: [StoredVersion] = []
    try forEach("SELECT bundle, effective, digest, currency, first_run FROM versions ORDER BY number") { row in
      versions.append(
        try StoredVersion(
          bundle: row.text(0), effective: row.day(1), digest: row.text(2), currency: row.currency(3), firstRun: row.short(4)))
    }
    return versions
  }

  private func marks() throws -> [String: String] {
    var marks: [String: String] = [:]
    try forEach("SELECT name, value FROM marks ORDER BY run") { marks[$0.text(0)] = $0.text(1) }
    return marks
  }

  private func runs() throws -> [RunRecord] {
    var runs: [RunRecord] = []
    try forEach(
      """
      SELECT run, day, sequence, first_group, group_count, summary, first_order, order_count, first_redemption, redemption_count, \
      first_refund, refund_count, first_payout, payout_count FROM runs ORDER BY run
      """
    ) { row in
      func range(_ column: Int32) -> Range<Int64> { row.integer(column)..<row.integer(column) + row.integer(column + 1) }
      runs.append(
        RunRecord(
          number: row.short(0), day: row.day(1), sequence: Int(row.integer(2)), firstGroup: row.integer(3), groupCount: row.integer(4),
          summary: row.text(5), orders: range(6), redemptions: range(8), refunds: range(10), payouts: range(12)))
    }
    return runs
  }
}

/// The kinds of names that the ledger numbers.
enum NameKind: String {
  case party, bundle, entitlement
}
