extension Schema {
  /// Later versions of issued statements: why each was made, and the file of its changed lines. Rows are only ever added.
  static let restatements = """
    CREATE TABLE restatements(
      partner TEXT NOT NULL, last_day INTEGER NOT NULL, version INTEGER NOT NULL CHECK(version >= 2), replaces TEXT NOT NULL UNIQUE,
      reason TEXT NOT NULL CHECK(reason <> ''), restated_by TEXT NOT NULL CHECK(restated_by <> ''), closed_through INTEGER NOT NULL,
      changes_sha256 TEXT NOT NULL CHECK(length(changes_sha256) = 64), changes INTEGER NOT NULL CHECK(changes > 0),
      CHECK(closed_through >= last_day), PRIMARY KEY(partner, last_day, version)) STRICT, WITHOUT ROWID;
    -- Adjusts that correct a closed period by other terms of an agreement. owed: what was owed before; digest: of the file with the terms.
    CREATE TABLE corrections(
      run INTEGER NOT NULL, partner TEXT NOT NULL, key TEXT NOT NULL, last_day INTEGER NOT NULL, owed INTEGER NOT NULL,
      digest TEXT NOT NULL CHECK(length(digest) = 64), PRIMARY KEY(run, partner, key)) STRICT, WITHOUT ROWID;
    CREATE INDEX corrections_of_period ON corrections(partner, last_day);

    """
}
