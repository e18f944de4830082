import Foundation
import PostgresClient
import SettlementCore
import Testing

@testable import LedgerStore

/// The servers that `Tests/Peers/postgres` started; its facts are files in the folder of `QINGFEN_PEERS`.
enum LedgerPeer {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_PEERS"] ?? ""
  static let isThere: Bool = {
    let isThere = FileManager.default.fileExists(atPath: "\(folder)/postgres.ledger-owner")
    if !isThere { print("QINGFEN_PEERS names no folder of Tests/Peers/start: NOT ONE test of the PostgreSQL ledger runs") }
    return isThere
  }()

  enum Role: String {
    case owner, writer, reader
  }

  static func fact(_ name: String) throws -> [String] {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// A place over TLS; `frail`: on the server that a test may stop.
  static func place(_ schema: String, as role: Role = .writer, frail: Bool = false) throws -> PostgresPlace {
    let account = try fact("postgres.ledger-\(role)")
    let access = PostgresAccess(
      host: try fact(frail ? "frail.socket" : "postgres.host")[0], port: Int(try fact(frail ? "frail.port" : "postgres.port")[0])!,
      database: try fact("postgres.ledger-database")[0], user: account[0], authorities: frail ? nil : try fact("postgres.ca")[0],
      timeouts: .init(statement: .seconds(600), lock: .seconds(10)))
    return PostgresPlace(access, schema: schema, password: account[1])
  }

  /// Runs a statement as the owner of ledgers, or as another role.
  @discardableResult
  static func sql(_ schema: String, _ statement: String, as role: Role = .owner, frail: Bool = false) throws -> [[String?]] {
    let database = try place(schema, as: role, frail: frail).connect(.readWrite, holder: "test")
    guard statement.hasPrefix("SELECT") else {
      try database.execute(statement)
      return []
    }
    return try database.connection.rows(of: PostgresStatement("test", statement))
  }

  /// Ends sessions as an administrator would; `condition` is one on `pg_stat_activity`.
  static func terminate(where condition: String) throws {
    _ = try administrator("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE \(condition)")
  }

  /// How many sessions meet a condition on `pg_stat_activity`.
  static func sessions(where condition: String) throws -> Int {
    try administrator("SELECT 1 FROM pg_stat_activity WHERE \(condition)").count
  }

  private static func administrator(_ statement: String) throws -> [[String?]] {
    let account = try fact("postgres.writer")
    let access = PostgresAccess(
      host: try fact("postgres.host")[0], port: Int(try fact("postgres.port")[0])!, database: try fact("postgres.ledger-database")[0],
      user: account[0], authorities: try fact("postgres.ca")[0])
    let database = try PostgresPlace(access, schema: "public", password: account[1]).connect(.readWrite, holder: "administrator")
    return try database.connection.rows(of: PostgresStatement("test", statement))
  }

  /// `crash` or `restart` of the frail server.
  static func control(_ action: String) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Peers/postgres").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: script)
    process.arguments = [action, folder]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "Tests/Peers/postgres \(action)")
  }
}

/// A schema with an empty ledger, which goes when the value goes.
final class LedgerSchema {
  let name = "ledger_\(UInt64.random(in: 0...UInt64.max))"
  let isFrail: Bool

  init(frail: Bool = false) throws {
    isFrail = frail
    _ = try PostgresMigration.run(
      place(.owner), writer: LedgerPeer.fact("postgres.ledger-writer")[0], readers: [LedgerPeer.fact("postgres.ledger-reader")[0]],
      holder: "test")
  }

  func place(_ role: LedgerPeer.Role = .writer) throws -> PostgresPlace { try LedgerPeer.place(name, as: role, frail: isFrail) }

  func ledger() throws -> PostgresLedger { try PostgresLedger(place(), holder: "test \(name)") }

  /// Every row of every table, as text, sorted.
  func dump() throws -> [String] {
    let database = try place(.owner).connect(.readOnly, holder: "test")
    return try PostgresSchema.tables.sorted().flatMap { table in
      try database.connection.rows(of: PostgresStatement("test", "SELECT t::text FROM \(table) t ORDER BY t::text COLLATE \"C\"")).map {
        "\(table) \($0[0] ?? "")"
      }
    }
  }

  @discardableResult
  func sql(_ statement: String, as role: LedgerPeer.Role = .owner) throws -> [[String?]] {
    try LedgerPeer.sql(name, statement, as: role, frail: isFrail)
  }

  deinit { _ = try? LedgerPeer.sql(name, "DROP SCHEMA \(name) CASCADE", frail: isFrail) }
}

/// The failure that `work` ends with.
func ledgerFailure(of work: () throws -> Void) -> LedgerFailure? {
  do {
    try work()
    return nil
  } catch { return error as? LedgerFailure }
}
