import CPostgres
import Faults

extension PostgresConnection {
  /// Streams the rows of a query into `consumer`, one at a time.
  ///
  /// Throws ``PostgresFailure``, or what the consumer throws; the connection takes no more statements when that happens in the middle.
  public mutating func stream<Consumer: RowConsumer & ~Copyable>(
    _ statement: PostgresStatement, into consumer: inout Consumer
  ) throws {
    try send(statement)
    guard handle.setSingleRowMode() else { throw giveUp(words(statement.name).unusable()) }
    do { try receive(statement.name, &consumer) } catch let fault as RowFault {
      throw giveUp(words(statement.name).mistyped(expected: fault.expected, found: fault.found, advice: fault.advice))
    } catch let failure as PostgresFailure {
      throw failure
    } catch {
      abandon()
      throw error
    }
  }

  private mutating func receive<Consumer: RowConsumer & ~Copyable>(_ subject: String, _ consumer: inout Consumer) throws {
    var hasBegun = false
    var isComplete = false
    var rows = 0
    while let answer = try nextAnswer(subject) {
      let status = answer.status
      guard status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK else { throw try failure(answer, subject) }
      if rows % Self.rowsPerEffect == 0 { try readEffect(subject) }
      rows += 1
      if !hasBegun {
        try consumer.begin(answer.columns)
        hasBegun = true
      }
      if status == PGRES_TUPLES_OK {
        isComplete = true
      } else {
        try answer.withRow(0) { row in try consumer.consume(row) }
      }
    }
    guard isComplete else { throw words(subject).interrupted() }
    try consumer.finish()
  }

  /// Rows come one by one; a test's plan of faults counts them by so many.
  private static var rowsPerEffect: Int { 1000 }

  private mutating func readEffect(_ subject: String) throws(PostgresFailure) {
    do throws(InjectedFault) {
      try Effect.at(.networkRead, settings.place)
    } catch {
      throw giveUp(error.isDeath ? words(subject).cancelled() : words(subject).interrupted())
    }
  }

  private mutating func failure(_ answer: borrowing Answer, _ subject: String) throws(PostgresFailure) -> PostgresFailure {
    if answer.status == PGRES_FATAL_ERROR { return try lastFailure(answer, subject) }
    return giveUp(words(subject).mistyped(expected: "a query that returns rows", found: "another command", advice: "use a SELECT"))
  }
}
