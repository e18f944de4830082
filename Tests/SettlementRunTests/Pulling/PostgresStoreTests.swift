import Foundation
import PostgresClient
import Testing

/// The sample shop out of a real database (issue 3): the same bytes as from files, every row once, and nothing of a pull that broke.
@Suite(.enabled(if: Peers.areThere)) struct PostgresStoreTests {
  private func shop(_ tables: PostgresShop, port: String? = nil) throws -> SampleShop {
    let shop = try SampleShop()
    try shop.configure(try tables.configuration(port: port))
    shop.environment = try Peers.secrets()
    try FileManager.default.removeItem(at: shop.workplace.folder.appendingPathComponent("samples/store"))
    return shop
  }

  @Test func tenDaysHaveTheBytesOfTheFolder() throws {
    let seed = UInt64.random(in: 0...UInt64(UInt32.max))
    print("PostgresStore: seed \(seed)")
    let tables = try PostgresShop()
    let shop = try shop(tables)
    for (place, day) in SampleShop.days.enumerated() {
      try tables.insert(day, seed: seed + UInt64(place))
      try shop.expectSame(day, code: try shop.run(day).code, "seed \(seed)")
    }
    // Running the last day again with nothing new changes no byte and no row.
    let (files, rows) = (try shop.published(), try shop.workplace.ledgerRows())
    let again = try shop.run(SampleShop.days.last!)
    #expect(again.output.contains("2026-03-10-001"), "no new run id")
    #expect(try shop.published() == files)
    #expect(try shop.workplace.ledgerRows() == rows)
  }

  /// Rows with old times and old numbers are committed after the run that read past them: the next run has them, once.
  @Test func lateRowsComeOnceByTheNextRun() throws {
    let tables = try PostgresShop()
    let shop = try shop(tables)
    let (columns, orders) = try #require(try PostgresShop.rows("orders", "2026-03-01"))
    var late = try PostgresShop.writer()
    try late.execute(PostgresStatement("test", "BEGIN"))
    try late.execute(PostgresStatement("test", tables.statement("orders", columns, Array(orders.prefix(20)))))
    try tables.insert("orders", columns, Array(orders.dropFirst(20).prefix(150)))
    _ = try shop.run("2026-03-01")
    try late.execute(PostgresStatement("test", "COMMIT"))
    try tables.insert("orders", columns, Array(orders.dropFirst(170)))
    for day in ["2026-03-02", "2026-03-03"] { _ = try shop.run(day) }
    func posted(_ day: String) -> [String] {
      let rows = CSVText.rows(shop.published(day, "postings.csv") ?? "")
      return rows.filter { $0[3] == "order" && $0[7] == "custody" }.map { $0[4] }
    }
    let (first, second, third) = (posted("2026-03-01"), posted("2026-03-02"), posted("2026-03-03"))
    #expect(Set(first).isDisjoint(with: second))
    #expect(third.isEmpty)
    #expect(second.count == Set(second).count && first.count == Set(first).count)
    let files = CSVText.rows(try #require(try SettledSample.fromFiles.get().texts["2026-03-01/postings.csv"]))
    #expect(Set(first + second) == Set(files.filter { $0[3] == "order" && $0[7] == "custody" }.map { $0[4] }))
    #expect(Set(second).isSuperset(of: orders.prefix(20).map { $0[0] }.filter { id in files.contains { $0[4] == id } }))
  }

  /// The connection is cut after so many bytes, in both tries: no trace in the ledger, and the next run has every row once.
  @Test func aCutConnectionLeavesNothing() throws {
    let tables = try PostgresShop()
    let shop = try shop(tables)
    try tables.insert("2026-03-01", seed: 1)
    try shop.expectSame("2026-03-01", code: try shop.run("2026-03-01").code, "before")
    try tables.insert("2026-03-02", seed: 2)
    let (rows, files) = (try shop.workplace.ledgerRows(), try shop.published())
    for bytes in [0, 100, 2_000, 4_500, 6_000, 9_000, 15_000, 30_000, 45_000] {
      let proxy = try CuttingProxy("cut:\(bytes)")
      try shop.configure(try tables.configuration(port: proxy.port))
      let result = try shop.run("2026-03-02")
      #expect(result.code == 3, "cut after \(bytes) bytes: \(result.errors)")
      #expect(result.errors.contains("2026-03-02 posts nothing until its store"), "cut after \(bytes) bytes: \(result.errors)")
      #expect(result.errors.contains("localhost:\(proxy.port)/shop"), "cut after \(bytes) bytes: \(result.errors)")
      #expect(try shop.workplace.ledgerRows() == rows, "cut after \(bytes) bytes")
      #expect(try shop.published() == files, "cut after \(bytes) bytes")
    }
    // Cut in the first try only: the second one gets everything.
    let proxy = try CuttingProxy("cut:15000", "pass")
    try shop.configure(try tables.configuration(port: proxy.port))
    try shop.expectSame("2026-03-02", code: try shop.run("2026-03-02").code, "after")
  }

  /// An administrator ends the session while rows are read, as often as we come.
  @Test func aTerminatedSessionLeavesNothing() throws {
    let tables = try PostgresShop()
    let shop = try shop(tables)
    try tables.insert("2026-03-01", seed: 3)
    try shop.change(SampleShop.configuration, "> $1 ORDER BY change_id\"", "> $1 AND (SELECT true FROM pg_sleep(2))\"")
    var administrator = try PostgresShop.writer()
    let process = try BuiltCommand.start(
      ["run", "--date", "2026-03-01", "--config", SampleShop.configuration], in: shop.workplace.folder.path, environment: shop.environment)
    while process.isRunning {
      let ours = "usename = 'reader' AND query LIKE '%\(tables.prefix)%'"
      _ = try administrator.rows(
        of: PostgresStatement("test", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE \(ours)"))
      Thread.sleep(forTimeInterval: 0.1)
    }
    let result = try BuiltCommand.end(process, in: shop.workplace.folder.path)
    #expect(result.code == 3)
    #expect(result.errors.contains("2026-03-01 posts nothing until its store"))
    #expect(try !shop.workplace.ledgerRows().contains { $0.hasPrefix("runs:") || $0.hasPrefix("orders:") })
    try shop.configure(try tables.configuration())
    try shop.expectSame("2026-03-01", code: try shop.run("2026-03-01").code, "after")
  }

  /// SIGTERM while the server works on a query: we end at once, nothing is left, and the server does not work on for nobody.
  @Test func aStoppedPullEndsHereAndThere() throws {
    let tables = try PostgresShop()
    let shop = try shop(tables)
    try tables.insert("2026-03-01", seed: 4)
    try shop.change(SampleShop.configuration, "> $1 ORDER BY change_id\"", "> $1 AND (SELECT true FROM pg_sleep(1200))\"")
    var administrator = try PostgresShop.writer()
    func sessions() throws -> [[String?]] {
      let ours = "usename = 'reader' AND query LIKE '%\(tables.prefix)%' AND state = 'active'"
      return try administrator.rows(
        of: PostgresStatement("test", "SELECT extract(epoch FROM clock_timestamp() - query_start)::int FROM pg_stat_activity WHERE \(ours)")
      )
    }
    let process = try BuiltCommand.start(
      ["run", "--date", "2026-03-01", "--config", SampleShop.configuration], in: shop.workplace.folder.path, environment: shop.environment)
    while try process.isRunning && sessions().isEmpty { Thread.sleep(forTimeInterval: 0.1) }
    process.terminate()
    let result = try BuiltCommand.end(process, in: shop.workplace.folder.path)
    #expect(result.code == 143)
    #expect(result.errors.contains("interrupted: nothing half-done is visible, run again to finish"))
    // By itself the query would last twenty minutes.
    var seconds = 0
    while let row = try sessions().first, seconds < 600 {
      seconds = Int(row[0] ?? "") ?? 0
      Thread.sleep(forTimeInterval: 0.2)
    }
    #expect(seconds < 600, "the server works on without us")
    #expect(try !shop.workplace.ledgerRows().contains { $0.hasPrefix("runs:") || $0.hasPrefix("orders:") })
    try shop.configure(try tables.configuration())
    try shop.expectSame("2026-03-01", code: try shop.run("2026-03-01").code, "after")
  }
}
