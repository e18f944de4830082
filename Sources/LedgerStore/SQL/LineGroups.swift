import SettlementCore

extension LedgerDatabase {
  func lineGroups(partner: String, _ which: LineGroupQuery) throws -> LineGroups {
    var found = LineGroups()
    switch which {
    case .all: try forEach(NewestGroups.query(), { $0.text(partner) }) { try found.append($0) }
    case .open: try forEach(NewestGroups.query(onlyOpen: true), { $0.text(partner) }) { try found.append($0) }
    case .keys(let keys):
      let rows = TextOrder.rows(of: keys, among: (0..<Int32(keys.count)).map { $0 })
      try forEach(keys: rows.count, NewestGroups.query("AND g.key = $2")) { to, place in
        to.text(partner)
        to.text(keys, Int(rows[place]))
      } _: { row, _ in
        try found.append(row)
      }
    }
    return found
  }
}

private enum NewestGroups {
  /// The newest version of each group of a partner, with what adjusts have posted under the key of its discrepancy.
  static func query(_ condition: String = "", onlyOpen: Bool = false) -> String {
    let isSame = "o.partner = g.partner AND o.key = g.key AND o.currency = g.currency"
    let tables =
      onlyOpen
      ? "open_line_groups o CROSS JOIN line_groups g WHERE \(isSame) AND o"
      : "line_groups g LEFT JOIN open_line_groups o ON \(isSame) WHERE g"
    return """
      SELECT g.key, g.currency, g.number, g.day, g.claims, g.ours, g.lines, g.theirs, \
      (SELECT CAST(coalesce(sum(a.amount), 0) AS bigint) FROM adjusts a WHERE a.partner = g.partner AND a.currency = g.currency \
      AND a.key = 'group:' || g.key || CASE WHEN g.number > 1 THEN '#' || g.number ELSE '' END), \
      o.key IS NOT NULL FROM \(tables).partner = $1 \(condition) AND NOT EXISTS (SELECT 1 FROM line_groups n \
      WHERE n.partner = g.partner AND n.key = g.key AND n.currency = g.currency AND n.run > g.run) ORDER BY g.key, g.currency
      """
  }
}

extension LineGroups {
  fileprivate mutating func append(_ row: some LedgerRow) throws {
    row.append(0, to: &keys)
    currency.append(try row.currency(1))
    number.append(row.short(2))
    day.append(row.short(3))
    claims.append(row.integer(4))
    ours.append(row.integer(5))
    lines.append(row.integer(6))
    theirs.append(row.integer(7))
    posted.append(row.integer(8))
    isOpen.append(row.integer(9) != 0)
  }
}

extension RunWriter {
  /// The groups that the run moved, by partner; which of them are open now.
  func writeLineGroups() throws {
    for (partner, groups) in run.lineGroups.sorted(by: { $0.key < $1.key }) {
      let rows = TextOrder.rows(of: groups.keys, among: (0..<Int32(groups.count)).map { $0 }).map(Int.init)
      let key = ["partner", "key", "currency"]
      func bindKey(_ row: Int, _ to: inout some LedgerBinding) {
        to.text(partner)
        to.text(groups.keys, row)
        to.text(groups.currency[row].code)
      }
      try database.insert(rows, into: "line_groups", key + ["run", "number", "day", "claims", "ours", "lines", "theirs"]) { to, row in
        bindKey(row, &to)
        to.integer(run.number)
        to.integer(groups.number[row])
        to.integer(groups.day[row])
        to.integer(groups.claims[row])
        to.integer(groups.ours[row])
        to.integer(groups.lines[row])
        to.integer(groups.theirs[row])
      }
      try database.insert(rows.filter { groups.isOpen[$0] }, into: "open_line_groups", key, replacing: key) { to, row in bindKey(row, &to) }
      try database.delete(rows.filter { !groups.isOpen[$0] }, from: "open_line_groups", by: key) { to, row in bindKey(row, &to) }
    }
  }
}
