extension PostgresSchema {
  /// Statements that partners have got.
  static let deliveries =
    """
    CREATE TABLE deliveries(
      number bigint NOT NULL UNIQUE CHECK (number > 0), statement text COLLATE "C",
      sha256 text COLLATE "C" CHECK (length(sha256) = 64), partner text COLLATE "C" NOT NULL,
      way text NOT NULL CHECK (way IN ('mail', 'sftp', 'folder')), recipient text NOT NULL, taken_at bigint NOT NULL,
      run integer NOT NULL REFERENCES runs, head text NOT NULL CHECK (length(head) = 64), PRIMARY KEY (statement, sha256));

    """ + PostgresLaws.refusing("deliveries")
}
