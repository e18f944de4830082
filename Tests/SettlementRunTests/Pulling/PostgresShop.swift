import Foundation
import PostgresClient
import Testing

/// The sample's tables in the peer's database, as samples/README.md makes them, under names of their own; they go with the value.
final class PostgresShop {
  /// In place of the README's `shop.sample_`.
  let prefix: String
  private static let feeds = ["orders", "redemptions", "refunds", "payouts"]

  init(prefix: String = "shop.t\(UInt32.random(in: 0...UInt32.max))_") throws {
    self.prefix = prefix
    try drop()
    let tables = try SampleShop.block("sql", below: "From PostgreSQL").replacingOccurrences(of: "shop.sample_", with: prefix)
    for table in tables.components(separatedBy: ";\n") where !table.isEmpty { try write(table) }
  }

  deinit { try? drop() }

  private func drop() throws { for feed in Self.feeds { try write("DROP TABLE IF EXISTS \(prefix)\(feed)") } }

  static func writer() throws -> PostgresConnection {
    let account = try Peers.lines("postgres.writer")
    var connection = try PostgresConnection.open(
      PostgresSettings(
        host: try Peers.fact("postgres.host"), port: Int(try Peers.fact("postgres.port"))!, database: try Peers.fact("postgres.database"),
        user: account[0], password: Password(account[1]), authorities: try Peers.fact("postgres.ca")), .readWrite)
    // The shop writes its times as the sample's files do.
    try connection.execute(PostgresStatement("test", "SET timezone TO 'Asia/Shanghai'"))
    return connection
  }

  func write(_ statement: String) throws {
    var connection = try Self.writer()
    try connection.execute(PostgresStatement("test", statement))
  }

  /// The README's configuration for these tables in the peer's database.
  func configuration(port: String? = nil) throws -> String {
    var yaml = try SampleShop.block("yaml", below: "From PostgreSQL").replacingOccurrences(of: "shop.sample_", with: prefix)
    for (old, new) in [
      ("host: db.shop.example", "host: \(try Peers.fact("postgres.host"))"),
      ("port: 5432", "port: \(try port ?? Peers.fact("postgres.port"))"),
      ("certs/db-ca.pem", try Peers.fact("postgres.ca")),
    ] {
      try #require(yaml.contains(old))
      yaml = yaml.replacingOccurrences(of: old, with: new)
    }
    return yaml + SampleShop.impatient
  }

  // MARK: Rows

  /// The rows of a day's files, in an order that `seed` gives.
  func insert(_ day: String, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for feed in Self.feeds {
      guard let (columns, rows) = try Self.rows(feed, day) else { continue }
      try insert(feed, columns, rows.shuffled(using: &random))
    }
  }

  static func rows(_ feed: String, _ day: String) throws -> (columns: [String], rows: [[String]])? {
    let file = Peers.repository.appendingPathComponent("samples/store/\(day)/\(feed).csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let rows = CSVText.rows(text)
    return (rows[0], Array(rows.dropFirst()))
  }

  func insert(_ feed: String, _ columns: [String], _ rows: [[String]]) throws {
    if !rows.isEmpty { try write(statement(feed, columns, rows)) }
  }

  func statement(_ feed: String, _ columns: [String], _ rows: [[String]]) -> String {
    let values = rows.map { row in
      "(" + row.map { $0.isEmpty ? "NULL" : "'" + $0.replacingOccurrences(of: "'", with: "''") + "'" }.joined(separator: ",") + ")"
    }
    return "INSERT INTO \(prefix)\(feed) (\(columns.joined(separator: ","))) VALUES \(values.joined(separator: ","))"
  }
}
