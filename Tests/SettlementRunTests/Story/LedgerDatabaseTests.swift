import Foundation
import RuleFiles
import SettlementCore
import Testing

@testable import LedgerStore
@testable import SettlementRun

/// A ledger in the tests' PostgreSQL, made by `ledger migrate` as its owner, for runs as its writer; it goes with the value.
final class LedgerInDatabase {
  let schema = "run_\(UInt64.random(in: 0...UInt64.max))"

  /// Gives the configuration of a workplace a new ledger.
  init(_ folder: URL, file: String = "qingfen.yaml") throws {
    try configure(folder, file: file)
    Self.setPasswords()
    _ = try PostgresMigration.run(
      place("owner"), writer: Peers.lines("postgres.ledger-writer")[0], readers: [Peers.lines("postgres.ledger-reader")[0]], holder: "test")
  }

  /// Gives the configuration of a workplace this ledger.
  func configure(_ folder: URL, file: String = "qingfen.yaml") throws {
    let path = folder.appendingPathComponent(file).path
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("ledger:") ? Self.line(schema) : String(line)
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
  }

  private static func line(_ schema: String) -> String {
    let facts = ["host", "port", "ledger-database", "ca"].map { (try? Peers.fact("postgres.\($0)")) ?? "" }
    return "ledger: {postgres: {host: \(facts[0]), port: \(facts[1]), database: \(facts[2]), ca: \(facts[3]), user: ledger_writer, "
      + "password: {env: QINGFEN_LEDGER_PASSWORD}, schema: \(schema)}}"
  }

  /// What the configuration names; the same for all tests of this process.
  private static func setPasswords() {
    let password = (try? Peers.lines("postgres.ledger-writer")[1]) ?? ""
    unsafe _ = setenv("QINGFEN_LEDGER_PASSWORD", password, 1)
  }

  func place(_ role: String) throws -> PostgresPlace {
    let account = try Peers.lines("postgres.ledger-\(role)")
    let access = PostgresAccess(
      host: try Peers.fact("postgres.host"), port: Int(try Peers.fact("postgres.port"))!,
      database: try Peers.fact("postgres.ledger-database"), user: account[0], authorities: try Peers.fact("postgres.ca"))
    return PostgresPlace(access, schema: schema, password: account[1])
  }

  deinit { _ = try? place("owner").connect(.readWrite, holder: "test").execute("DROP SCHEMA \(schema) CASCADE") }
}

