extension Schema {
  /// One row for every transaction, each with the SHA-256 of the one before it in its head: rows are only ever added. `added` and `standing`
  /// have a line for each table: name, count of rows, SHA-256.
  static let journal = """
    CREATE TABLE journal(
      number INTEGER PRIMARY KEY CHECK(number > 0), kind TEXT NOT NULL, run INTEGER NOT NULL, evidence TEXT NOT NULL, added TEXT NOT NULL,
      standing TEXT NOT NULL, head TEXT NOT NULL CHECK(length(head) = 64)) STRICT;
    CREATE INDEX journal_by_run ON journal(run);

    """
}
