import Foundation
import Testing

@testable import PostgresClient

@Suite(.enabled(if: Peer.isThere)) struct PullTests {
  @Test func valuesComeAsTheFeedsReadThem() throws {
    let (receipt, collector) = try pull(
      Peer.settings(),
      """
      select 9007199254740993::bigint as id, 0.10::numeric as paid, -1.5::numeric(14,2) as fee, true as yes, date '2026-03-01' as day,
        timestamptz '2026-03-01 08:00:00.5+08' as paid_at, timestamptz '2026-03-01 08:00+08' as at, timestamp '2026-03-01 16:00:00' as local,
        'a,"b"'::varchar(10) as note, '' as empty, null as nothing, '{"k": [1]}'::jsonb as extra, 'CNY'::char(3) as currency
      """)
    #expect(
      collector.string == """
        id,paid,fee,yes,day,paid_at,at,local,note,empty,nothing,extra,currency
        9007199254740993,0.10,-1.50,t,2026-03-01,2026-03-01 00:00:00.5+00,2026-03-01 00:00:00+00,2026-03-01 16:00:00,\
        "a,""b""\",,,"{""k"": [1]}",CNY

        """)
    #expect(receipt.attempts == 1)
    #expect(receipt.feeds.map(\.rows) == [1])
    #expect(receipt.takenAt.hasSuffix("+00"))
    #expect(receipt.snapshot.contains(":"))
  }

  @Test func theTextIsTheOneOfCopy() throws {
    let query = """
      select n as id, 'O' || n as order_id, case when n % 7 = 0 then null else repeat(chr(20013 + n), n % 5 + 1) || '"x",' end as note,
        (n * 1.01)::numeric(14, 2) as paid, date '2026-01-01' + n % 365 as day from generate_series(1, 5000) n
      """
    let (_, collector) = try pull(Peer.settings(), query)
    let account = try Peer.fact("postgres.reader")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/psql")
    process.environment = ["PGPASSWORD": account[1]]
    process.arguments = try [
      "-qX", "-h", Peer.fact("postgres.socket")[0], "-p", Peer.fact("postgres.port")[0], "-U", account[0], "shop", "-c",
      "copy (\(query)) to stdout csv header",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let copied = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(copied == Data(collector.text))
  }

  @Test(arguments: ["'; drop table shop.orders; --", "\" or 1=1", "$1", "\\", "权益\n\"x\"", "%s %n", "=cmd|' /C calc'!A0", " "])
  func parametersNeverBecomeSQL(text: String) throws {
    var connection = try PostgresConnection.open(Peer.settings(), .readOnly)
    let rows = try connection.rows(of: PostgresStatement("orders", "select $1::text, $2::text, length($1)", [text, nil]))
    #expect(rows == [[text, nil, "\(text.unicodeScalars.count)"]])
    #expect(try connection.rows(of: PostgresStatement("orders", "select count(*) from shop.orders")).count == 1)
  }

  @Test func whatAPullRefuses() throws {
    let settings = try Peer.settings("writer")
    func message(_ text: String, _ parameters: [String?] = [], watermark: String? = nil) -> String {
      failure { _ = try pull(settings, text, parameters, watermark: watermark) }?.description ?? "no failure"
    }
    let place = "\(settings.place): orders: expected"
    #expect(
      message("select 1; drop table shop.orders")
        == "\(place) the server to accept the statement, found cannot insert multiple commands into a prepared statement (SQLSTATE 42601); "
        + "correct the query")
    #expect(
      message("delete from shop.orders")
        == "\(place) the server to accept the statement, found cannot execute DELETE in a read-only transaction (SQLSTATE 25006); "
        + "a pull may only read: use a SELECT that changes nothing")
    #expect(message("set lock_timeout = 0") == "\(place) a query that returns rows, found another command; use a SELECT")
    #expect(message("copy shop.orders to stdout") == "\(place) a query that returns rows, found another command; use a SELECT")
    #expect(
      message("select order_id, payed from shop.orders")
        == "\(place) the server to accept the statement, found column \"payed\" does not exist at character 18 of the query "
        + "(SQLSTATE 42703); correct the name in the query")
    #expect(
      message("select $1::bigint as id", ["canary-77"])
        == "\(place) the server to accept the statement, found invalid input syntax for type bigint: \"…\" (SQLSTATE 22P02); "
        + "correct the query, or the rows and parameters it reads")
    #expect(
      message("select $1::text as id", ["a\0b"])
        == "\(place) text without NUL bytes, found a NUL byte in the query or a parameter; correct the query")
    for (expression, type) in [("1.5::float8", "double precision"), ("array[1.5]::real[]", "real"), ("'1'::money", "money")] {
      #expect(
        message("select \(expression) as paid")
          == "\(place) exact values in column 'paid', found type \(type); cast it to numeric in the query")
    }
    #expect(message("select 1 as a, 2 as a") == "\(place) every column once, found 'a' twice; name one of them otherwise (AS)")
    #expect(message("select from shop.orders") == "\(place) columns, found none; use a SELECT that names them")
    #expect(
      message("select 'x' as changed", watermark: "changed")
        == "\(place) a whole number or a timestamp in watermark column 'changed', found another type; "
        + "use a column that only grows, cast to bigint or timestamptz")
  }

  @Test func aValueThatFailsAfterRowsHidesItself() throws {
    let failure = failure {
      _ = try pull(
        Peer.settings(), "select (case when n < 90000 then '1' else 'canary-' || n end)::bigint as id from generate_series(1, 100000) n")
    }
    #expect(failure?.sqlState == "22P02")
    #expect(failure?.description.contains("canary") == false)
  }

  @Test func aSlowStatementIsStoppedAndNotTriedAgain() throws {
    var settings = try Peer.settings()
    settings.timeouts.statement = 1
    let collector = Collector()
    let failure = failure { _ = try pull(settings, "select 1 as id, pg_sleep(60)", into: collector) }
    #expect(
      failure?.description == "\(settings.place): orders: expected an end within 1 s, found a cancelled statement (SQLSTATE 57014); "
        + "make the query faster (an index on the watermark column) or raise the statement timeout")
    #expect(collector.restarts == 0)
  }

  @Test func aLockedTableIsTriedTwice() throws {
    try Peer.withTable("id bigint") { table in
      var settings = try Peer.settings()
      settings.timeouts.lock = 1
      let collector = Collector()
      var writer = try PostgresConnection.open(Peer.settings("writer"), .readWrite)
      let ended = try writer.transaction(.readWrite) { writer in
        try writer.execute(PostgresStatement("test", "lock table \(table)"))
        return failure { _ = try pull(settings, "select id from \(table)", into: collector) }
      }
      #expect(
        ended?.description == "\(settings.place): orders: expected its locks within 1 s, found another session that holds one "
          + "(SQLSTATE 55P03); run again when no schema change is under way, or raise the lock timeout")
      #expect(collector.restarts == 1)
    }
  }

  @Test func oneMomentForAllFeedsWhileWritersStorm() throws {
    try Peer.withTable("id bigint") { orders in
      try Peer.withTable("id bigint") { redemptions in
        let storm = Storm(orders, redemptions)
        defer { storm.stop() }
        var seen: Set<Int> = []
        // Every transaction adds one row to each table, so both feeds of one moment have the same rows.
        while seen.count < 15 {
          let collectors = [Collector(), Collector()]
          let queries = [orders, redemptions].map { PullQuery(PostgresStatement($0, "select id from \($0) order by id"), watermark: "id") }
          let receipt = try SnapshotPull(Peer.settings(), queries).run(into: collectors.map(\.sink))
          #expect(collectors[0].text == collectors[1].text)
          #expect(receipt.feeds[0].watermark == receipt.feeds[1].watermark)
          seen.insert(receipt.feeds[0].rows)
        }
      }
    }
  }

  @Test func aLateRowComesWithTheNextPullAndCountsOnce() throws {
    try Peer.withTable("changed bigserial, id text, paid_at timestamptz default '2026-02-01 08:00+08'") { table in
      let query = "select id, paid_at, changed from \(table) where changed > $1::bigint - 10 order by changed"
      func records(_ watermark: String) throws -> (ids: [String], watermark: String?) {
        let (receipt, collector) = try pull(Peer.settings(), query, [watermark], watermark: "changed")
        return (collector.lines.dropFirst().map { String($0.prefix { $0 != "," }) }, receipt.feeds[0].watermark)
      }
      var late = try PostgresConnection.open(Peer.settings("writer"), .readWrite)
      let first = try late.transaction(.readWrite) { late in
        try late.execute(PostgresStatement("test", "insert into \(table) (id) values ('late')"))
        try Peer.write("insert into \(table) (id) values ('early')")
        return try records("0")
      }
      #expect(first.ids == ["early"])
      #expect(first.watermark == "2")
      let second = try records(first.watermark ?? "")
      #expect(second.ids == ["late", "early"])
      #expect(Set(first.ids + second.ids).sorted() == ["early", "late"])
      #expect(second.watermark == "2")
    }
  }
}

/// A writer that adds a row to each of two tables in every transaction until it is stopped.
private final class Storm: @unchecked Sendable {
  private let lock = NSLock()
  private let ended = DispatchSemaphore(value: 0)
  private var stopped = false

  init(_ first: String, _ second: String) {
    Thread.detachNewThread { [self] in
      defer { ended.signal() }
      do {
        var connection = try PostgresConnection.open(Peer.settings("writer"), .readWrite)
        var id = 0
        while !lock.withLock({ stopped }) {
          id += 1
          try connection.transaction(.readWrite) { connection in
            for table in [first, second] { try connection.execute(PostgresStatement("test", "insert into \(table) values (\(id))")) }
          }
        }
      } catch { Issue.record(error) }
    }
  }

  func stop() {
    lock.withLock { stopped = true }
    ended.wait()
  }
}
