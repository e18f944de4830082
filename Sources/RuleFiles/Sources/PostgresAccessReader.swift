import SettlementCore

/// Reads how a PostgreSQL database is reached: the store's, and the ledger's.
///
/// Defaults: `port: 5432`, `lock-timeout: 10s`, `ca` the system's, no password and no certificate.
struct PostgresAccessReader {
  static let required = ["host", "database", "user"]
  static let keys = [
    "host", "port", "database", "user", "password", "ca", "certificate", "key", "statement-timeout", "lock-timeout",
  ]

  private let reader: MappingReader
  private let folder: String

  init(_ reader: MappingReader, in folder: String) {
    self.reader = reader
    self.folder = folder
  }

  /// `statement`: the statement timeout unless another is given; `idle`: the idle timeout. Nil when a problem was found.
  func read(statement: Duration, idle: Duration) -> PostgresAccess? {
    let host = host()
    let port = reader.number("port", 1...65_535)
    let (database, user, password) = (reader.text("database"), reader.text("user"), reader.secret("password"))
    let authorities = reader.path("ca", in: folder)
    let certificate = reader.clientCertificate(in: folder).map { CertificateFiles(certificate: $0.certificate, key: $0.key) }
    let timeouts = PostgresAccess.Timeouts(
      statement: reader.duration("statement-timeout") ?? statement, lock: reader.duration("lock-timeout") ?? .seconds(10), idle: idle)
    guard let host, let database, let user else { return nil }
    return PostgresAccess(
      host: host, port: port.map { Int($0) } ?? 5432, database: database, user: user, password: password, authorities: authorities,
      certificate: certificate, timeouts: timeouts)
  }

  private func host() -> String? {
    guard let host = reader.text("host") else { return nil }
    if host.hasPrefix("/") {
      reader.forbid(["ca", "certificate", "key"], "beside a Unix socket, which has no TLS")
    } else if host.wholeMatch(of: /[A-Za-z0-9._-]+|[0-9A-Fa-f:]+/) == nil {
      reader.refuse("host", expected: "a name, an address or the folder of a Unix socket", advice: "write such as db.shop.example")
    }
    return host
  }
}
