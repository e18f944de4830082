extension PostgresConnection {
  /// How much a transaction sees and may do.
  public enum TransactionMode: Sendable {
    /// `REPEATABLE READ READ ONLY`: all its queries see the database of one moment, whoever writes meanwhile.
    case snapshot
    /// `READ COMMITTED READ WRITE`.
    case readWrite

    var begin: String {
      switch self {
      case .snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
      case .readWrite: "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE"
      }
    }
  }

  /// Runs `body` in one transaction: committed when it returns, rolled back when it throws.
  @discardableResult
  public mutating func transaction<Result>(
    _ mode: TransactionMode, _ body: (inout PostgresConnection) throws -> Result
  ) throws -> Result {
    try execute(PostgresStatement("transaction", mode.begin))
    let result: Result
    do { result = try body(&self) } catch {
      // The failure of `body` is the one to tell; without a rollback the connection must not be used again.
      do { if isUsable { try execute(PostgresStatement("transaction", "ROLLBACK")) } } catch { isUsable = false }
      throw error
    }
    try execute(PostgresStatement("transaction", "COMMIT"))
    return result
  }
}
