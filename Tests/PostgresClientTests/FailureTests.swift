import Testing

@testable import PostgresClient

/// The words a person reads, whatever libpq or the server says.
@Suite struct FailureTests {
  private let settings = PostgresSettings(
    host: "db.shop.example", database: "shop", user: "qingfen", password: Password("canary-5f2a"), authorities: "rules/ca.pem")

  private func connect(_ message: String) -> PostgresFailure { ConnectFailure(settings: settings, subject: "connection")(message) }

  private func statement(_ sqlState: String, _ message: String, position: String? = nil) -> PostgresFailure {
    let words = StatementFailure(place: settings.place, subject: "orders", timeouts: PostgresTimeouts())
    return words(sqlState: sqlState, message: message, position: position)
  }

  private let to = "connection to server at \"db.shop.example\" (192.0.2.1), port 5432 failed: "

  @Test func whatStoppedAConnection() {
    let place = "db.shop.example:5432/shop: connection: expected"
    let trust =
      "TLS with a certificate for 'db.shop.example' signed by rules/ca.pem, found"
    let trustAdvice = "check the host name, the file of authorities and the server's certificate"
    let cases: [(String, PostgresFailure.Kind, String)] = [
      (
        to + "FATAL:  28P01\n", .refused,
        "\(place) the server to let user 'qingfen' in, found a refusal (SQLSTATE 28P01); "
          + "check the user, its password (settings, PGPASSWORD or .pgpass) and the server's pg_hba.conf"
      ),
      (
        to + "FATAL:  3D000\n", .refused,
        "\(place) a database of that name, found none (SQLSTATE 3D000); correct the name of the database"
      ),
      (
        to + "FATAL:  57P03\n", .unreachable,
        "\(place) a server that takes connections, found one that is starting or stopping (SQLSTATE 57P03); "
          + "wait until it is up and run again"
      ),
      (
        to + "FATAL:  53300\n", .unreachable,
        "\(place) a free connection, found too many connections (SQLSTATE 53300); "
          + "free connections on the server, or raise the role's limit, and run again"
      ),
      (
        to + "FATAL:  42501\n", .refused,
        "\(place) the right to connect, found none (SQLSTATE 42501); grant CONNECT on the database to 'qingfen'"
      ),
      (
        to + "FATAL:  0A000\n", .refused,
        "\(place) a session, found a refusal (SQLSTATE 0A000); look the code up in the server's log"
      ),
      (
        to + "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n", .unreachable,
        "\(place) a server that answers, found Connection refused; check that it runs and that host and port are right"
      ),
      (
        "could not translate host name \"db.shop.example\" to address: Name or service not known\n", .unreachable,
        "\(place) a server that answers, found could not translate host name \"db.shop.example\" to address: Name or service not known; "
          + "check that it runs and that host and port are right"
      ),
      (
        to + "SSL error: certificate verify failed\n", .refused, "\(place) \(trust) SSL error: certificate verify failed; \(trustAdvice)"
      ),
      (
        to + "server does not support SSL, but SSL was required\n", .refused,
        "\(place) \(trust) server does not support SSL, but SSL was required; \(trustAdvice)"
      ),
      (
        to + "SSL SYSCALL error: EOF detected\n", .unreachable,
        "\(place) a server that answers, found SSL SYSCALL error: EOF detected; check that it runs and that host and port are right"
      ),
      (
        to + "fe_sendauth: no password supplied\n", .refused,
        "\(place) a password for user 'qingfen', found none; "
          + "give it in the settings, in PGPASSWORD or in .pgpass, a file that only its owner may read"
      ),
      ("", .unreachable, "\(place) a server that answers, found no reason given; check that it runs and that host and port are right"),
    ]
    for (message, kind, text) in cases {
      let failure = connect(message)
      #expect(failure.description == text)
      #expect(failure.kind == kind)
    }
  }

  @Test func theLastAddressOfAHostTells() {
    let both = to + "Connection refused\n\tIs the server running?\n" + to + "FATAL:  28P01\n"
    #expect(connect(both).sqlState == "28P01")
  }

  @Test func statementsAndTheirWords() {
    let place = "db.shop.example:5432/shop: orders: expected"
    let cases: [(PostgresFailure, PostgresFailure.Kind, String)] = [
      (
        statement("42703", "column \"payed\" does not exist", position: "8"), .statement,
        "\(place) the server to accept the statement, found column \"payed\" does not exist at character 8 of the query (SQLSTATE 42703); "
          + "correct the name in the query"
      ),
      (
        statement("42501", "permission denied for table orders"), .statement,
        "\(place) the server to accept the statement, found permission denied for table orders (SQLSTATE 42501); "
          + "grant SELECT on it to the role"
      ),
      (
        statement("57014", "canceling statement due to statement timeout"), .timeout,
        "\(place) an end within 1800 s, found a cancelled statement (SQLSTATE 57014); "
          + "make the query faster (an index on the watermark column) or raise the statement timeout"
      ),
      (
        statement("55P03", "canceling statement due to lock timeout"), .timeout,
        "\(place) its locks within 10 s, found another session that holds one (SQLSTATE 55P03); "
          + "run again when no schema change is under way, or raise the lock timeout"
      ),
      (
        statement("25P03", "terminating connection due to idle-in-transaction timeout"), .timeout,
        "\(place) the next statement within 60 s, found an idle transaction (SQLSTATE 25P03); raise the idle-in-transaction timeout"
      ),
      (
        statement("57P01", "terminating connection due to administrator command"), .interrupted,
        "\(place) the answer to its end, found a session that ended in the middle (SQLSTATE 57P01); "
          + "nothing of it was used; check the server and the network and run again"
      ),
      (
        statement("22P02", "invalid input syntax for type integer: \"KM-1234 \"canary\"\""), .statement,
        "\(place) the server to accept the statement, found invalid input syntax for type integer: \"…\" (SQLSTATE 22P02); "
          + "correct the query, or the rows and parameters it reads"
      ),
      (
        statement("P0001", "card canary is locked"), .statement,
        "\(place) the server to accept the statement, found an error that the database's own code raised, its text hidden "
          + "(SQLSTATE P0001); see the server's log"
      ),
    ]
    for (failure, kind, text) in cases {
      #expect(failure.description == text)
      #expect(failure.kind == kind)
    }
  }

  @Test func onlyWhatMayPassIsTriedAgain() {
    #expect(statement("57P01", "").mayPass)
    #expect(statement("40001", "").mayPass)
    #expect(statement("55P03", "").mayPass)
    #expect(connect(to + "Connection refused").mayPass)
    #expect(!statement("57014", "").mayPass)
    #expect(!statement("42703", "").mayPass)
    #expect(!connect(to + "FATAL:  28P01").mayPass)
  }

  @Test func hostileTextStaysOnOneShortLine() {
    let text = ServerText.clean("a\nb\u{1B}[31m\u{202E}" + String(repeating: "x", count: 500))
    #expect(text == "a b [31m " + String(repeating: "x", count: 191) + "…")
  }
}
