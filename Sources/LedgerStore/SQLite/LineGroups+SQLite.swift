import GRDB
import SettlementCore

extension SQLiteLedger {
  public func lineGroups(partner: String, _ which: LineGroupQuery) throws(LedgerFailure) -> LineGroups {
    try read("look up the groups of \(partner)") { database in
      var found = LineGroups()
      switch which {
      case .all: try Prepared(database, Self.newest()).forEach({ $0.text(partner) }) { try found.append($0) }
      case .open:
        let query = try Prepared(database, Self.newest(onlyOpen: true))
        try query.forEach({ $0.text(partner) }) { try found.append($0) }
      case .keys(let keys):
        let query = try Prepared(database, Self.newest("AND g.key = ?"))
        for row in TextOrder.rows(of: keys, among: (0..<Int32(keys.count)).map { $0 }) {
          try query.forEach({
            $0.text(partner)
            $0.text(keys, Int(row))
          }) { try found.append($0) }
        }
      }
      return found
    }
  }

  /// The newest version of each group of a partner, with what adjusts have posted under the key of its discrepancy.
  private static func newest(_ condition: String = "", onlyOpen: Bool = false) -> String {
    let isSame = "o.partner = g.partner AND o.key = g.key AND o.currency = g.currency"
    let tables = onlyOpen ? "open_line_groups o CROSS JOIN line_groups g ON" : "line_groups g LEFT JOIN open_line_groups o ON"
    return """
      SELECT g.key, g.currency, g.number, g.day, g.claims, g.ours, g.lines, g.theirs, \
      (SELECT coalesce(sum(a.amount), 0) FROM adjusts a WHERE a.partner = g.partner AND a.currency = g.currency \
      AND a.key = 'group:' || g.key || CASE WHEN g.number > 1 THEN '#' || g.number ELSE '' END), \
      o.key IS NOT NULL, max(g.run) FROM \(tables) \(isSame) WHERE \(onlyOpen ? "o" : "g").partner = ? \(condition) \
      GROUP BY g.key, g.currency ORDER BY g.key, g.currency
      """
  }
}

extension LineGroups {
  fileprivate mutating func append(_ row: Prepared) throws {
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
    let insert = try Prepared.insert(
      database, into: "line_groups", ["partner", "key", "currency", "run", "number", "day", "claims", "ours", "lines", "theirs"])
    let open = try Prepared.insert(database, into: "open_line_groups", ["partner", "key", "currency"], orReplace: true)
    let close = try Prepared(database, "DELETE FROM open_line_groups WHERE partner = ? AND key = ? AND currency = ?")
    for (partner, groups) in run.lineGroups.sorted(by: { $0.key < $1.key }) {
      for row in TextOrder.rows(of: groups.keys, among: (0..<Int32(groups.count)).map { $0 }).map(Int.init) {
        try insert.run {
          $0.text(partner)
          $0.text(groups.keys, row)
          $0.text(groups.currency[row].code)
          $0.integer(run.number)
          $0.integer(groups.number[row])
          $0.integer(groups.day[row])
          $0.integer(groups.claims[row])
          $0.integer(groups.ours[row])
          $0.integer(groups.lines[row])
          $0.integer(groups.theirs[row])
        }
        try (groups.isOpen[row] ? open : close).run {
          $0.text(partner)
          $0.text(groups.keys, row)
          $0.text(groups.currency[row].code)
        }
      }
    }
  }
}
