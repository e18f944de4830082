import ArgumentParser
import Foundation

/// A night's store in the tests' PostgreSQL, in tables of their own.
struct BenchShop {
  let peers: String
  static let password = "QINGFEN_BENCH_PASSWORD"

  private func fact(_ name: String) throws -> String {
    try String(contentsOfFile: "\(peers)/postgres.\(name)", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  var role: (name: String, password: String) {
    get throws {
      let lines = try fact("writer").split(separator: "\n").map(String.init)
      return (lines[0], lines[1])
    }
  }

  /// Fills the tables from a night's files with COPY, as the role that owns them.
  func load(_ place: String) throws {
    let folder = "\(place)/store/\(Night.date)"
    try psql(
      """
      drop table if exists shop.bench_orders, shop.bench_redemptions, shop.bench_refunds;
      create table shop.bench_orders(order_id text primary key, bundle text not null, channel text, quantity integer not null, currency text not null,
        paid numeric(14, 2) not null, fee numeric(14, 2) not null, paid_at timestamp not null);
      create table shop.bench_redemptions(redemption_id text primary key, order_id text not null, entitlement text not null, status text not null,
        redeemed_at timestamp not null, reversed_at timestamp);
      create table shop.bench_refunds(refund_id text primary key, order_id text not null, amount numeric(14, 2) not null, entitlement text,
        units integer, status text not null, refunded_at timestamp not null);
      \\copy shop.bench_orders from '\(folder)/orders.csv' (format csv, header)
      \\copy shop.bench_redemptions from '\(folder)/redemptions.csv' (format csv, header)
      \\copy shop.bench_refunds from '\(folder)/refunds.csv' (format csv, header)
      analyze shop.bench_orders; analyze shop.bench_redemptions; analyze shop.bench_refunds;
      """)
  }

  func drop() throws { try psql("drop table shop.bench_orders, shop.bench_redemptions, shop.bench_refunds;") }

  /// Makes the night's folder one whose store is this database; its partners send nothing, for their statements do not come from there.
  func configure(_ place: String, _ catalogue: Catalogue) throws {
    try write(try configuration, to: "\(place)/qingfen.yaml")
    for partner in catalogue.partners {
      try write(catalogue.partner(partner, sendsStatements: false), to: "\(place)/rules/partners/\(partner).yaml")
    }
  }

  private var configuration: String {
    get throws {
      let queries = ["orders", "redemptions", "refunds"].map { "    \($0): {query: \"SELECT * FROM shop.bench_\($0)\"}\n" }
      return """
        rules: rules
        store:
          postgres:
            host: \(try fact("host"))
            port: \(try fact("port"))
            database: \(try fact("database"))
            user: \(try role.name)
            password: {env: \(Self.password)}
            ca: \(try fact("ca"))
        \(queries.joined())ledger: {sqlite: output/ledger.sqlite}

        """
    }
  }

  private func psql(_ script: String) throws {
    let (name, password) = try role
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--host", try fact("socket"), "--port", try fact("port"), "--username",
      name,
      "--dbname", try fact("database"),
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["PGPASSWORD": password]) { $1 }
    let input = Pipe()
    process.standardInput = input
    try process.run()
    input.fileHandleForWriting.write(Data(script.utf8))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
  }
}