/// Whole runs with the ledger in PostgreSQL.
@Suite(.enabled(if: Peers.areThere)) struct LedgerDatabaseTests {
  private static let scenarios = Scenario.all.enumerated().filter { place, scenario in
    place % 6 == 0 || ["decide", "close"].contains { scenario.name.hasPrefix($0) }
  }.map(\.element)

  private static func published(_ workplace: Workplace) throws -> [String: String] {
    try workplace.published().filter { !$0.key.hasPrefix("ledger.") && !$0.key.hasPrefix("archive/") }
  }

  @Test(arguments: scenarios) func publishesTheSameBytes(scenario: Scenario) throws {
    let expected = try scenario.played()
    let workplace = try Workplace(copying: scenario.folder)
    let ledger = try LedgerInDatabase(workplace.folder)
    for step in scenario.steps { _ = try scenario.run(step, in: workplace) }
    #expect(try Self.published(workplace) == Self.published(expected), "\(scenario), \(ledger.schema)")
    #expect(workplace.text("output/ledger.sqlite") == nil && workplace.text("output/ledger.lock") != nil)
  }

  @Test func theSampleShopPublishesTheSameBytes() throws {
    let samples = Scenario.root.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("samples")
    func run(_ prepare: (Workplace) throws -> LedgerInDatabase?) throws -> [String: String] {
      let workplace = try Workplace()
      for part in ["samples", "rules"] {
        let source = part == "rules" ? samples.deletingLastPathComponent().appendingPathComponent("rules") : samples
        try FileManager.default.copyItem(at: source, to: workplace.folder.appendingPathComponent(part))
      }
      let ledger = try prepare(workplace)
      try workplace.run("2026-03-01", through: "2026-03-10", configuration: "samples/qingfen.yaml")
      withExtendedLifetime(ledger) {}
      return try Self.published(workplace)
    }
    let expected = try run { _ in nil }
    #expect(expected.count > 100)
    #expect(try run { try LedgerInDatabase($0.folder.appendingPathComponent("samples")) } == expected)
  }

  @Test func aCopiedLedgerGoesOnAlike() throws {
    let scenario = try #require(Scenario.all.first { $0.steps.count > 2 })
    let expected = try scenario.played()
    let workplace = try Workplace(copying: scenario.folder)
    let steps = scenario.steps
    for step in steps.dropLast() { _ = try scenario.run(step, in: workplace) }
    let source = try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
    let ledger = try LedgerInDatabase(workplace.folder)
    let target = try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
    let outcome = try LedgerCopying.run(from: source, to: target) { _ in }
    #expect(outcome.tables.first { $0.table == "runs" }?.rows ?? 0 >= 1 && outcome.questions > 20)
    _ = try scenario.run(steps.last!, in: workplace)
    #expect(try Self.published(workplace) == Self.published(expected), "\(scenario), \(ledger.schema)")
  }

  @Test func aSecondRunElsewhereIsToldWhoHoldsTheLedger() throws {
    let (one, other) = (try Workplace(copying: Scenario.all[0].folder), try Workplace(copying: Scenario.all[0].folder))
    let ledger = try LedgerInDatabase(one.folder)
    let text = try #require(one.text("qingfen.yaml"))
    try other.write(text, to: "qingfen.yaml")
    let first = try one.job("2026-03-01")
    let failure = #expect(throws: LedgerFailure.self) { _ = try other.job("2026-03-02") }
    #expect(failure?.cause == .locked)
    #expect(failure?.message.contains("held by qingfen run 2026-03-01, pid \(ProcessInfo.processInfo.processIdentifier) on ") == true)
    withExtendedLifetime((first, ledger)) {}
  }

  @Test func doctorTellsAboutTheLedgerAndItsLock() throws {
    let workplace = try Workplace(copying: Scenario.all[0].folder)
    let ledger = try LedgerInDatabase(workplace.folder)
    let configuration = try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
    let check = LedgerCheck(configuration)
    let name = configuration.ledger.name
    #expect(
      check.findings.map { "\($0.subject): \($0.found)" }.prefix(2) == [
        "ledger lock: free", "ledger: \(name), schema \(PostgresSchema.version), no run yet",
      ])
    let job = try workplace.job("2026-03-01")
    #expect(LedgerCheck(configuration).findings.first?.found.hasPrefix("held by qingfen run 2026-03-01, pid ") == true)
    withExtendedLifetime((job, ledger)) {}
  }

  /// An order's life and past postings are read while a run holds the lock.
  @Test func readersDoNotWaitForARun() throws {
    let scenario = Scenario.all[0]
    let workplace = try Workplace(copying: scenario.folder)
    let ledger = try LedgerInDatabase(workplace.folder)
    for step in scenario.steps { _ = try scenario.run(step, in: workplace) }
    let configuration = try Configuration.read(path: workplace.folder.appendingPathComponent("qingfen.yaml").path)
    let job = try workplace.job("2026-03-09")
    let reading = try LedgerReading(configuration)
    #expect(try reading.state.runs.count > 0 && reading.ledger.orders(numbers: [1]).count == 1)
    withExtendedLifetime((job, ledger)) {}
  }

  @Test func aMissingPasswordIsNamed() throws {
    let workplace = try Workplace(copying: Scenario.all[0].folder)
    let ledger = try LedgerInDatabase(workplace.folder)
    let text = try #require(workplace.text("qingfen.yaml"))
    try workplace.write(text.replacingOccurrences(of: "QINGFEN_LEDGER_PASSWORD", with: "QINGFEN_NO_PASSWORD"), to: "qingfen.yaml")
    let failure = #expect(throws: LedgerFailure.self) { _ = try workplace.job("2026-03-01") }
    #expect(
      failure?.cause == .inaccessible && failure?.message == "expected a secret in the environment variable QINGFEN_NO_PASSWORD, found none"
    )
    #expect(failure?.advice == "set it for the process that runs qingfen")
    withExtendedLifetime(ledger) {}
  }
}
