import Testing

@testable import PostgresClient

@Suite struct SettingsTests {
  private func settings(host: String = "db.shop.example") -> PostgresSettings {
    PostgresSettings(host: host, database: "shop", user: "qingfen", password: Password("canary-5f2a"), authorities: "rules/ca.pem")
  }

  @Test func tcpIsAlwaysVerifiedTLS() throws {
    let parameters = Dictionary(uniqueKeysWithValues: try settings().parameters())
    #expect(parameters["sslmode"] == "verify-full")
    #expect(parameters["sslrootcert"] == "rules/ca.pem")
    #expect(parameters["ssl_min_protocol_version"] == "TLSv1.2")
    #expect(parameters["gssencmode"] == "disable")
    #expect(parameters["tcp_user_timeout"] == "15000")
    #expect(parameters["client_encoding"] == "UTF8")
  }

  @Test func onlyASocketFolderGoesWithoutTLS() throws {
    #expect(try settings(host: "/run/postgresql").parameters().contains { $0 == ("sslmode", "disable") })
    for host in ["localhost", "127.0.0.1", "::1", "@abstract"] {
      #expect(try settings(host: host).parameters().contains { $0 == ("sslmode", "verify-full") })
    }
  }

  @Test func unusableSettingsAreNamed() {
    func message(_ change: (inout PostgresSettings) -> Void) -> String {
      var settings = settings()
      change(&settings)
      do {
        _ = try settings.parameters()
        return "no failure"
      } catch { return error.description }
    }
    #expect(
      message { $0.host = "a,b" }
        == "a,b:5432/shop: host: expected the name of one host, or the folder of a Unix socket, found 'a,b'; correct the configuration")
    #expect(
      message { $0.port = 70_000 }
        == "db.shop.example:70000/shop: port: expected 1 to 65535, found '70000'; correct the configuration")
    #expect(message { $0.database = "" } == "db.shop.example:5432/: database: expected a name, found ''; correct the configuration")
    #expect(message { $0.user = "" } == "db.shop.example:5432/shop: user: expected a name, found ''; correct the configuration")
    #expect(
      message { $0.timeouts.lock = 0 }
        == "db.shop.example:5432/shop: timeouts: expected 1 to 604800 seconds each, found '[10, 1800, 0, 60, 15]'; "
        + "correct the configuration")
    #expect(
      message { $0.password = Password("canary\0") }
        == "db.shop.example:5432/shop: password: expected text without NUL bytes, found 'a NUL byte'; correct the configuration")
    #expect(
      message { $0.clientKey = "k\0" }
        == "db.shop.example:5432/shop: settings: expected text without NUL bytes, found 'a NUL byte'; correct the configuration")
  }

  @Test func theEnvironmentLeadsNowhereElse() {
    do {
      _ = try settings(host: "/run/postgresql").parameters { $0 == "PGHOSTADDR" ? "192.0.2.1" : nil }
      Issue.record("no failure")
    } catch {
      #expect(
        error.description == "/run/postgresql:5432/shop: environment: expected no PGHOSTADDR beside the configured host, "
          + "found '192.0.2.1'; correct the configuration")
    }
  }

  @Test func nothingPrintsThePassword() {
    let settings = settings()
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped, "\(settings.password!)", String(reflecting: settings.password!)] {
      #expect(!text.contains("canary"))
    }
  }

  @Test func nothingPrintsParameters() {
    let statement = PostgresStatement("orders", "select $1", ["canary"])
    #expect("\(statement)" == "orders with 1 parameters")
    #expect(String(reflecting: PullQuery(statement)).contains("canary") == false)
  }
}
