/// The tables, as numbered migrations: a ledger of version n has had the first n of them. Never change one that was released; add one.
///
/// Days are days since 1970-01-01, instants microseconds since 1970, amounts minor units; `Views` shows all of it readably.
enum Schema {
  static let version = migrations.count

  static let migrations = [
    records + money + partners + Views.sql, sources, numberLists, decisions, reissues, groups, booksAndFees, closing, restatements,
    journal, deliveries, buyers,
  ]

  /// Runs, names, and the facts of the four feeds. Facts are only ever added; what happens to one later stands in a row of its own.
  private static let records = """
    CREATE TABLE runs(
      run INTEGER PRIMARY KEY, day INTEGER NOT NULL, sequence INTEGER NOT NULL, first_group INTEGER NOT NULL, group_count INTEGER NOT NULL,
      first_order INTEGER NOT NULL, order_count INTEGER NOT NULL, first_redemption INTEGER NOT NULL, redemption_count INTEGER NOT NULL,
      first_refund INTEGER NOT NULL, refund_count INTEGER NOT NULL, first_payout INTEGER NOT NULL, payout_count INTEGER NOT NULL,
      summary TEXT NOT NULL, UNIQUE(day, sequence)) STRICT;
    CREATE TABLE names(kind TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(kind, number), UNIQUE(kind, name))
      STRICT, WITHOUT ROWID;
    CREATE TABLE versions(
      number INTEGER PRIMARY KEY, bundle TEXT NOT NULL, effective INTEGER NOT NULL, digest TEXT NOT NULL, currency TEXT NOT NULL,
      first_run INTEGER NOT NULL, UNIQUE(bundle, effective)) STRICT;
    CREATE TABLE currencies(code TEXT PRIMARY KEY, exponent INTEGER NOT NULL, scale INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    -- terms NULL: parked or asleep in its first run.
    CREATE TABLE orders(
      number INTEGER PRIMARY KEY, order_id TEXT NOT NULL, bundle INTEGER NOT NULL, channel INTEGER, quantity INTEGER NOT NULL,
      currency TEXT NOT NULL, paid INTEGER NOT NULL, list INTEGER NOT NULL, fee INTEGER NOT NULL, paid_at INTEGER NOT NULL,
      day INTEGER NOT NULL, terms INTEGER, run INTEGER NOT NULL);
    CREATE UNIQUE INDEX orders_by_id ON orders(order_id);
    CREATE INDEX orders_by_terms ON orders(terms, day) WHERE terms IS NOT NULL;

    -- posted: it earned (refunds, payouts: posted) in the run that saw it first. The rest stands in late_postings.
    CREATE TABLE redemptions(
      number INTEGER PRIMARY KEY, redemption_id TEXT NOT NULL, order_number INTEGER, entitlement INTEGER NOT NULL,
      redeemed_at INTEGER NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL, posted INTEGER NOT NULL, group_number INTEGER, price INTEGER);
    CREATE UNIQUE INDEX redemptions_by_id ON redemptions(redemption_id);
    CREATE TABLE redemptions_of_order(order_number INTEGER, number INTEGER, PRIMARY KEY(order_number, number)) WITHOUT ROWID;
    CREATE TABLE reversals(
      redemption INTEGER PRIMARY KEY, reversed_at INTEGER, day INTEGER NOT NULL, seen_run INTEGER NOT NULL, run INTEGER) STRICT;
    CREATE INDEX reversals_by_run ON reversals(seen_run);

    CREATE TABLE refunds(
      number INTEGER PRIMARY KEY, refund_id TEXT NOT NULL, order_number INTEGER, amount INTEGER NOT NULL, exponent INTEGER NOT NULL,
      entitlement INTEGER, units INTEGER NOT NULL, refunded_at INTEGER NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL,
      posted INTEGER NOT NULL, group_number INTEGER);
    CREATE UNIQUE INDEX refunds_by_id ON refunds(refund_id);
    CREATE TABLE refunds_of_order(order_number INTEGER, number INTEGER, PRIMARY KEY(order_number, number)) WITHOUT ROWID;
    CREATE TABLE failures(refund INTEGER PRIMARY KEY, day INTEGER NOT NULL, seen_run INTEGER NOT NULL, run INTEGER) STRICT;
    CREATE INDEX failures_by_run ON failures(seen_run);

    CREATE TABLE payouts(
      number INTEGER PRIMARY KEY, payout_id TEXT NOT NULL UNIQUE, party INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
      paid_at INTEGER NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL, posted INTEGER NOT NULL) STRICT;

    -- What happened to a record after, or beside, its fact row. what: linked, split, posted, reversed, excess.
    CREATE TABLE late_postings(
      feed TEXT NOT NULL, number INTEGER NOT NULL, what TEXT NOT NULL, run INTEGER NOT NULL, order_number INTEGER, terms INTEGER,
      group_number INTEGER, price INTEGER, PRIMARY KEY(feed, number, what, run)) STRICT, WITHOUT ROWID;
    CREATE INDEX late_postings_by_run ON late_postings(run);
    CREATE INDEX late_splits ON late_postings(terms) WHERE terms IS NOT NULL;
    -- The order that a redemption or refund names, when nobody knew it.
    CREATE TABLE unknown_orders(feed TEXT NOT NULL, number INTEGER NOT NULL, order_id TEXT NOT NULL, PRIMARY KEY(feed, number))
      STRICT, WITHOUT ROWID;
    -- Current: rows go when the waiting ends.
    CREATE TABLE waiting(feed TEXT NOT NULL, what TEXT NOT NULL, number INTEGER NOT NULL, wake_day INTEGER NOT NULL,
      PRIMARY KEY(feed, what, number)) STRICT, WITHOUT ROWID;

    """

