/// What `doctor` wants to know about a database; the wording is the caller's.
public struct ServerFacts: Sendable {
  /// A configured query: what it returns, or why it cannot be prepared.
  public struct Query: Sendable {
    public let name: String
    public let columns: Result<[Column], PostgresFailure>
  }

  /// A column a query returns, with its type as PostgreSQL writes it: `timestamp with time zone`.
  public struct Column: Hashable, Sendable {
    public let name: String
    public let type: String
    /// Whether ``CSVRows`` refuses it: binary floating point or `money`.
    public let isInexact: Bool
  }

  /// `15.3 (Debian 15.3-0+deb12u1)`.
  public let serverVersion: String
  /// A standby that follows another server.
  public let isInRecovery: Bool
  /// The TLS version in use; `nil` on a Unix socket.
  public let encryption: String?
  public let isSuperuser: Bool
  /// Tables and views outside PostgreSQL's own schemas that the role can read and change (INSERT, UPDATE, DELETE, TRUNCATE), sorted.
  public let writableRelations: [String]
  /// The role's own default, before this connection set its own.
  public let isReadOnlyByDefault: Bool
  /// Microseconds that the server's clock is ahead of ours, exact to half the time of one question.
  public let clockLeadMicroseconds: Int64
  /// The zone a session of this role starts in.
  public let timeZone: String
  /// `UTF8`; a server in `SQL_ASCII` gives bytes of any encoding.
  public let encoding: String
  public let queries: [Query]
}
