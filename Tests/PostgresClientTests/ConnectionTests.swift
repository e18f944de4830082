import Glibc
import Testing

@testable import PostgresClient

@Suite(.enabled(if: Peer.isThere)) struct ConnectionTests {
  /// What opening ends with, in words; the password must stand nowhere in the failure.
  private func message(_ settings: PostgresSettings) -> String {
    guard let failure = failure(of: { _ = try PostgresConnection.open(settings, .readOnly) }) else { return "no failure" }
    var dumped = ""
    dump(failure, to: &dumped)
    if let password = settings.password { #expect(!(dumped + "\(failure)").contains(password.text)) }
    return "\(failure.kind): \(failure)"
  }

  @Test func tlsIsVerifiedAndSessionsAreSet() throws {
    var connection = try PostgresConnection.open(Peer.settings(), .readOnly)
    #expect(connection.encryption == "TLSv1.3")
    #expect(connection.serverVersion >= 150_000)
    let rows = try connection.rows(
      of: PostgresStatement(
        "test",
        """
        select current_setting('TimeZone'), current_setting('DateStyle'), current_setting('default_transaction_read_only'),
          current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('client_encoding'),
          current_setting('client_connection_check_interval'), null
        """))
    #expect(rows == [["UTC", "ISO, YMD", "on", "30min", "10s", "UTF8", "5s", nil]])
  }

  @Test func aUnixSocketNeedsNoTLS() throws {
    let connection = try PostgresConnection.open(Peer.settings(host: Peer.fact("postgres.socket")[0]), .readOnly)
    #expect(connection.encryption == nil)
  }

  @Test func aWrongPasswordIsRefused() throws {
    var settings = try Peer.settings()
    settings.password = Password("canary-93c1")
    #expect(
      message(settings) == "refused: \(settings.place): connection: expected the server to let user 'reader' in, found a refusal "
        + "(SQLSTATE 28P01); check the user, its password (settings, PGPASSWORD or .pgpass) and the server's pg_hba.conf")
  }

  @Test func anotherAuthorityIsRefused() throws {
    var settings = try Peer.settings()
    settings.authorities = try Peer.fact("postgres.other-ca")[0]
    #expect(
      message(settings) == "refused: \(settings.place): connection: expected TLS with a certificate for 'localhost' signed by "
        + "\(settings.authorities), found SSL error: certificate verify failed; "
        + "check the host name, the file of authorities and the server's certificate")
  }

  @Test func aMissingFileOfAuthoritiesIsRefused() throws {
    var settings = try Peer.settings()
    settings.authorities = "/nowhere/ca.pem"
    #expect(
      message(settings) == "refused: \(settings.place): connection: expected TLS with a certificate for 'localhost' signed by "
        + "/nowhere/ca.pem, found root certificate file \"/nowhere/ca.pem\" does not exist; "
        + "check the host name, the file of authorities and the server's certificate")
  }

  @Test func anotherHostNameIsRefused() throws {
    let settings = try Peer.settings(host: "127.0.0.1")
    #expect(
      message(settings) == "refused: \(settings.place): connection: expected TLS with a certificate for '127.0.0.1' signed by "
        + "\(settings.authorities), found server certificate for \"localhost\" (and 1 other name) does not match host name \"127.0.0.1\"; "
        + "check the host name, the file of authorities and the server's certificate")
  }

  @Test func aCertificateOfOursLetsUsIn() throws {
    var settings = try Peer.settings()
    let files = try Peer.fact("postgres.certified")
    (settings.user, settings.password) = ("certified", nil)
    #expect(message(settings).hasPrefix("refused: \(settings.place): connection: expected the server to let user 'certified' in"))
    (settings.clientCertificate, settings.clientKey) = (files[0], files[1])
    #expect(message(settings) == "no failure")
  }

  @Test func anUnknownDatabaseIsRefused() throws {
    var settings = try Peer.settings()
    settings.database = "shopp"
    #expect(
      message(settings) == "refused: \(settings.place): connection: expected a database of that name, found none (SQLSTATE 3D000); "
        + "correct the name of the database")
  }

  @Test func nobodyThere() throws {
    let settings = try Peer.settings(port: 1)
    #expect(
      message(settings) == "unreachable: localhost:1/shop: connection: expected a server that answers, found Connection refused; "
        + "check that it runs and that host and port are right")
  }

  @Test func aServerThatNeverAnswersIsLeft() throws {
    let proxy = try CuttingProxy("freeze:0")
    var settings = try Peer.settings(port: proxy.port)
    settings.timeouts.connect = 1
    #expect(
      message(settings) == "unreachable: \(settings.place): connection: expected a session within 1 s, found none; "
        + "check that the server runs, that host and port are right and that no firewall drops the packets")
  }

  @Test func aServerThatGoesSilentIsLeft() throws {
    let proxy = try CuttingProxy("freeze:200000")
    var settings = try Peer.settings(port: proxy.port)
    settings.timeouts.statement = 1
    // The server's own timeout of the statement cannot reach us either.
    let failure = failure { _ = try pull(settings, "select repeat('x', 1000) as x from generate_series(1, 1000) n") }
    #expect(
      failure?.description == "\(settings.place): orders: expected an answer, found silence for 6 s; "
        + "check the server and the network and run again")
    #expect(failure?.kind == .timeout)
  }

  @Test func cancellingStopsTheStatementOnTheServer() throws {
    let settings = try Peer.settings()
    let started = ContinuousClock.now
    let failure = failure {
      var connection = try PostgresConnection.open(
        settings, .readOnly, isCancelled: { ContinuousClock.now - started > .milliseconds(500) })
      _ = try connection.rows(of: PostgresStatement("orders", "select pg_sleep(3600)"))
    }
    #expect(failure?.kind == .cancelled)
    #expect(
      failure?.description == "\(settings.place): orders: expected the answer to its end, found the stop of this run; run again")
    // The server ends the session a moment after it has heard.
    var looks = 0
    while looks < 200, try Peer.sessions(settings.applicationName) > 0 {
      usleep(50_000)
      looks += 1
    }
    #expect(looks < 200)
  }

  @Test func aConnectionGivenUpTakesNothingMore() throws {
    struct Stop: Error {}
    var connection = try PostgresConnection.open(Peer.settings(), .readOnly)
    var rows = CSVRows(sink: { _ in throw Stop() })
    let many = PostgresStatement("orders", "select n, repeat('x', 1000) as x from generate_series(1, 100000) n")
    do {
      try connection.stream(many, into: &rows)
      Issue.record("the sink's error is lost")
    } catch { #expect(error is Stop) }
    do {
      try connection.execute(PostgresStatement("orders", "select 1"))
      Issue.record("a statement on a connection with unread rows")
    } catch {
      #expect(
        error.description == "\(connection.settings.place): orders: expected a connection ready for a statement, "
          + "found one that was given up; open a new connection; if memory ran out, free some")
    }
  }

  @Test func aTransactionIsUndoneWhenItsBodyFails() throws {
    struct Stop: Error {}
    try Peer.withTable("id bigint") { table in
      var connection = try PostgresConnection.open(Peer.settings("writer"), .readWrite)
      #expect(throws: Stop.self) {
        try connection.transaction(.readWrite) { connection in
          #expect(try connection.execute(PostgresStatement("test", "insert into \(table) values (1), (2)")) == 2)
          throw Stop()
        }
      }
      try connection.transaction(.readWrite) { try $0.execute(PostgresStatement("test", "insert into \(table) values ($1)", ["7"])) }
      #expect(try connection.rows(of: PostgresStatement("test", "select id from \(table)")) == [["7"]])
    }
  }
}
