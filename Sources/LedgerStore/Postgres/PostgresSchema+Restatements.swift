extension PostgresSchema {
  static let restatements = """
    CREATE TABLE restatements(
      partner text COLLATE "C", last_day integer, version bigint CHECK (version >= 2), replaces text NOT NULL UNIQUE,
      reason text NOT NULL CHECK (reason <> ''), restated_by text NOT NULL CHECK (restated_by <> ''), closed_through integer NOT NULL,
      changes_sha256 text NOT NULL CHECK (length(changes_sha256) = 64), changes bigint NOT NULL CHECK (changes > 0),
      CHECK (closed_through >= last_day), PRIMARY KEY (partner, last_day, version),
      FOREIGN KEY (partner, last_day, version) REFERENCES closed_periods);
    CREATE TABLE corrections(
      run integer, partner text COLLATE "C", key text COLLATE "C", last_day integer NOT NULL,
      owed bigint NOT NULL, digest text NOT NULL CHECK (length(digest) = 64), PRIMARY KEY (run, partner, key),
      FOREIGN KEY (run, partner, key) REFERENCES adjusts);
    CREATE INDEX corrections_of_period ON corrections(partner, last_day);
    \(PostgresLaws.refusing("restatements"))\(PostgresLaws.refusing("corrections"))
    """
}
