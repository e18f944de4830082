/// Turns the server's answer to a statement into a failure; the wording of statement errors stands here.
struct StatementFailure {
  let place: String
  let subject: String
  let timeouts: PostgresTimeouts

  /// `position`: where in the statement, in characters from 1, as the server gives it.
  func callAsFunction(sqlState: String, message: String, position: String?) -> PostgresFailure {
    switch sqlState {
    case "57014":
      return failure(
        .timeout, sqlState, expected: "an end within \(timeouts.statement) s", found: "a cancelled statement",
        advice: "make the query faster (an index on the watermark column) or raise the statement timeout")
    case "55P03":
      return failure(
        .timeout, sqlState, expected: "its locks within \(timeouts.lock) s", found: "another session that holds one",
        advice: "run again when no schema change is under way, or raise the lock timeout")
    case "25P03":
      return failure(
        .timeout, sqlState, expected: "the next statement within \(timeouts.idleInTransaction) s", found: "an idle transaction",
        advice: "raise the idle-in-transaction timeout")
    case let state where state.hasPrefix("57P") || state.hasPrefix("08") || state.hasPrefix("40"):
      return interrupted(sqlState)
    default:
      let words = ServerText.shown(message, sqlState: sqlState)
      let at = position.map { " at character \($0) of the query" } ?? ""
      return failure(
        .statement, sqlState, expected: "the server to accept the statement", found: "\(words)\(at)", advice: Self.advice(sqlState))
    }
  }

  /// The connection broke or the server ended the session.
  func interrupted(_ sqlState: String? = nil) -> PostgresFailure {
    failure(
      .interrupted, sqlState, expected: "the answer to its end", found: "a session that ended in the middle",
      advice: "nothing of it was used; check the server and the network and run again")
  }

  /// The server keeps the connection open and says nothing.
  func silent(seconds: Int) -> PostgresFailure {
    failure(
      .timeout, expected: "an answer", found: "silence for \(seconds) s", advice: "check the server and the network and run again")
  }

  func cancelled() -> PostgresFailure {
    failure(.cancelled, expected: "the answer to its end", found: "the stop of this run", advice: "run again")
  }

  /// A call that libpq refuses: memory ran out, or an earlier answer was left unread.
  func unusable() -> PostgresFailure {
    failure(
      .interrupted, expected: "a connection ready for a statement", found: "one that was given up",
      advice: "open a new connection; if memory ran out, free some")
  }

  func mistyped(expected: String, found: String, advice: String) -> PostgresFailure {
    failure(.mistyped, expected: expected, found: ServerText.clean(found), advice: advice)
  }

  private func failure(
    _ kind: PostgresFailure.Kind, _ sqlState: String? = nil, expected: String, found: String, advice: String
  ) -> PostgresFailure {
    PostgresFailure(kind, place: place, subject: subject, sqlState: sqlState, expected: expected, found: found, advice: advice)
  }

  private static func advice(_ sqlState: String) -> String {
    switch sqlState {
    case "42501": "grant SELECT on it to the role"
    case "25006": "a pull may only read: use a SELECT that changes nothing"
    case "42P01", "42703": "correct the name in the query"
    case let state where state.hasPrefix("42"): "correct the query"
    case let state where state.hasPrefix("22"): "correct the query, or the rows and parameters it reads"
    case let state where state.hasPrefix("53") || state.hasPrefix("58"): "the server lacks resources: see its log"
    default: "see the server's log"
    }
  }
}
