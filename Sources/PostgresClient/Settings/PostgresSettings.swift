/// Where a database is, who we are there, and how long we wait.
///
/// Over TCP the connection is always TLS 1.2 or newer with the server's certificate and host name verified; there is no switch to turn
/// that off. A host that starts with `/` is the folder of a Unix socket, without TLS.
public struct PostgresSettings: Sendable {
  public var host: String
  public var port: Int
  public var database: String
  public var user: String
  /// `nil`: libpq looks into `PGPASSWORD`, then into the file of `PGPASSFILE` or `~/.pgpass`.
  public var password: Password?
  /// PEM file with the authorities that may sign the server's certificate.
  public var authorities: String
  /// PEM files of our own certificate and its key, for servers that ask for one. The key must be 0600.
  public var clientCertificate: String?
  public var clientKey: String?
  /// Shown in the server's `pg_stat_activity`.
  public var applicationName = "qingfen"
  public var timeouts = PostgresTimeouts()

  /// Debian's bundle of public authorities.
  public static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

  public init(
    host: String, port: Int = 5432, database: String, user: String, password: Password? = nil, authorities: String = systemAuthorities
  ) {
    self.host = host
    self.port = port
    self.database = database
    self.user = user
    self.password = password
    self.authorities = authorities
  }

  /// `host:port/database`, as messages name it.
  public var place: String { "\(host):\(port)/\(database)" }

  var usesUnixSocket: Bool { host.hasPrefix("/") }
}

/// How long to wait, in seconds.
public struct PostgresTimeouts: Hashable, Sendable {
  /// For the connection, name lookup aside, until the server has let us in.
  public var connect = 10
  /// For one statement and all its rows (`statement_timeout`). A server silent for that long and 5 seconds more counts as dead.
  public var statement = 1800
  /// For a lock that another session holds (`lock_timeout`).
  public var lock = 10
  /// Between two statements of a transaction, before the server ends the session (`idle_in_transaction_session_timeout`).
  public var idleInTransaction = 60
  /// For the acknowledgement of what was sent, and between probes of a silent peer (`tcp_user_timeout`, TCP keepalives).
  public var network = 15

  public init() {}
}
