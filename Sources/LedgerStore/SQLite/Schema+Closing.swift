extension Schema {
  /// Closed periods and the statements issued for them: rows are only ever added. The laws of a statement stand here once more.
  static let closing = """
    CREATE TABLE closed_periods(
      partner TEXT NOT NULL, last_day INTEGER NOT NULL, version INTEGER NOT NULL CHECK(version >= 1), first_day INTEGER NOT NULL,
      period TEXT NOT NULL, statement TEXT NOT NULL UNIQUE, run INTEGER NOT NULL, sha256 TEXT NOT NULL CHECK(length(sha256) = 64),
      lines INTEGER NOT NULL CHECK(lines >= 0), obstacles TEXT, reason TEXT CHECK(reason <> ''), forced_by TEXT CHECK(forced_by <> ''),
      CHECK(first_day <= last_day), CHECK((obstacles IS NULL) = (reason IS NULL) AND (reason IS NULL) = (forced_by IS NULL)),
      PRIMARY KEY(partner, last_day, version)) STRICT, WITHOUT ROWID;
    CREATE TABLE closed_accounts(
      partner TEXT NOT NULL, last_day INTEGER NOT NULL, version INTEGER NOT NULL, currency TEXT NOT NULL, opening INTEGER NOT NULL,
      earned INTEGER NOT NULL, refunded INTEGER NOT NULL, true_ups INTEGER NOT NULL, adjustments INTEGER NOT NULL, paid INTEGER NOT NULL,
      closing INTEGER NOT NULL, due INTEGER NOT NULL CHECK(due >= 0), carried_forward INTEGER NOT NULL,
      CHECK(opening + earned - refunded + true_ups + adjustments - paid = closing), CHECK(due + carried_forward = closing),
      PRIMARY KEY(partner, last_day, version, currency)) STRICT, WITHOUT ROWID;

    """
}
