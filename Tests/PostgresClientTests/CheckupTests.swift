import Testing

@testable import PostgresClient

@Suite(.enabled(if: Peer.isThere)) struct CheckupTests {
  /// Without the tables of tests that run beside this one.
  private static func lasting(_ relations: [String]) -> [String] {
    relations.filter { !$0.hasPrefix("shop.t") && !$0.hasPrefix("shop.sample_") }
  }

  @Test func aReaderAsItShouldBe() throws {
    let queries = [
      PostgresStatement("orders", "select order_id, paid, paid_at, currency from shop.orders where changed > $1"),
      PostgresStatement("refunds", "select refund_id from shop.refunds"),
      PostgresStatement("redemptions", "select redemption_id::float8 as weight from shop.redemptions"),
    ]
    let settings = try Peer.settings()
    let facts = try Checkup.run(settings, queries: queries)
    #expect(facts.serverVersion.hasPrefix("15."))
    #expect(!facts.isInRecovery)
    #expect(facts.encryption == "TLSv1.3")
    #expect(!facts.isSuperuser)
    #expect(Self.lasting(facts.writableRelations).isEmpty)
    #expect(!facts.isReadOnlyByDefault)
    #expect(facts.timeZone == "Asia/Shanghai")
    #expect(facts.encoding == "UTF8")
    // Both clocks are this machine's.
    #expect(abs(facts.clockLeadMicroseconds) < 60_000_000)
    #expect(facts.queries.map(\.name) == ["orders", "refunds", "redemptions"])
    #expect(
      try facts.queries[0].columns.get() == [
        ServerFacts.Column(name: "order_id", type: "text", isInexact: false),
        ServerFacts.Column(name: "paid", type: "numeric(14,2)", isInexact: false),
        ServerFacts.Column(name: "paid_at", type: "timestamp with time zone", isInexact: false),
        ServerFacts.Column(name: "currency", type: "character(3)", isInexact: false),
      ])
    #expect(
      failure { _ = try facts.queries[1].columns.get() }?.description
        == "\(settings.place): refunds: expected the server to accept the statement, found relation \"shop.refunds\" does not exist "
        + "at character 23 of the query (SQLSTATE 42P01); correct the name in the query")
    #expect(
      try facts.queries[2].columns.get() == [ServerFacts.Column(name: "weight", type: "double precision", isInexact: true)])
  }

  @Test func aRoleThatCouldWriteIsReported() throws {
    let facts = try Checkup.run(Peer.settings("writer", host: Peer.fact("postgres.socket")[0]), queries: [])
    #expect(Self.lasting(facts.writableRelations) == ["shop.orders", "shop.redemptions"])
    #expect(facts.encryption == nil)
  }

  @Test func aGrantOnOneColumnIsReported() throws {
    try Peer.withTable("id bigint, note text") { table in
      try Peer.write("grant update (note) on \(table) to reader")
      #expect(try Checkup.run(Peer.settings(), queries: []).writableRelations.contains(table))
    }
  }
}
