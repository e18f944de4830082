extension PostgresSchema {
  /// As in SQLite.
  static let journal = """
    CREATE TABLE journal(
      number bigint PRIMARY KEY CHECK (number > 0), kind text NOT NULL, run integer NOT NULL, evidence text NOT NULL, added text NOT NULL,
      standing text NOT NULL, head text NOT NULL CHECK (length(head) = 64));
    CREATE INDEX journal_by_run ON journal(run);
    \(PostgresLaws.refusing("journal"))
    """
}
