import SettlementCore

extension LedgerDatabase {
  func openDiscrepancies() throws -> [DiscrepancyRow] {
    try rows(
      """
      SELECT \(DiscrepancyRow.columns) FROM open_discrepancies o CROSS JOIN discrepancies d \
      WHERE d.partner = o.partner AND d.kind = o.kind AND d.key = o.key AND d.run = o.run ORDER BY o.partner, o.kind, o.key
      """)
  }

  func discrepancies(identities: [DiscrepancyIdentity]) throws -> [DiscrepancyRow] {
    var found: [DiscrepancyRow] = []
    let sql = """
      SELECT \(DiscrepancyRow.columns) FROM discrepancies d WHERE partner = $1 AND kind = $2 AND key = $3 ORDER BY run DESC LIMIT 1
      """
    try forEach(keys: identities.count, sql) { to, place in
      to.identity(identities[place])
    } _: { row, _ in
      found.append(try DiscrepancyRow(row))
    }
    return found
  }

  func discrepancies(asOf run: Int32) throws -> [DiscrepancyRow] {
    try rows(
      """
      SELECT \(DiscrepancyRow.columns) FROM discrepancies d WHERE run <= $1 AND (state <> 'resolved' OR run = $1) AND NOT EXISTS (\
      SELECT 1 FROM discrepancies n WHERE n.partner = d.partner AND n.kind = d.kind AND n.key = d.key AND n.run > d.run AND n.run <= $1) \
      ORDER BY partner, kind, key
      """
    ) { $0.integer(run) }
  }

  func versions(of identity: DiscrepancyIdentity) throws -> [DiscrepancyRow] {
    try rows("SELECT \(DiscrepancyRow.columns) FROM discrepancies d WHERE partner = $1 AND kind = $2 AND key = $3 ORDER BY run") {
      $0.identity(identity)
    }
  }

  func resolvedDiscrepancies() throws -> [DiscrepancyRow] {
    try rows(
      """
      SELECT \(DiscrepancyRow.columns) FROM discrepancies d WHERE state = 'resolved' AND NOT EXISTS (\
      SELECT 1 FROM discrepancies n WHERE n.partner = d.partner AND n.kind = d.kind AND n.key = d.key AND n.run > d.run) \
      ORDER BY partner, kind, key
      """)
  }

  private func rows(_ sql: String, _ bind: (inout Binding) -> Void = { _ in }) throws -> [DiscrepancyRow] {
    var found: [DiscrepancyRow] = []
    try forEach(sql, bind) { found.append(try DiscrepancyRow($0)) }
    return found
  }
}

extension DiscrepancyRow {
  fileprivate static let columns = """
    d.partner, d.kind, d.key, d.run, d.state, d.first_seen, d.ours, d.theirs, d.currency, d.business_date, d.order_id, d.leg, d.detail, d.book
    """

  fileprivate init(_ row: some LedgerRow) throws {
    try self.init(
      identity: DiscrepancyIdentity(partner: row.text(0), kind: row.text(1), key: row.text(2)), run: row.short(3), state: row.word(4),
      firstSeen: row.day(5), ours: row.optional(6), theirs: row.optional(7), currency: row.currency(8), businessDate: row.day(9),
      orderID: row.text(10), leg: row.text(11), book: row.text(13), detail: row.text(12))
  }
}
