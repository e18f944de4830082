import GRDB
import SettlementCore

extension SQLiteLedger {
  private static let columns = """
    d.partner, d.kind, d.key, d.run, d.state, d.first_seen, d.ours, d.theirs, d.currency, d.business_date, d.order_id, d.leg, d.detail, d.book
    """

  public func openDiscrepancies() throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up open discrepancies") { database in
      try rows(
        database,
        """
        SELECT \(Self.columns) FROM open_discrepancies o CROSS JOIN discrepancies d \
        ON (d.partner, d.kind, d.key, d.run) = (o.partner, o.kind, o.key, o.run) ORDER BY o.partner, o.kind, o.key
        """)
    }
  }

  public func discrepancies(identities: [DiscrepancyIdentity]) throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up discrepancies") { database in
      var found: [DiscrepancyRow] = []
      let query = try Prepared(
        database,
        "SELECT \(Self.columns) FROM discrepancies d WHERE partner = ? AND kind = ? AND key = ? ORDER BY run DESC LIMIT 1")
      for identity in identities {
        try query.forEach({ $0.identity(identity) }) { found.append(try Self.row($0)) }
      }
      return found
    }
  }

  public func discrepancies(asOf run: Int32) throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up the discrepancies of run \(run)") { database in
      try rows(
        database,
        """
        SELECT \(Self.columns) FROM discrepancies d WHERE run <= ?1 AND (state <> 'resolved' OR run = ?1) AND NOT EXISTS (\
        SELECT 1 FROM discrepancies n WHERE (n.partner, n.kind, n.key) = (d.partner, d.kind, d.key) AND n.run > d.run AND n.run <= ?1) \
        ORDER BY partner, kind, key
        """
      ) { $0.integer(run) }
    }
  }

  public func versions(of identity: DiscrepancyIdentity) throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up the versions of a discrepancy") { database in
      try rows(database, "SELECT \(Self.columns) FROM discrepancies d WHERE partner = ? AND kind = ? AND key = ? ORDER BY run") {
        $0.identity(identity)
      }
    }
  }

  public func resolvedDiscrepancies() throws(LedgerFailure) -> [DiscrepancyRow] {
    try read("look up resolved discrepancies") { database in
      try rows(
        database,
        """
        SELECT \(Self.columns) FROM discrepancies d WHERE state = 'resolved' AND NOT EXISTS (\
        SELECT 1 FROM discrepancies n WHERE (n.partner, n.kind, n.key) = (d.partner, d.kind, d.key) AND n.run > d.run) \
        ORDER BY partner, kind, key
        """)
    }
  }

  private func rows(_ database: Database, _ sql: String, _ bind: (inout Parameters) -> Void = { _ in }) throws -> [DiscrepancyRow] {
    var found: [DiscrepancyRow] = []
    try Prepared(database, sql).forEach(bind) { found.append(try Self.row($0)) }
    return found
  }

  private static func row(_ row: Prepared) throws -> DiscrepancyRow {
    try DiscrepancyRow(
      identity: DiscrepancyIdentity(partner: row.text(0), kind: row.text(1), key: row.text(2)), run: row.short(3), state: row.word(4),
      firstSeen: row.day(5), ours: row.optional(6), theirs: row.optional(7), currency: row.currency(8), businessDate: row.day(9),
      orderID: row.text(10), leg: row.text(11), book: row.text(13), detail: row.text(12))
  }
}

extension Parameters {
  mutating func identity(_ identity: DiscrepancyIdentity) {
    text(identity.partner)
    text(identity.kind)
    text(identity.key)
  }
}
