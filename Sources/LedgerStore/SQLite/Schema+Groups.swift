extension Schema {
  /// What a partner's lines and our claims sum up to by group: a version for every run that moves one. `open_line_groups` is current.
  ///
  /// A later line of a group finds its sums here, so that no claim or line that was counted is ever looked at again.
  static let groups = """
    CREATE TABLE line_groups(
      partner TEXT NOT NULL, key TEXT NOT NULL, currency TEXT NOT NULL, run INTEGER NOT NULL, number INTEGER NOT NULL CHECK(number > 0),
      day INTEGER NOT NULL, claims INTEGER NOT NULL CHECK(claims >= 0), ours INTEGER NOT NULL,
      lines INTEGER NOT NULL CHECK(lines >= 0), theirs INTEGER NOT NULL, PRIMARY KEY(partner, key, currency, run)) STRICT, WITHOUT ROWID;
    CREATE TABLE open_line_groups(
      partner TEXT NOT NULL, key TEXT NOT NULL, currency TEXT NOT NULL, PRIMARY KEY(partner, key, currency)) STRICT, WITHOUT ROWID;
    CREATE VIEW readable_line_groups AS SELECT g.partner, g.key, g.currency,
      (SELECT date(day * 86400, 'unixepoch') || printf('-%03d', sequence) FROM runs WHERE run = g.run) AS run, g.number,
      date(g.day * 86400, 'unixepoch') AS day, g.claims, \(Views.decimal("g.ours")) AS ours, g.lines, \(Views.decimal("g.theirs")) AS theirs
      FROM line_groups g LEFT JOIN currencies c ON c.code = g.currency;

    """

  /// Whose book a discrepancy is of, which its leg need not be; and the fee of a line that is kept, with its digits.
  static let booksAndFees = """
    ALTER TABLE discrepancies ADD COLUMN book TEXT NOT NULL DEFAULT '';
    UPDATE discrepancies SET book = leg;
    ALTER TABLE kept_lines ADD COLUMN fee INTEGER;
    ALTER TABLE kept_lines ADD COLUMN fee_digits INTEGER NOT NULL DEFAULT 0;

    """
}
