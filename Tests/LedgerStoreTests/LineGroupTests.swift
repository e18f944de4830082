import LedgerStore
import SettlementCore
import Testing

/// Sums of groups, fees and books in SQLite.
@Suite struct LineGroupTests {
  @Test func areKeptRunByRun() throws {
    let folder = try TemporaryFolder()
    try checkLineGroups(SQLiteLedger(path: folder.file("ledger.sqlite")))
  }

  @Test func feesAndBooksAreKept() throws {
    let folder = try TemporaryFolder()
    try checkFeesAndBooks(SQLiteLedger(path: folder.file("ledger.sqlite")))
  }
}

/// "key currency#number day claims=ours lines=theirs posted open".
private func told(_ groups: LineGroups) -> [String] {
  (0..<groups.count).map { row in
    "\(groups.keys[row]) \(groups.currency[row].code)#\(groups.number[row]) \(groups.day[row]) \(groups.claims[row])=\(groups.ours[row]) "
      + "\(groups.lines[row])=\(groups.theirs[row]) \(groups.posted[row])\(groups.isOpen[row] ? " open" : "")"
  }
}

private func groups(_ rows: [(key: String, currency: Currency, number: Int32, ours: Int64, theirs: Int64, isOpen: Bool)]) -> LineGroups {
  var groups = LineGroups()
  for row in rows {
    groups.keys.append(row.key)
    groups.currency.append(row.currency)
    groups.number.append(row.number)
    groups.day.append(Story.first.number)
    groups.claims.append(2)
    groups.ours.append(row.ours)
    groups.lines.append(1)
    groups.theirs.append(row.theirs)
    groups.posted.append(99)
    groups.isOpen.append(row.isOpen)
  }
  return groups
}

private func adjust(_ key: String, _ amount: Int64, _ currency: Currency = cny) -> AdjustRecord {
  AdjustRecord(run: 0, partner: "eleme", key: key, orderID: "", currency: currency, amount: amount)
}

/// Every run's version is kept, the newest is found, and what adjusts have posted comes with it.
func checkLineGroups(_ ledger: any Ledger) throws {
  #expect(try ledger.lineGroups(partner: "eleme", .all).count == 0)
  var first = Story.run1
  first.lineGroups = [
    "eleme": groups([
      ("video@2026-03-01", cny, 1, 500, 600, true), ("video@2026-03-01", jpy, 2, 5, 6, true), ("coupon@2026-03-01", cny, 1, 7, 7, false),
    ]),
    "douyin": groups([("2026-03-01", cny, 1, 1, 2, true)]),
  ]
  first.adjusts = [adjust("group:coupon@2026-03-01", 3), adjust("group:video@2026-03-01", 8), adjust("group:video@2026-03-01#2", 9, jpy)]
  try ledger.append(first)
  var second = Story.run2
  second.lineGroups = ["eleme": groups([("video@2026-03-01", cny, 1, 600, 600, false), ("coupon@2026-03-01", cny, 1, 7, 8, true)])]
  second.adjusts = [adjust("group:coupon@2026-03-01", -1)]
  try ledger.append(second)
  let (coupon, yuan, yen) = (
    "coupon@2026-03-01 CNY#1 20513 2=7 1=8 2 open", "video@2026-03-01 CNY#1 20513 2=600 1=600 8",
    "video@2026-03-01 JPY#2 20513 2=5 1=6 9 open"
  )
  #expect(told(try ledger.lineGroups(partner: "eleme", .all)) == [coupon, yuan, yen])
  #expect(told(try ledger.lineGroups(partner: "eleme", .open)) == [coupon, yen])
  let asked = TextColumn(["video@2026-03-01", "nothing", "2026-03-01"])
  #expect(told(try ledger.lineGroups(partner: "eleme", .keys(asked))) == [yuan, yen])
  #expect(told(try ledger.lineGroups(partner: "douyin", .open)) == ["2026-03-01 CNY#1 20513 2=1 1=2 0 open"])
}

/// A kept line says what was kept back; a discrepancy whose book it is of.
func checkFeesAndBooks(_ ledger: any Ledger) throws {
  var run = Story.run1
  var (with, without) = (Story.line(9), Story.line(3))
  (with.fee, with.feeDigits) = (60_500, 5)
  without.fee = nil
  run.linesKept = [with, without]
  var finding = Story.finding("a", .open)
  (finding.leg, finding.book) = ("store", "channel")
  run.discrepancies = [finding]
  try ledger.append(run)
  #expect(
    try ledger.keptLines(partner: "eleme").map { "\($0.line) \($0.fee.map(String.init) ?? "-") \($0.feeDigits)" } == ["3 - 0", "9 60500 5"])
  #expect(try ledger.openDiscrepancies().map { "\($0.leg) \($0.book)" } == ["store channel"])
}
