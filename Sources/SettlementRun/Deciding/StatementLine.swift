import LedgerStore
import SettlementCore

/// Finds the partner's line that a discrepancy is about.
enum StatementLine {
  /// The newest such line that the ledger has kept; nil when there is none, or when several could be meant.
  ///
  /// Where the profile matches by reference, the key names the line; else the order, the type and the amount have to.
  static func behind(_ row: DiscrepancyRow, _ ledger: any Ledger) throws(LedgerFailure) -> KeptLine? {
    guard row.theirs != nil, row.book != Finding.Leg.store.rawValue else { return nil }
    let key = LineKey(row.identity.key)
    var named: [KeptLine] = []
    for reference in key.possibleReferences {
      named += try ledger.lines(partner: row.identity.partner, type: key.type, reference: reference).filter(key.names)
    }
    let isOther = { (line: KeptLine) in row.ours != nil && line.currency == row.currency && line.amount != row.theirs }
    if let line = named.last(where: { !isOther($0) }) { return line }
    let others = try ledger.keptLines(partner: row.identity.partner).filter {
      $0.type == key.type && $0.orderID == row.orderID && $0.amount == row.theirs
    }
    return others.count == 1 ? others[0] : nil
  }
}

extension LineKey {
  /// The reference as it stands, and without a `#2` that may be a number.
  fileprivate var possibleReferences: [String] {
    guard let cut = reference.lastIndex(of: "#"), Int(reference[reference.index(after: cut)...]) != nil else { return [reference] }
    return [reference, String(reference[..<cut])]
  }
}
