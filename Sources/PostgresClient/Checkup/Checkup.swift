import Glibc

/// Asks a database for the facts `doctor` shows. Reads only.
public enum Checkup {
  /// Connects and asks. A query that cannot be prepared is a fact; throws ``PostgresFailure`` when the server cannot be asked at all.
  public static func run(
    _ settings: PostgresSettings, queries: [PostgresStatement], isCancelled: @escaping () -> Bool = { false }
  ) throws(PostgresFailure) -> ServerFacts {
    var connection = try PostgresConnection.open(settings, .readOnly, subject: "checkup", isCancelled: isCancelled)
    let row = try connection.rows(of: PostgresStatement("checkup", facts)).first ?? []
    guard row.count == 6 else { throw connection.words("checkup").interrupted() }
    let lead = try clockLead(&connection)
    let writable = try connection.rows(of: PostgresStatement("checkup", writableRelations)).compactMap { $0[0] }
    var prepared: [ServerFacts.Query] = []
    for query in queries { prepared.append(try prepare(query, &connection)) }
    return ServerFacts(
      serverVersion: row[0] ?? "", isInRecovery: row[1] == "t", encryption: connection.encryption, isSuperuser: row[2] == "t",
      writableRelations: writable, isReadOnlyByDefault: row[3] == "on", clockLeadMicroseconds: lead, timeZone: row[4] ?? "",
      encoding: row[5] ?? "", queries: prepared)
  }

  /// `reset_val` is what the session started with, before it set anything itself.
  private static let facts = """
    select current_setting('server_version'), pg_is_in_recovery(), (select rolsuper from pg_roles where rolname = current_user),
      (select reset_val from pg_settings where name = 'default_transaction_read_only'),
      (select reset_val from pg_settings where name = 'TimeZone'), current_setting('server_encoding')
    """

  private static let writableRelations = """
    select quote_ident(s.nspname) || '.' || quote_ident(c.relname)
    from pg_class c join pg_namespace s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'f') and s.nspname !~ '^pg_' and s.nspname <> 'information_schema'
      and has_schema_privilege(s.oid, 'USAGE') and has_any_column_privilege(c.oid, 'SELECT')
      and (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') or has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
    order by (s.nspname || '.' || c.relname) collate "C"
    """

  private static func clockLead(_ connection: inout PostgresConnection) throws(PostgresFailure) -> Int64 {
    let before = microsecondsNow()
    let question = PostgresStatement("checkup", "select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
    let answer = try connection.rows(of: question).first?.first ?? nil
    let after = microsecondsNow()
    guard let answer, let theirs = Int64(answer) else { throw connection.words("checkup").interrupted() }
    return theirs - (before + (after - before) / 2)
  }

  private static func microsecondsNow() -> Int64 {
    var now = timespec()
    // CLOCK_REALTIME cannot fail on Linux.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
  }

  private static func prepare(
    _ query: PostgresStatement, _ connection: inout PostgresConnection
  ) throws(PostgresFailure) -> ServerFacts.Query {
    let columns: [PostgresColumn]
    do { columns = try connection.columns(of: query) } catch {
      guard error.kind == .statement else { throw error }
      return ServerFacts.Query(name: query.name, columns: .failure(error))
    }
    var named: [ServerFacts.Column] = []
    for column in columns {
      let type = try connection.rows(
        of: PostgresStatement(query.name, "select format_type($1, $2)", ["\(column.type.oid)", "\(column.modifier)"]))
      named.append(
        ServerFacts.Column(name: column.name, type: (type.first?.first ?? nil) ?? "", isInexact: column.type.inexactName != nil))
    }
    return ServerFacts.Query(name: query.name, columns: .success(named))
  }
}
