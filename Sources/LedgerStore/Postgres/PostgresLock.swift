import PostgresClient

/// The advisory lock that lets one run at a time work on a ledger (SPEC §9): it lives as long as the session that writes, so a run that has
/// lost it cannot commit.
enum PostgresLock {
  private static let family: Int64 = 0x5146_4C47  // QFLG

  /// The lock of a schema: in every database the same.
  private static func key(_ schema: String) -> Int64 {
    var hash: UInt32 = 0x811C_9DC5
    for byte in schema.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return family << 32 | Int64(hash)
  }

  /// How long a session that has just ended may keep it, in tenths of a second.
  private static let patience = 20

  /// Takes the lock for the session. Throws a failure of cause `locked` that names the holder.
  static func take(_ database: PostgresDatabase, _ place: PostgresPlace, _ operation: String) throws {
    let key = key(place.schema)
    for attempt in 1...patience {
      var isTaken = false
      try database.forEach("SELECT pg_try_advisory_lock($1)", { $0.integer(key) }) { isTaken = $0.integer(0) != 0 }
      if isTaken { return }
      if attempt < patience { try database.forEach("SELECT pg_sleep(0.1)") { _ in } }
    }
    throw LedgerFailure(
      .locked, operation: operation, path: place.name,
      message: "another run holds the ledger's lock: held by \(try holder(database, place) ?? "a session that has just ended")",
      advice: "wait until it has ended, or stop it, and start again")
  }

  static func release(_ database: PostgresDatabase, _ place: PostgresPlace) throws {
    let key = key(place.schema)
    try database.forEach("SELECT pg_advisory_unlock($1)", { $0.integer(key) }) { _ in }
  }

  /// Who holds the lock; nil: nobody. Who may not see other roles' sessions in full sees no time.
  static func holder(_ database: PostgresDatabase, _ place: PostgresPlace) throws -> String? {
    var holder: String?
    let key = key(place.schema)
    let sql = """
      SELECT a.application_name, coalesce(a.usename::text, '?'), coalesce(to_char(a.backend_start, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), l.pid
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid::bigint = $1 AND l.objid::bigint = $2
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    try database.forEach(
      sql,
      {
        $0.integer(key >> 32)
        $0.integer(key & 0xFFFF_FFFF)
      }
    ) { row in
      let since = row.text(2).isEmpty ? "" : " since \(row.text(2))"
      holder = "\(row.text(0)) as \(row.text(1))\(since), session \(row.integer(3))"
    }
    return holder
  }

  /// At most 63 bytes, which is what PostgreSQL keeps.
  static func applicationName(_ holder: String) -> String {
    var name = "qingfen \(holder)"
    while name.utf8.count > 63 { name.removeLast() }
    return name
  }
}
