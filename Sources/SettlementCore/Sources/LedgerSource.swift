/// Where the ledger is kept.
public enum LedgerSource: Sendable {
  /// A file.
  case sqlite(String)
  /// A schema of a database.
  case postgres(PostgresAccess, schema: String)

  /// As messages name it: the file, or `postgres:host:5432/finance#qingfen`.
  public var name: String {
    switch self {
    case .sqlite(let path): path
    case .postgres(let access, let schema): "postgres:\(access.host):\(access.port)/\(access.database)#\(schema)"
    }
  }
}
