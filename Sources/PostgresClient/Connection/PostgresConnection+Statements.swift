import CPostgres

extension PostgresConnection {
  /// Runs a statement whose rows, if any, do not matter; returns how many rows an INSERT, UPDATE or DELETE touched.
  @discardableResult
  public mutating func execute(_ statement: PostgresStatement) throws(PostgresFailure) -> Int {
    try send(statement)
    var touched = 0
    while let answer = try nextAnswer(statement.name) {
      guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(answer.status) else { throw try lastFailure(answer, statement.name) }
      touched = answer.touchedRows
    }
    return touched
  }

  /// Runs several statements, separated by semicolons: a migration. Outside a transaction they are one of their own.
  public mutating func execute(script: PostgresStatement) throws(PostgresFailure) {
    try checkText(script)
    guard isUsable, handle.sendScript(script.text) else { throw words(script.name).unusable() }
    while let answer = try nextAnswer(script.name) {
      guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY].contains(answer.status) else {
        throw try lastFailure(answer, script.name)
      }
    }
  }

  /// All rows of a small query, `nil` for NULL; for facts, not for feeds.
  public mutating func rows(of statement: PostgresStatement) throws(PostgresFailure) -> [[String?]] {
    try send(statement)
    var rows: [[String?]] = []
    while let answer = try nextAnswer(statement.name) {
      guard answer.status == PGRES_TUPLES_OK else { throw try lastFailure(answer, statement.name) }
      let count = answer.columns.count
      for row in 0..<answer.rowCount {
        rows.append(answer.withRow(row) { row in (0..<count).map { row.text($0) } })
      }
    }
    return rows
  }

  /// What the server would return for `statement`, which is parsed and not run.
  public mutating func columns(of statement: PostgresStatement) throws(PostgresFailure) -> [PostgresColumn] {
    try checkText(statement)
    guard isUsable, handle.sendPrepare(statement.text) else { throw words(statement.name).unusable() }
    try finishCommand(statement.name)
    guard handle.sendDescribePrepared() else { throw words(statement.name).unusable() }
    var columns: [PostgresColumn] = []
    while let answer = try nextAnswer(statement.name) {
      guard answer.status == PGRES_COMMAND_OK else { throw try lastFailure(answer, statement.name) }
      columns = answer.columns
    }
    return columns
  }

  private mutating func finishCommand(_ subject: String) throws(PostgresFailure) {
    while let answer = try nextAnswer(subject) {
      guard answer.status == PGRES_COMMAND_OK else { throw try lastFailure(answer, subject) }
    }
  }

  mutating func send(_ statement: PostgresStatement) throws(PostgresFailure) {
    try checkText(statement)
    guard isUsable, handle.send(statement.text, statement.parameters) else { throw words(statement.name).unusable() }
  }

  private func checkText(_ statement: PostgresStatement) throws(PostgresFailure) {
    let texts = [statement.text] + statement.parameters.compactMap { $0 }
    guard texts.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw words(statement.name).mistyped(
        expected: "text without NUL bytes", found: "a NUL byte in the query or a parameter", advice: "correct the query")
    }
  }

  /// Reads what follows a failure, so that the connection can go on, and returns the failure.
  mutating func lastFailure(_ answer: borrowing Answer, _ subject: String) throws(PostgresFailure) -> PostgresFailure {
    let failure = answer.failure(words(subject))
    if handle.isBad || answer.status != PGRES_FATAL_ERROR { isUsable = false }
    while isUsable, try nextAnswer(subject) != nil {}
    return failure
  }
}
