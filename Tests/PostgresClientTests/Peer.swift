import Foundation
import Testing

@testable import PostgresClient

/// The servers that `Tests/Peers/postgres` started; its facts are files in the folder of `QINGFEN_PEERS`.
enum Peer {
  static let folder = ProcessInfo.processInfo.environment["QINGFEN_PEERS"] ?? ""
  static let isThere = FileManager.default.fileExists(atPath: "\(folder)/postgres.port")

  static func fact(_ name: String) throws -> [String] {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// As `reader` or `writer`, over TLS to localhost unless told otherwise.
  static func settings(_ role: String = "reader", host: String? = nil, port: Int? = nil) throws -> PostgresSettings {
    let account = try fact("postgres.\(role)")
    var settings = PostgresSettings(
      host: try host ?? fact("postgres.host")[0], port: try port ?? Int(fact("postgres.port")[0])!,
      database: try fact("postgres.database")[0], user: account[0], password: Password(account[1]),
      authorities: try fact("postgres.ca")[0])
    settings.applicationName = "test-\(UInt64.random(in: 0...UInt64.max))"
    return settings
  }

  /// The server that a test may crash, over its Unix socket.
  static func frail(_ role: String = "reader") throws -> PostgresSettings {
    try settings(role, host: fact("frail.socket")[0], port: Int(fact("frail.port")[0])!)
  }

  static func write(_ statements: String..., to settings: PostgresSettings? = nil) throws {
    var connection = try PostgresConnection.open(settings ?? Peer.settings("writer"), .readWrite)
    for statement in statements { try connection.execute(PostgresStatement("test", statement)) }
  }

  /// Makes a table that goes when `body` ends, and passes its name.
  static func withTable(
    _ columns: String, on settings: PostgresSettings? = nil, _ body: (String) throws -> Void
  ) throws {
    let name = "shop.t\(UInt64.random(in: 0...UInt64.max))"
    try write("create table \(name) (\(columns))", to: settings)
    defer { try? write("drop table \(name)", to: settings) }
    try body(name)
  }

  /// Ends the sessions of an application as an administrator would.
  static func terminate(_ application: String) throws {
    var connection = try PostgresConnection.open(settings("writer"), .readWrite)
    _ = try connection.rows(
      of: PostgresStatement(
        "test", "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [application]))
  }

  /// How many sessions an application has.
  static func sessions(_ application: String) throws -> Int {
    var connection = try PostgresConnection.open(settings("writer"), .readWrite)
    return try connection.rows(
      of: PostgresStatement("test", "select 1 from pg_stat_activity where application_name = $1", [application])
    ).count
  }

  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Peers").path

  /// `crash` or `restart` of the frail server.
  static func control(_ action: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(script)/postgres")
    process.arguments = [action, folder]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

/// A proxy before the server that breaks connections by plan, see `Tests/Peers/cutting_proxy.py`; ends with the value.
final class CuttingProxy {
  let port: Int
  private let input = Pipe()

  init(_ plans: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["\(Peer.script)/cutting_proxy.py", try Peer.fact("postgres.port")[0]] + plans
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data([0x0A]), !byte.isEmpty { line += byte }
    port = try #require(Int(String(decoding: line, as: UTF8.self)))
  }

  deinit { try? input.fileHandleForWriting.close() }
}

/// Keeps what a feed's sink got.
final class Collector {
  private(set) var text: [UInt8] = []
  private(set) var restarts = 0
  var onPiece: () throws -> Void = {}

  var sink: PullSink {
    PullSink(
      restart: { [self] in
        text = []
        restarts += 1
      },
      write: { [self] piece in
        unsafe piece.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
        try onPiece()
      })
  }

  var string: String { String(decoding: text, as: UTF8.self) }
  var lines: [String] { string.split(separator: "\n").map(String.init) }
}

/// The failure `work` ends with; `nil` when it succeeds or ends otherwise.
func failure(of work: () throws -> Void) -> PostgresFailure? {
  do {
    try work()
    return nil
  } catch { return error as? PostgresFailure }
}

/// Pulls one query into a new collector.
func pull(
  _ settings: PostgresSettings, _ text: String, _ parameters: [String?] = [], watermark: String? = nil, pause: Int = 0,
  into collector: Collector = Collector(), isCancelled: @escaping () -> Bool = { false }
) throws -> (PullReceipt, Collector) {
  var pull = SnapshotPull(settings, [PullQuery(PostgresStatement("orders", text, parameters), watermark: watermark)])
  pull.pauseSeconds = pause
  return (try pull.run(into: [collector.sink], isCancelled: isCancelled), collector)
}
