import PostgresClient

/// What `doctor` wants to know about the store's database; the wording is the caller's.
public struct StoreServerFacts: Sendable {
  /// A column that a query returns, with its type as PostgreSQL writes it.
  public struct Column: Hashable, Sendable {
    public let name: String
    public let type: String
    /// A pull refuses it: binary floating point or `money`.
    public let isInexact: Bool
  }

  public let serverVersion: String
  /// A standby that follows another server.
  public let isInRecovery: Bool
  /// The TLS version in use; nil on a Unix socket.
  public let encryption: String?
  public let encoding: String
  /// The zone in which a session of the role starts.
  public let timeZone: String
  public let isSuperuser: Bool
  /// What the role can read and change.
  public let writableRelations: [String]
  public let isReadOnlyByDefault: Bool
  /// Microseconds that the server's clock is ahead of ours.
  public let clockLeadMicroseconds: Int64
  /// What each configured query returns, or why it cannot be prepared.
  public let queries: [Result<[Column], SourceFailure>]

  init(_ facts: ServerFacts) {
    serverVersion = facts.serverVersion
    isInRecovery = facts.isInRecovery
    encryption = facts.encryption
    encoding = facts.encoding
    timeZone = facts.timeZone
    isSuperuser = facts.isSuperuser
    writableRelations = facts.writableRelations
    isReadOnlyByDefault = facts.isReadOnlyByDefault
    clockLeadMicroseconds = facts.clockLeadMicroseconds
    queries = facts.queries.map { query in
      query.columns.map { $0.map { Column(name: $0.name, type: $0.type, isInexact: $0.isInexact) } }.mapError { SourceFailure($0) }
    }
  }
}
