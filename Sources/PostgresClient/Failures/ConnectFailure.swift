/// Reads libpq's words about a connection that did not come to be; the one place that knows them.
///
/// libpq 15 has no code for these failures. The connection asks for the terse form, in which a server's refusal is `FATAL:  28P01`
/// and nothing else, so the words here are libpq's own.
struct ConnectFailure {
  let settings: PostgresSettings
  let subject: String

  func callAsFunction(_ message: String) -> PostgresFailure {
    // One line for every address of the host; the last one is the one that got furthest or was tried last.
    let lines = message.split(whereSeparator: \.isNewline).map(String.init)
    let state = lines.compactMap(Self.sqlState).last
    if let state { return refusal(state) }
    let reasons = lines.compactMap { line in line.firstRange(of: " failed: ").map { String(line[$0.upperBound...]) } }
    let reason = reasons.last ?? lines.first ?? "no reason given"
    if reason.contains("no password supplied") { return noPassword() }
    return Self.isAboutTrust(reason) ? distrust(reason) : unreachable(reason)
  }

  private func failure(
    _ kind: PostgresFailure.Kind, _ sqlState: String? = nil, expected: String, found: String, advice: String
  ) -> PostgresFailure {
    PostgresFailure(
      kind, place: settings.place, subject: subject, sqlState: sqlState, expected: expected, found: found, advice: advice)
  }

  private func refusal(_ state: String) -> PostgresFailure {
    switch state {
    case "28P01", "28000":
      failure(
        .refused, state, expected: "the server to let user '\(settings.user)' in", found: "a refusal",
        advice: "check the user, its password (settings, PGPASSWORD or .pgpass) and the server's pg_hba.conf")
    case "3D000":
      failure(
        .refused, state, expected: "a database of that name", found: "none", advice: "correct the name of the database")
    case "42501":
      failure(
        .refused, state, expected: "the right to connect", found: "none",
        advice: "grant CONNECT on the database to '\(settings.user)'")
    case "53300":
      failure(
        .unreachable, state, expected: "a free connection", found: "too many connections",
        advice: "free connections on the server, or raise the role's limit, and run again")
    case "57P03":
      failure(
        .unreachable, state, expected: "a server that takes connections", found: "one that is starting or stopping",
        advice: "wait until it is up and run again")
    case let state where state.hasPrefix("57P"):
      failure(
        .unreachable, state, expected: "a server that takes connections", found: "one that ended the session",
        advice: "wait until it is up and run again")
    default:
      failure(
        .refused, state, expected: "a session", found: "a refusal", advice: "look the code up in the server's log")
    }
  }

  private func noPassword() -> PostgresFailure {
    failure(
      .refused, expected: "a password for user '\(settings.user)'", found: "none",
      advice: "give it in the settings, in PGPASSWORD or in .pgpass, a file that only its owner may read")
  }

  private func distrust(_ reason: String) -> PostgresFailure {
    failure(
      .refused, expected: "TLS with a certificate for '\(settings.host)' signed by \(settings.authorities)",
      found: ServerText.clean(reason), advice: "check the host name, the file of authorities and the server's certificate")
  }

  private func unreachable(_ reason: String) -> PostgresFailure {
    failure(
      .unreachable, expected: "a server that answers", found: ServerText.clean(reason),
      advice: "check that it runs and that host and port are right")
  }

  private static func isAboutTrust(_ reason: String) -> Bool {
    // "SSL SYSCALL error" and "SSL connection has been closed" are a broken line, not a broken trust.
    if reason.hasPrefix("SSL SYSCALL") || reason.hasPrefix("SSL connection") || reason.hasPrefix("SSL error: unexpected eof") {
      return false
    }
    return ["SSL", "certificate", "private key", "SCRAM", "authentication"].contains { reason.contains($0) }
  }

  /// The code of a line that ends in `FATAL:  28P01`.
  private static func sqlState(_ line: String) -> String? {
    guard let severity = line.firstRange(of: "FATAL:  ") ?? line.firstRange(of: "ERROR:  ") else { return nil }
    let code = line[severity.upperBound...]
    let isCode = code.utf8.count == 5 && code.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    return isCode ? String(code) : nil
  }
}

extension ConnectFailure {
  /// Nobody answered in time.
  func late() -> PostgresFailure {
    failure(
      .unreachable, expected: "a session within \(settings.timeouts.connect) s", found: "none",
      advice: "check that the server runs, that host and port are right and that no firewall drops the packets")
  }

  func cancelled() -> PostgresFailure {
    failure(.cancelled, expected: "a session", found: "the stop of this run", advice: "run again")
  }
}
