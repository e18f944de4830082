extension Schema {
  /// What people decided, what runs made of it, and when that ceased to hold: rows are only ever added.
  static let decisions = """
    CREATE TABLE decisions(
      number INTEGER PRIMARY KEY, partner TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
      decision TEXT NOT NULL CHECK(decision IN ('accept-ours', 'accept-theirs', 'waive')), reason TEXT NOT NULL CHECK(reason <> ''),
      decided_by TEXT NOT NULL CHECK(decided_by <> ''), ours INTEGER, theirs INTEGER, currency TEXT NOT NULL,
      after_run INTEGER NOT NULL) STRICT;
    CREATE INDEX decisions_of_discrepancy ON decisions(partner, kind, key);
    -- ours, theirs, cause: how the discrepancy looks from then on. amount: what was posted as adjust, on our claim or on a line of theirs.
    CREATE TABLE decision_outcomes(
      number INTEGER PRIMARY KEY, run INTEGER NOT NULL, outcome TEXT NOT NULL CHECK(outcome IN ('applied', 'changed', 'gone', 'replaced')),
      ours INTEGER, theirs INTEGER, cause TEXT NOT NULL, amount INTEGER, side TEXT NOT NULL CHECK(side IN ('claim', 'line'))) STRICT;
    -- The run in which an applied decision ceased to hold.
    CREATE TABLE decision_ends(number INTEGER PRIMARY KEY, run INTEGER NOT NULL) STRICT;

    """
}
