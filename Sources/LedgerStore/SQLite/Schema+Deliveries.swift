extension Schema {
  /// Statements that partners have got: rows are only ever added.
  static let deliveries = """
    CREATE TABLE deliveries(
      number INTEGER NOT NULL UNIQUE CHECK(number > 0), statement TEXT NOT NULL, sha256 TEXT NOT NULL CHECK(length(sha256) = 64), partner TEXT NOT NULL,
      way TEXT NOT NULL CHECK(way IN ('mail', 'sftp', 'folder')), recipient TEXT NOT NULL, taken_at INTEGER NOT NULL, run INTEGER NOT NULL,
      head TEXT NOT NULL CHECK(length(head) = 64), PRIMARY KEY(statement, sha256)) STRICT, WITHOUT ROWID;

    """
}
