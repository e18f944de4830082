import CPostgres

extension PostgresConnection {
  /// Runs a statement that is parsed once per connection, parameters and rows in binary form.
  ///
  /// `subject` is what messages call it. Throws ``PostgresFailure``; inside a transaction nothing more can be done in it then.
  @discardableResult
  public mutating func run(_ subject: String, _ text: String, _ parameters: BinaryParameters = BinaryParameters()) throws(PostgresFailure)
    -> PostgresRows
  {
    let name = try prepare(subject, text, parameters.types)
    guard isUsable, handle.sendPrepared(name, parameters.values) else { throw words(subject).unusable() }
    guard let answer = try nextAnswer(subject) else { throw words(subject).interrupted() }
    guard answer.status == PGRES_TUPLES_OK || answer.status == PGRES_COMMAND_OK else { throw try lastFailure(answer, subject) }
    let rows = answer.takeRows()
    while let more = try nextAnswer(subject) { throw try lastFailure(more, subject) }
    return rows
  }

  /// The name under which the server knows the statement with parameters of these types.
  private mutating func prepare(_ subject: String, _ text: String, _ types: [PostgresType]) throws(PostgresFailure) -> String {
    let key = PreparedStatement(text: text, types: types)
    if let number = prepared[key] { return "s\(number)" }
    guard !text.utf8.contains(0) else {
      throw words(subject).mistyped(expected: "text without NUL bytes", found: "a NUL byte in the statement", advice: "correct it")
    }
    let name = "s\(prepared.count)"
    guard isUsable, handle.sendPrepare(name, text, types) else { throw words(subject).unusable() }
    while let answer = try nextAnswer(subject) {
      guard answer.status == PGRES_COMMAND_OK else { throw try lastFailure(answer, subject) }
    }
    prepared[key] = prepared.count
    return name
  }
}

/// What makes a prepared statement another one.
struct PreparedStatement: Hashable {
  let text: String
  let types: [PostgresType]
}
