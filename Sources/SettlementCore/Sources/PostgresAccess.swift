/// How a PostgreSQL database is reached. TLS to a host is always verified in full.
public struct PostgresAccess: Sendable {
  /// A name or an address, or the absolute path of a Unix socket's folder.
  public let host: String
  public let port: Int
  public let database: String
  public let user: String
  /// Nil: `.pgpass`, or the client certificate.
  public let password: SecretReference?
  /// A PEM file with the authorities to trust; nil: the system's.
  public let authorities: String?
  public let certificate: CertificateFiles?
  public let timeouts: Timeouts

  /// How long the database lets us wait; each at least a second.
  public struct Timeouts: Hashable, Sendable {
    public let statement: Duration
    public let lock: Duration
    /// Idle in the transaction.
    public let idle: Duration

    public init(statement: Duration = .seconds(600), lock: Duration = .seconds(10), idle: Duration = .seconds(60)) {
      self.statement = statement
      self.lock = lock
      self.idle = idle
    }
  }

  /// True when the host is the folder of a Unix socket, which has no TLS.
  public var isSocket: Bool { host.hasPrefix("/") }

  public init(
    host: String, port: Int = 5432, database: String, user: String, password: SecretReference? = nil, authorities: String? = nil,
    certificate: CertificateFiles? = nil, timeouts: Timeouts = Timeouts()
  ) {
    self.host = host
    self.port = port
    self.database = database
    self.user = user
    self.password = password
    self.authorities = authorities
    self.certificate = certificate
    self.timeouts = timeouts
  }

  /// The same for another role, whose password libpq finds itself.
  public func `as`(_ user: String) -> PostgresAccess {
    PostgresAccess(host: host, port: port, database: database, user: user, authorities: authorities, timeouts: timeouts)
  }
}
