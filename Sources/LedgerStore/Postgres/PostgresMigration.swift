import Faults
import PostgresClient

/// Creates the ledger's schema or brings it up to date, and grants what the roles of runs and readers need.
public struct PostgresMigration: Sendable {
  /// Of the schema; 0: there was none.
  public let from: Int
  public let to: Int

  /// Does all of it in one transaction, under the ledger's lock.
  ///
  /// The connection's role becomes the owner. `writer` adds runs and may change no row of the past; `readers` may only read. Both exist
  /// already. Throws when a run is under way, and when the schema is newer than this program's.
  public static func run(_ place: PostgresPlace, writer: String?, readers: [String], holder: String) throws(LedgerFailure)
    -> PostgresMigration
  {
    try place.attempt("migrate") {
      let database = try place.connect(.readWrite, holder: holder)
      try PostgresLock.take(database, place, "migrate")
      try Effect.at(.transaction, place.name)
      try database.execute("BEGIN")
      let from = try version(database, place)
      guard from <= PostgresSchema.version else {
        throw LedgerFailure(
          .newerSchema, operation: "migrate", path: place.name,
          message: "the ledger has schema \(from), this program knows up to \(PostgresSchema.version)")
      }
      if from < PostgresSchema.version { try upgrade(database, place, from) }
      for statement in grants(place.schema, writer, readers) { try database.execute(statement) }
      try database.commit()
      return PostgresMigration(from: from, to: PostgresSchema.version)
    }
  }

  /// The ledger's version; 0: none is there. Throws when the schema holds something else.
  static func version(_ database: PostgresDatabase, _ place: PostgresPlace) throws -> Int {
    var (hasMeta, count): (Bool, Int64) = (false, 0)
    let sql = """
      SELECT count(*), count(*) FILTER (WHERE c.relname = 'meta') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1
      """
    try database.forEach(sql, { $0.text(place.schema) }) { (count, hasMeta) = ($0.integer(0), $0.integer(1) > 0) }
    if count == 0 { return 0 }
    if hasMeta { return try database.schemaVersion() }
    throw LedgerFailure(
      .inaccessible, operation: "open", path: place.name, message: "expected a ledger, found a schema of something else",
      advice: "name another schema")
  }

  private static func upgrade(_ database: PostgresDatabase, _ place: PostgresPlace, _ from: Int) throws {
    var exists = false
    try database.forEach("SELECT 1 FROM pg_namespace WHERE nspname = $1", { $0.text(place.schema) }) { _ in exists = true }
    if !exists { try database.execute("CREATE SCHEMA \(PostgresName.quoted(place.schema))") }
    for migration in PostgresSchema.migrations[from...] {
      try database.connection.execute(script: PostgresStatement("migrate", migration))
    }
    if from == 0 { return try database.execute("INSERT INTO meta VALUES ('schema', '\(PostgresSchema.version)')") }
    try database.execute("ALTER TABLE meta DISABLE TRIGGER only_added")
    try database.execute("UPDATE meta SET value = '\(PostgresSchema.version)' WHERE key = 'schema'")
    try database.execute("ALTER TABLE meta ENABLE TRIGGER only_added")
  }

  /// Least rights: a writer adds rows, and changes only those tables that say what holds now.
  private static func grants(_ schema: String, _ writer: String?, _ readers: [String]) -> [String] {
    let schema = PostgresName.quoted(schema)
    var grants: [String] = []
    for role in (writer.map { [$0] } ?? []) + readers {
      grants.append("GRANT USAGE ON SCHEMA \(schema) TO \(PostgresName.quoted(role))")
      grants.append("GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO \(PostgresName.quoted(role))")
    }
    guard let writer = writer.map(PostgresName.quoted) else { return grants }
    let tables = PostgresSchema.tables
    grants.append("GRANT INSERT ON \(tables.joined(separator: ", ")) TO \(writer)")
    grants.append("GRANT UPDATE, DELETE ON \(PostgresSchema.current.joined(separator: ", ")) TO \(writer)")
    grants.append("GRANT UPDATE (until_run, replaced_run) ON kept_lines TO \(writer)")
    return grants
  }
}
