import Testing

@testable import PostgresClient

/// Rows by COPY, and prepared statements in binary form.
@Suite(.enabled(if: Peer.isThere)) struct WritingTests {
  private struct Stop: Error {}

  /// A session in which the names of `shop` need no schema.
  private func session(_ settings: PostgresSettings? = nil) throws -> PostgresConnection {
    var connection = try PostgresConnection.open(settings ?? Peer.settings("writer"), .readWrite)
    try connection.execute(PostgresStatement("test", "set search_path = shop"))
    return connection
  }

  private static let columns = "a bigint, b integer, c smallint, d boolean, e text, f bigint[]"

  private func made(_ count: Int) -> CopyRows {
    var rows = CopyRows(columns: 6)
    for row in 0..<count {
      rows.begin()
      rows.long(Int64(row) - 1 << 40)
      if row % 3 == 0 { rows.null() } else { rows.integer(Int32(-row)) }
      rows.short(Int16(row % 1000))
      rows.boolean(row % 2 == 0)
      rows.text("权益 \(row) \\ \t\n\"".utf8)
      rows.longs((0..<Int64(row % 4)).map { $0 * Int64(row) })
    }
    return rows
  }

  @Test func everyTypeComesBackAsItWent() throws {
    try Peer.withTable(Self.columns) { table in
      var connection = try session()
      let name = String(table.dropFirst("shop.".count))
      let rows = made(1_000)
      #expect(try connection.copy(into: name, ["a", "b", "c", "d", "e", "f"], subject: "rows") { put in try put(rows.bytes) } == 1_000)
      let found = try connection.run("rows", "SELECT a, b, c, d, e, f FROM \(name) ORDER BY a")
      #expect(found.count == 1_000 && found.columnCount == 6)
      for row in 0..<1_000 {
        var list: [Int64] = []
        #expect(found.withIntegers(row, 5) { list.append($0) } != nil)
        #expect(found.integer(row, 0) == Int64(row) - 1 << 40 && found.integer(row, 2) == Int64(row % 1000))
        #expect(found.isNull(row, 1) == (row % 3 == 0) && found.integer(row, 1) == (row % 3 == 0 ? 0 : -Int64(row)))
        #expect(found.integer(row, 3) == (row % 2 == 0 ? 1 : 0) && found.text(row, 4) == "权益 \(row) \\ \t\n\"")
        #expect(list == (0..<Int64(row % 4)).map { $0 * Int64(row) })
      }
      #expect(found.withIntegers(0, 4) { _ in } == nil, "a text is no list")
    }
  }

  @Test func arraysAndSingleValuesAreBound() throws {
    var connection = try session()
    var (numbers, texts) = (BinaryArray(of: .bigint), BinaryArray(of: .text))
    for number in 0..<5 {
      numbers.append(Int64(number) * 1 << 50)
      if number == 3 { texts.appendNull() } else { texts.append("t\(number)".utf8) }
    }
    var parameters = BinaryParameters()
    parameters.array(numbers)
    parameters.array(texts)
    parameters.integer(7)
    parameters.integer(nil)
    parameters.text("文".utf8)
    parameters.first(of: texts)
    for _ in 0..<3 {  // the second time it is prepared already
      let found = try connection.run(
        "test", "SELECT n, t, $3 + 1, $4, $5 || $6 FROM unnest($1::bigint[], $2::text[]) AS u(n, t)", parameters)
      #expect((0..<5).map { found.integer($0, 0) } == (0..<5).map { Int64($0) << 50 })
      #expect((0..<5).map { found.isNull($0, 1) ? "-" : found.text($0, 1) } == ["t0", "t1", "t2", "-", "t4"])
      #expect(found.integer(0, 2) == 8 && found.isNull(0, 3) && found.text(0, 4) == "文t0")
    }
    var empty = BinaryParameters()
    empty.array(BinaryArray(of: .text))
    #expect(try connection.run("test", "SELECT cardinality($1)", empty).integer(0, 0) == 0)
  }

  /// After each of these the connection goes on, and the table is as it was.
  @Test func whatIsRefusedLeavesNothing() throws {
    try Peer.withTable("a bigint primary key") { table in
      var connection = try session()
      let name = String(table.dropFirst("shop.".count))
      func rows(_ range: Range<Int64>) -> [UInt8] {
        var rows = CopyRows(columns: 1)
        for number in range {
          rows.begin()
          rows.long(number)
        }
        return rows.bytes
      }
      let twice = failure {
        try connection.copy(into: name, ["a"], subject: "rows") { put in for _ in 0..<200 { try put(rows(0..<1_000)) } }
      }
      #expect(twice?.kind == .statement && twice?.sqlState == "23505" && twice?.subject == "rows")
      #expect(throws: Stop.self) {
        try connection.copy(into: name, ["a"], subject: "rows") { put in
          try put(rows(0..<10))
          throw Stop()
        }
      }
      let torn = failure { try connection.copy(into: name, ["a"], subject: "rows") { put in try put(Array(rows(0..<10).dropLast(3))) } }
      #expect(torn?.sqlState == "22P04")
      let absent = failure { try connection.copy(into: "absent", ["a"], subject: "rows") { put in try put(rows(0..<1)) } }
      #expect(absent?.sqlState == "42P01")
      #expect(failure { try connection.run("test", "SELECT 1 / 0") }?.sqlState == "22012")
      #expect(try connection.run("test", "SELECT count(*) FROM \(name)").integer(0, 0) == 0)
      #expect(try connection.copy(into: name, ["a"], subject: "rows") { put in try put(rows(0..<10)) } == 10)
      #expect(try connection.run("test", "DELETE FROM \(name) WHERE a < 4").touched == 4)
    }
  }

  @Test func aScriptIsOneTransaction() throws {
    var connection = try session()
    let name = "t\(UInt64.random(in: 0...UInt64.max))"
    let broken = failure { try connection.execute(script: PostgresStatement("test", "create table \(name)(a int); select 1 / 0;")) }
    #expect(broken?.sqlState == "22012")
    #expect(failure { try connection.run("test", "SELECT 1 FROM \(name)") }?.sqlState == "42P01")
    try connection.execute(
      script: PostgresStatement("test", "create table \(name)(a int); insert into \(name) values (1); drop table \(name)"))
  }

  /// The session is ended while rows are on their way.
  @Test func anEndedSessionIsNoticed() throws {
    try Peer.withTable("a bigint") { table in
      let settings = try Peer.settings("writer")
      var connection = try session(settings)
      let name = String(table.dropFirst("shop.".count))
      var rows = CopyRows(columns: 1)
      for number in 0..<50_000 {
        rows.begin()
        rows.long(Int64(number))
      }
      let ended = failure {
        try connection.copy(into: name, ["a"], subject: "rows") { put in
          try put(rows.bytes)
          try Peer.terminate(settings.applicationName)
          for _ in 0..<100 { try put(rows.bytes) }
        }
      }
      #expect(ended?.kind == .interrupted, "\(ended?.description ?? "none")")
      #expect(failure { try connection.run("test", "SELECT 1") } != nil)
      var other = try session()
      #expect(try other.run("test", "SELECT count(*) FROM \(name)").integer(0, 0) == 0)
    }
  }
}
