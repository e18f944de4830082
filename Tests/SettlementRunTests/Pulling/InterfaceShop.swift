import Foundation
import Testing

/// The sample's feeds behind the HTTPS peer's `/shop/`, page by page.
final class InterfaceShop {
  let name = "shop-\(UInt32.random(in: 0...UInt32.max))"
  private var feeds: [String: [[String]]] = [:]

  /// Adds the rows of a day's files in an order that `seed` gives; what is new stands at the end.
  func append(_ day: String, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for feed in ["orders", "redemptions", "refunds", "payouts"] {
      if let (columns, rows) = try PostgresShop.rows(feed, day) { try append(feed, columns, rows.shuffled(using: &random)) }
    }
    if feeds["payouts"] == nil { try append("payouts", ["payout_id", "party", "amount", "currency", "paid_at"], []) }
  }

  /// The columns are those that the feed began with.
  func append(_ feed: String, _ columns: [String], _ rows: [[String]]) throws {
    feeds[feed, default: [columns]] += rows
    let text = feeds[feed]!.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
    let file = Peers.url("www", "\(name)/\(feed).csv")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  deinit { try? FileManager.default.removeItem(at: Peers.url("www", name)) }

  func configuration(port: String? = nil, columns: [String: String] = [:]) throws -> String {
    let lists = ["orders", "redemptions", "refunds", "payouts"].map { feed in
      """
          \(feed):
            path: "/\(feed)?since={watermark}"
            rows: /data/items
            pages: {by: cursor, parameter: cursor, next: /data/next}
            total: /data/total
            watermark: {column: id, start: "0", overlap: 60}
      \(columns[feed].map { "      columns: \($0)" } ?? "")
      """
    }
    return """
      zone: Asia/Shanghai
      rules: ../rules
      store:
        http:
          url: https://127.0.0.1:\(try port ?? Peers.fact("https.port"))/shop/\(name)
          auth: {bearer: {env: QINGFEN_TOKEN}}
          ca: \(Peers.folder)/tls/ca.pem
          requests-per-second: 200
      \(lists.joined(separator: "\n"))
      ledger: {sqlite: ../output/ledger.sqlite}
      output: ../output
      archive: ../output/archive
      lang: zh
      max-rejected: "0.1"
      \(SampleShop.impatient)
      """
  }
}
