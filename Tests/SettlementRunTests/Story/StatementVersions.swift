import GRDB
import SettlementCore

/// A random shop whose statements come in two versions: as they are in truth, and as they came first.
struct StatementVersions {
  static let header = "reference,order_id,item,type,amount,time"
  let shop: RandomStore
  /// Path → rows in truth.
  private(set) var truth: [String: [String]] = [:]

  /// Some lines stand on a second file, too: duplicates in truth.
  init(seed: UInt64, ordersPerDay: Int) {
    shop = RandomStore(seed: seed, ordersPerDay: ordersPerDay)
    var random = SplitMix64(seed: seed &+ 7)
    truth = shop.files.filter { $0.key.hasPrefix("statements/") }.mapValues(\.rows)
    for path in truth.keys.sorted() {
      for row in truth[path]! where Int.random(in: 0..<12, using: &random) == 0 {
        let later =
          path.prefix(path.count - 14) + RandomStore.days.filter { $0 >= path.suffix(14).prefix(10) }.randomElement(using: &random)!
          + ".csv"
        truth[String(later)]!.append(row)
      }
    }
  }

  /// The lines of a file as they came first: some changed, some lost, some that belong to other files or to nobody.
  func disturbed(_ path: String, _ random: inout SplitMix64) -> [String] {
    var rows: [String] = []
    for row in truth[path]! {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: continue
      case 1, 2:
        var cells = row.split(separator: ",", omittingEmptySubsequences: false)
        cells[4] = ["4.49", "4.51", "5.02", "9.99"].randomElement(using: &random)!
        rows.append(cells.joined(separator: ","))
      default: rows.append(row)
      }
    }
    if Bool.random(using: &random) {
      rows.append("S\(path.utf8.count)-\(rows.count),O0-1,coupon,redeemed,3.00,\(path.suffix(14).prefix(10)) 08:00:00")
    }
    let others = truth.keys.filter { $0.hasPrefix(path.prefix(path.count - 14)) && $0 > path }.sorted()
    if let other = others.randomElement(using: &random), let row = truth[other]!.randomElement(using: &random),
      row.suffix(19) < path.suffix(14).prefix(10) + " 99"
    {
      rows.append(row)  // only lines of days that the file may speak of
    }
    return rows
  }

  func write(to workplace: Workplace, revisit: String, tolerance: String) throws {
    try shop.write(to: workplace, byReference: true)
    for partner in ["eleme", "qq-music"] {
      let path = "rules/partners/\(partner).yaml"
      let text = RandomStore.rules[path]!.replacing("[order_id, item]", with: "[reference]").replacing(
        #", tolerance: {absolute: "0.01"}"#, with: "")
      try workplace.write(text.replacing("}\n", with: ", revisit: \(revisit), tolerance: {absolute: \"\(tolerance)\"}}\n"), to: path)
    }
    for (path, rows) in truth { try Self.write(rows, to: path, workplace) }
  }

  static func write(_ rows: [String], to path: String, _ workplace: Workplace) throws {
    try workplace.write(([header] + rows).joined(separator: "\n") + "\n", to: path)
  }
}

/// What a ledger says at its end, so that two ledgers can be compared that came there by different ways.
struct LedgerEnd: Equatable {
  /// Everything about discrepancies that are not resolved but when they were first seen.
  let discrepancies: [String]
  /// "partner key sum" of all adjusts of a line that do not sum to zero.
  let adjusts: [String]
  let openClaims: [String]

  init(_ workplace: Workplace) throws {
    let path = workplace.output.appendingPathComponent("ledger.sqlite").path
    func rows(_ sql: String) throws -> [String] {
      try DatabaseQueue(path: path).read { database in
        try Row.fetchAll(database, sql: sql).map { $0.databaseValues.map(\.description).joined(separator: " ") }
      }
    }
    discrepancies = try rows(
      """
      SELECT partner, kind, key, state, ours, theirs, currency, date(business_date * 86400, 'unixepoch'), order_id, leg FROM open_discrepancies o
      JOIN discrepancies d USING (partner, kind, key, run) ORDER BY 1, 2, 3
      """)
    adjusts = try rows("SELECT partner, key, sum(amount) FROM adjusts GROUP BY 1, 2 HAVING sum(amount) <> 0 ORDER BY 1, 2")
    openClaims = try rows("SELECT partner, feed, number, type FROM open_claims ORDER BY 1, 2, 3, 4")
  }
}
