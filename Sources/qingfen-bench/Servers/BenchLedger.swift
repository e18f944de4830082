import ArgumentParser
import Foundation
import RuleFiles
import SettlementRun

/// An empty ledger in the tests' PostgreSQL.
struct BenchLedger {
  static let schema = "bench"
  private static let password = "QINGFEN_BENCH_LEDGER_PASSWORD"
  let peers: String

  private func fact(_ name: String) throws -> String {
    try String(contentsOfFile: "\(peers)/postgres.\(name)", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func account(_ role: String) throws -> (name: String, password: String) {
    let lines = try fact("ledger-\(role)").split(separator: "\n").map(String.init)
    return (lines[0], lines[1])
  }

  /// Writes the ledger into the night's configuration and makes it anew, as its owner.
  func make(in place: String) throws {
    try drop()
    let (writer, password) = try account("writer")
    unsafe _ = setenv(Self.password, password, 1)
    let path = "\(place)/qingfen.yaml"
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
      guard line.hasPrefix("ledger:") else { return String(line) }
      return "ledger: {postgres: {host: \(try fact("host")), port: \(try fact("port")), database: \(try fact("ledger-database")), "
        + "ca: \(try fact("ca")), user: \(writer), password: {env: \(Self.password)}, schema: \(Self.schema)}}"
    }
    try write(lines.joined(separator: "\n") + "\n", to: path)
    let owner = try account("owner")
    unsafe _ = setenv("PGPASSWORD", owner.password, 1)
    _ = try LedgerMigrating.run(try Configuration.read(path: path), owner: owner.name, readers: [])
    unsafe _ = unsetenv("PGPASSWORD")
  }

  func drop() throws {
    let (owner, password) = try account("owner")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--host", try fact("socket"), "--port", try fact("port"), "--username",
      owner, "--dbname", try fact("ledger-database"), "--command",
      "set client_min_messages = warning; drop schema if exists \(Self.schema) cascade",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["PGPASSWORD": password]) { $1 }
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
  }

  /// CPU seconds that the server and all its sessions have taken, those that have ended included.
  func serverSeconds() throws -> Double {
    let pid = try String(contentsOfFile: "\(peers)/postgres-data/main/postmaster.pid", encoding: .utf8).split(separator: "\n")[0]
    let children = try String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8).split(separator: " ")
    let own = try ticks(pid, of: 11...14)
    return Double(children.reduce(own) { $0 + ((try? ticks($1, of: 11...12)) ?? 0) }) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Fields of /proc/PID/stat behind the name: user and system time, and those of children that were waited for.
  private func ticks(_ pid: some StringProtocol, of fields: ClosedRange<Int>) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
    let words = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
    return words.enumerated().filter { fields.contains($0.offset) }.compactMap { Int($0.element) }.reduce(0, +)
  }
}