  /// What is kept of the sources: card codes' HMACs, and how far each source was read.
  private static let sources = """
    -- Only of redemptions that came with a code.
    CREATE TABLE codes(redemption INTEGER PRIMARY KEY, hmac TEXT NOT NULL) STRICT;
    CREATE TABLE marks(name TEXT NOT NULL, run INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY(name, run)) STRICT, WITHOUT ROWID;

    """

  /// Accounts and ladders: a row for every run that moved one, the newest counts. account: party · 8 + kind.
  private static let money = """
    CREATE TABLE ladders(
      terms INTEGER NOT NULL, share INTEGER NOT NULL, party INTEGER NOT NULL, period INTEGER NOT NULL, run INTEGER NOT NULL,
      units INTEGER NOT NULL, amount INTEGER NOT NULL, earned INTEGER NOT NULL, PRIMARY KEY(terms, share, party, period, run))
      STRICT, WITHOUT ROWID;
    CREATE TABLE movements(
      account INTEGER NOT NULL, currency TEXT NOT NULL, day INTEGER NOT NULL, kind TEXT NOT NULL, run INTEGER NOT NULL,
      amount INTEGER NOT NULL, lines INTEGER NOT NULL, PRIMARY KEY(account, currency, day, kind, run)) STRICT, WITHOUT ROWID;
    CREATE TABLE balances(
      currency TEXT NOT NULL, account INTEGER NOT NULL, run INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY(currency, account, run))
      STRICT, WITHOUT ROWID;
    CREATE TABLE adjusts(
      run INTEGER NOT NULL, partner TEXT NOT NULL, key TEXT NOT NULL, order_id TEXT NOT NULL, currency TEXT NOT NULL,
      amount INTEGER NOT NULL, PRIMARY KEY(run, partner, key)) STRICT, WITHOUT ROWID;
    CREATE INDEX adjusts_of_line ON adjusts(partner, key);

    """

  /// Reconciliation: a version of a discrepancy for every run that changed it, and what is kept of partners' statements.
  private static let partners = """
    CREATE TABLE discrepancies(
      partner TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, run INTEGER NOT NULL,
      state TEXT NOT NULL CHECK(state IN ('in-transit', 'open', 'resolved')), first_seen INTEGER NOT NULL, ours INTEGER, theirs INTEGER,
      currency TEXT NOT NULL, business_date INTEGER NOT NULL, order_id TEXT NOT NULL, leg TEXT NOT NULL, detail TEXT NOT NULL,
      PRIMARY KEY(partner, kind, key, run)) STRICT, WITHOUT ROWID;
    -- Current: the newest version of each that is not resolved.
    CREATE TABLE open_discrepancies(partner TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, run INTEGER NOT NULL,
      PRIMARY KEY(partner, kind, key)) STRICT, WITHOUT ROWID;
    CREATE TABLE statement_files(
      partner TEXT NOT NULL, run INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, day INTEGER, bytes INTEGER NOT NULL,
      rows INTEGER NOT NULL, rejected INTEGER NOT NULL, PRIMARY KEY(partner, run, name, sha256)) STRICT, WITHOUT ROWID;
    CREATE TABLE kept_lines(
      number INTEGER PRIMARY KEY, partner TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, reference TEXT NOT NULL,
      order_id TEXT NOT NULL, item TEXT NOT NULL, type TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
      time INTEGER NOT NULL, day INTEGER NOT NULL, occurrence INTEGER NOT NULL, from_run INTEGER NOT NULL, until_run INTEGER) STRICT;
    CREATE INDEX kept_lines_open ON kept_lines(partner) WHERE until_run IS NULL;
    CREATE INDEX kept_lines_reference ON kept_lines(partner, type, reference);
    -- Current: rows go when a statement answers.
    CREATE TABLE open_claims(
      partner TEXT NOT NULL, feed TEXT NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL, from_run INTEGER NOT NULL,
      PRIMARY KEY(partner, feed, number, type)) STRICT, WITHOUT ROWID;
    CREATE TABLE rejects(
      run INTEGER NOT NULL, place INTEGER NOT NULL, source TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, field TEXT NOT NULL,
      expected TEXT NOT NULL, found TEXT NOT NULL, PRIMARY KEY(run, place)) STRICT, WITHOUT ROWID;

    """

  /// One row where there was an entry per record: a night of a million orders had half as many index entries again as it had facts.
  ///
  /// `numbers` and `orders.redemptions` are `NumberList`s. An order's redemptions of its own first run stand in its row.
  private static let numberLists = """
    CREATE TABLE orders_of_terms(
      terms INTEGER NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL, numbers TEXT NOT NULL, PRIMARY KEY(terms, day, run))
      STRICT, WITHOUT ROWID;
    INSERT INTO orders_of_terms SELECT terms, day, run, group_concat(number) FROM orders WHERE terms IS NOT NULL GROUP BY terms, day, run;
    DROP INDEX orders_by_terms;

    ALTER TABLE orders ADD COLUMN redemptions TEXT;
    CREATE TABLE later_redemptions_of_order(
      order_number INTEGER NOT NULL, run INTEGER NOT NULL, numbers TEXT NOT NULL, PRIMARY KEY(order_number, run)) STRICT, WITHOUT ROWID;
    INSERT INTO later_redemptions_of_order
      SELECT k.order_number, f.run, group_concat(k.number) FROM redemptions_of_order k JOIN redemptions f ON f.number = k.number
      GROUP BY k.order_number, f.run;
    DROP TABLE redemptions_of_order;

    """
}
