import Glibc

extension PostgresSettings {
  /// What libpq's `PQconnectStartParams` takes. All that trust rests on is given here, so that no `PG…` variable weakens it.
  ///
  /// The pairs may hold the password: they go to libpq and nowhere else. Throws `settings` for values that libpq would read in another
  /// way (several hosts, a number out of range, an empty name), and when `PGHOSTADDR` would lead the connection elsewhere.
  func parameters(
    environment: (String) -> String? = { unsafe getenv($0).map { unsafe String(cString: $0) } }
  ) throws(PostgresFailure) -> [(String, String)] {
    try check()
    let other = environment("PGHOSTADDR") ?? ""
    try require("environment", "no PGHOSTADDR beside the configured host", other, other.isEmpty)
    var pairs = [
      ("host", host), ("port", String(port)), ("dbname", database), ("user", user), ("application_name", applicationName),
      ("client_encoding", "UTF8"), ("gssencmode", "disable"), ("keepalives", "1"), ("keepalives_idle", String(timeouts.network)),
      ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", String(timeouts.network * 1000)),
    ]
    if let password { pairs.append(("password", password.text)) }
    if usesUnixSocket { return pairs + [("sslmode", "disable")] }
    pairs += [("sslmode", "verify-full"), ("sslrootcert", authorities), ("ssl_min_protocol_version", "TLSv1.2")]
    if let clientCertificate { pairs.append(("sslcert", clientCertificate)) }
    if let clientKey { pairs.append(("sslkey", clientKey)) }
    return pairs
  }

  private func check() throws(PostgresFailure) {
    try require("host", "the name of one host, or the folder of a Unix socket", host, !host.isEmpty && !host.contains(","))
    try require("port", "1 to 65535", String(port), (1...65535).contains(port))
    try require("database", "a name", database, !database.isEmpty)
    try require("user", "a name", user, !user.isEmpty)
    let seconds = [timeouts.connect, timeouts.statement, timeouts.lock, timeouts.idleInTransaction, timeouts.network]
    let most = 7 * 86_400
    try require("timeouts", "1 to \(most) seconds each", "\(seconds)", seconds.allSatisfy { (1...most).contains($0) })
    if let password {
      try require("password", "text without NUL bytes", "a NUL byte", !password.text.utf8.contains(0))
    }
    for text in [host, database, user, authorities, clientCertificate ?? "", clientKey ?? "", applicationName] {
      try require("settings", "text without NUL bytes", "a NUL byte", !text.utf8.contains(0))
    }
  }

  private func require(_ what: String, _ expected: String, _ found: String, _ holds: Bool) throws(PostgresFailure) {
    guard !holds else { return }
    throw PostgresFailure(
      .settings, place: ServerText.clean(place), subject: what, expected: expected, found: "'\(ServerText.clean(found))'",
      advice: "correct the configuration")
  }
}
