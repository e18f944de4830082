import Foundation
import Reports
import SettlementCore
import Testing

@Suite struct RunSummaryTests {
  static let summary: RunSummary = {
    var counts = RunSummary.Counts()
    counts.orders = 3
    counts.lines = 12_000_000
    let kwd = Currency(code: "KWD")!
    return RunSummary(
      run: "2026-03-01-001", businessDay: CalendarDay("2026-03-01")!, zone: "Asia/Shanghai",
      sources: [.init(name: "orders", file: "store/\"a\\b\"\n茶.csv", state: .read, bytes: 12, rows: 3, rejected: 1, sha256: "ab")],
      rules: [.init(agreement: "TEA", effective: CalendarDay("2026-01-01")!, digest: "cd")], counts: counts,
      totals: [.init(currency: kwd, account: "payable:a", change: -1, balance: -12_345)],
      discrepancies: [.init(kind: .amount, state: .inTransit, count: 2)],
      buckets: [.init(partner: "a", bucket: "matched", currency: kwd, oursCount: 1, ours: 5, theirsCount: 1, theirs: 5)], exitCode: 2)
  }()

  @Test func exactBytes() {
    #expect(
      String(decoding: Self.summary.json, as: UTF8.self) == #"""
        {
          "buckets": [
            {
              "bucket": "matched",
              "currency": "KWD",
              "ours": "0.005",
              "ours_count": 1,
              "partner": "a",
              "theirs": "0.005",
              "theirs_count": 1
            }
          ],
          "business_day": "2026-03-01",
          "counts": {
            "groups": 0,
            "lines": 12000000,
            "orders": 3,
            "payouts": 0,
            "redemptions": 0,
            "refunds": 0,
            "waiting": 0
          },
          "discrepancies": [
            {
              "count": 2,
              "kind": "amount",
              "state": "in-transit"
            }
          ],
          "exit_code": 2,
          "outputs": [],
          "rules": [
            {
              "agreement": "TEA",
              "digest": "cd",
              "effective": "2026-01-01"
            }
          ],
          "run": "2026-03-01-001",
          "sources": [
            {
              "bytes": 12,
              "detail": "",
              "file": "store/\"a\\b\"\u000a茶.csv",
              "name": "orders",
              "rejected": 1,
              "rows": 3,
              "sha256": "ab",
              "state": "read"
            }
          ],
          "totals": [
            {
              "account": "payable:a",
              "balance": "-12.345",
              "change": "-0.001",
              "currency": "KWD"
            }
          ],
          "zone": "Asia/Shanghai"
        }

        """#)
  }

  @Test func decodesToTheSame() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    #expect(try decoder.decode(RunSummary.self, from: Data(Self.summary.json)) == Self.summary)
  }
}
