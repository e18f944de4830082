extension Schema {
  /// Statements that are incomplete, and those that are issued anew.
  static let reissues = """
    -- 1: nothing is finalised on the file.
    ALTER TABLE statement_files ADD COLUMN incomplete INTEGER NOT NULL DEFAULT 0;
    -- The run whose statement, issued anew, does not have the line any more.
    ALTER TABLE kept_lines ADD COLUMN replaced_run INTEGER;
    -- What a run's statements issued anew say otherwise than before. old_amount, new_amount NULL: added, removed.
    CREATE TABLE reissued_lines(
      run INTEGER NOT NULL, place INTEGER NOT NULL, partner TEXT NOT NULL, file TEXT NOT NULL, key TEXT NOT NULL, order_id TEXT NOT NULL,
      old_amount INTEGER, new_amount INTEGER, currency TEXT NOT NULL, adjust INTEGER NOT NULL, became TEXT NOT NULL,
      PRIMARY KEY(run, place)) STRICT, WITHOUT ROWID;

    """
}
