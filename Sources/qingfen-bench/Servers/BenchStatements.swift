import Foundation

/// Large statements on the tests' HTTPS server, and a shop whose partners send them.
struct BenchStatements {
  let peers: String
  let partners: [String]
  /// Of each file, about.
  let bytes: Int

  private var folder: String { "\(peers)/www/bench" }

  /// Bytes of all files.
  var total: Int {
    partners.reduce(0) { sum, partner in
      sum + ((try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(partner).csv")[.size] as? Int) ?? 0)
    }
  }

  func publish() throws {
    for (place, partner) in partners.enumerated() {
      var file = CSVBytes(header: "reference,order_id,item,type,amount,currency,time", capacity: bytes + 128)
      var line = 0
      while file.bytes.count < bytes {
        file.hexadecimal(SplitMix64.mix(UInt64(place) << 40 &+ UInt64(line)))
        file.text(",O2603010000000,coupon,redeemed,".utf8)
        file.amount(line % 10_000)
        file.text(",CNY,\(Night.date) 10:00:00".utf8)
        file.endLine()
        line += 1
      }
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(file.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(partner).csv"))
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// A configuration whose store has nothing and whose partners send these files.
  func configure(_ place: String) throws {
    try write("rules: rules\nstore: {folder: store}\nledger: {sqlite: output/ledger.sqlite}\n", to: "\(place)/qingfen.yaml")
    try write("order_id,bundle,paid,paid_at\n", to: "\(place)/store/orders.csv")
    try write("redemption_id,order_id,entitlement,redeemed_at\n", to: "\(place)/store/redemptions.csv")
    try write("refund_id,order_id,amount,refunded_at\n", to: "\(place)/store/refunds.csv")
    let shares = "      - {to: \(partners[0]), fixed: \"1.00\"}\n      - {to: platform, remainder: true}\n"
    try write(
      "bundle: B\ntitle: B\ncurrency: CNY\nversions:\n  - effective: 2026-01-01\n    base: paid\n    shares:\n\(shares)",
      to: "\(place)/rules/agreements/b.yaml")
    let port = try String(contentsOfFile: "\(peers)/https.port", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    for partner in partners {
      let statement = "  url: \"https://127.0.0.1:\(port)/files/bench/\(partner).csv\"\n  ca: \(peers)/tls/ca.pem\n  matches: redemptions\n"
      try write("partner: \(partner)\ntitle: \(partner)\nstatement:\n\(statement)", to: "\(place)/rules/partners/\(partner).yaml")
    }
  }
}
