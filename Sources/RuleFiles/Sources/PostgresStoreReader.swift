import SettlementCore

/// Reads `postgres:` of the store.
///
/// Defaults: `port: 5432`, `statement-timeout: 10m`, `lock-timeout: 10s`, `idle-timeout: 1m`, `zone` the configuration's, `ca` the system's,
/// no password and no certificate.
struct PostgresStoreReader {
  private let reader: MappingReader
  private let folder: String
  private let zone: String

  init?(_ store: MappingReader, in folder: String, zone: String) {
    let required = ["host", "database", "user"] + StoreFeed.allCases.filter(\.isRequired).map(\.rawValue)
    let own = ["host", "port", "database", "user", "password", "ca", "certificate", "key"]
    let keys = own + ["statement-timeout", "lock-timeout", "idle-timeout", "zone"] + StoreFeed.allCases.map(\.rawValue)
    guard let reader = store.mapping("postgres", "postgres", keys: keys, required: required) else { return nil }
    self.reader = reader
    self.folder = folder
    self.zone = zone
  }

  func read() -> PostgresStore? {
    let host = host()
    let port = reader.number("port", 1...65_535)
    let (database, user, password) = (reader.text("database"), reader.text("user"), reader.secret("password"))
    let authorities = reader.path("ca", in: folder)
    let certificate = reader.clientCertificate(in: folder).map { CertificateFiles(certificate: $0.certificate, key: $0.key) }
    let timeouts = timeouts()
    let zone = reader.zone("zone") ?? zone
    let queries = StoreFeed.allCases.compactMap { StoreQueryReader(reader, $0, in: folder)?.read() }
    guard let host, let database, let user else { return nil }
    return PostgresStore(
      host: host, port: port.map { Int($0) } ?? 5432, database: database, user: user, password: password, authorities: authorities,
      certificate: certificate, timeouts: timeouts, zone: zone, queries: queries)
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

  private func timeouts() -> PostgresStore.Timeouts {
    let standard = PostgresStore.Timeouts()
    return PostgresStore.Timeouts(
      statement: reader.duration("statement-timeout") ?? standard.statement, lock: reader.duration("lock-timeout") ?? standard.lock,
      idle: reader.duration("idle-timeout") ?? standard.idle)
  }
}
