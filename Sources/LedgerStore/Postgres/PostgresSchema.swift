/// The tables in PostgreSQL, as numbered migrations: a ledger of version n has had the first n of them. Never change one that was released;
/// add one. Tables and columns have the names that they have in SQLite.
///
/// Nothing needs an extension or a superuser. Days are days since 1970-01-01, instants microseconds since 1970, amounts minor units; texts
/// compare as bytes.
enum PostgresSchema {
  static let version = migrations.count

  static let migrations = [
    facts + money + partners + decisions + PostgresLaws.sql + PostgresViews.sql, restatements, journal, deliveries, buyers,
  ]

  /// Tables whose rows go or are replaced: what holds now. All others only grow.
  static let current = ["waiting", "open_discrepancies", "open_claims", "open_line_groups", "currencies"]
  /// Tables whose rows are only ever added; a line of `kept_lines` is besides that answered once, and taken back once.
  static let onlyAdded = onlyAddedAtFirst + ["restatements", "corrections", "journal", "deliveries", "buyers"]
  /// Those of the first migration.
  static let onlyAddedAtFirst = [
    "meta", "runs", "names", "versions", "orders", "orders_of_terms", "redemptions", "later_redemptions_of_order", "reversals", "refunds",
    "refunds_of_order", "failures", "payouts", "late_postings", "unknown_orders", "codes", "marks", "ladders", "movements", "balances",
    "adjusts", "discrepancies", "statement_files", "reissued_lines", "line_groups", "rejects", "decisions", "decision_outcomes",
    "decision_ends",
    "closed_periods", "closed_accounts",
  ]
  static let tables = current + onlyAdded + ["kept_lines"]

  private static let facts = """
    CREATE TABLE meta(key text PRIMARY KEY, value text NOT NULL);
    CREATE TABLE runs(
      run integer PRIMARY KEY CHECK (run > 0), day integer NOT NULL, sequence bigint NOT NULL CHECK (sequence > 0),
      first_group bigint NOT NULL, group_count bigint NOT NULL CHECK (group_count >= 0),
      first_order bigint NOT NULL, order_count bigint NOT NULL CHECK (order_count >= 0),
      first_redemption bigint NOT NULL, redemption_count bigint NOT NULL CHECK (redemption_count >= 0),
      first_refund bigint NOT NULL, refund_count bigint NOT NULL CHECK (refund_count >= 0),
      first_payout bigint NOT NULL, payout_count bigint NOT NULL CHECK (payout_count >= 0),
      summary text NOT NULL, UNIQUE (day, sequence));
    CREATE TABLE names(
      kind text COLLATE "C" CHECK (kind IN ('party', 'bundle', 'entitlement')), number integer CHECK (number >= 0),
      name text COLLATE "C" NOT NULL, PRIMARY KEY (kind, number), UNIQUE (kind, name));
    CREATE TABLE versions(
      number integer PRIMARY KEY CHECK (number >= 0), bundle text COLLATE "C" NOT NULL, effective integer NOT NULL, digest text NOT NULL,
      currency text COLLATE "C" NOT NULL, first_run integer NOT NULL, UNIQUE (bundle, effective));
    CREATE TABLE currencies(code text COLLATE "C" PRIMARY KEY, exponent integer NOT NULL CHECK (exponent >= 0), scale bigint NOT NULL);

    CREATE TABLE orders(
      number bigint PRIMARY KEY CHECK (number > 0), order_id text COLLATE "C" NOT NULL, bundle integer NOT NULL, channel integer,
      quantity bigint NOT NULL CHECK (quantity > 0), currency text COLLATE "C" NOT NULL, paid bigint NOT NULL CHECK (paid >= 0),
      list bigint NOT NULL CHECK (list >= 0), fee bigint NOT NULL CHECK (fee BETWEEN 0 AND paid), paid_at bigint NOT NULL,
      day integer NOT NULL, terms integer, run integer NOT NULL, redemptions bigint[]);
    CREATE UNIQUE INDEX orders_by_id ON orders(order_id);
    COMMENT ON COLUMN orders.terms IS 'NULL: parked or asleep in its first run';
    CREATE TABLE orders_of_terms(
      terms integer NOT NULL, day integer NOT NULL, run integer NOT NULL, numbers bigint[] NOT NULL, PRIMARY KEY (terms, day, run));

    CREATE TABLE redemptions(
      number bigint PRIMARY KEY CHECK (number > 0), redemption_id text COLLATE "C" NOT NULL, order_number bigint,
      entitlement integer NOT NULL, redeemed_at bigint NOT NULL, day integer NOT NULL, run integer NOT NULL, posted boolean NOT NULL,
      group_number bigint, price bigint, CHECK (posted OR (group_number IS NULL AND price IS NULL)));
    CREATE UNIQUE INDEX redemptions_by_id ON redemptions(redemption_id);
    COMMENT ON COLUMN redemptions.posted IS 'it earned in the run that saw it first; the rest stands in late_postings';
    CREATE TABLE later_redemptions_of_order(
      order_number bigint NOT NULL REFERENCES orders, run integer NOT NULL, numbers bigint[] NOT NULL, PRIMARY KEY (order_number, run));
    CREATE TABLE reversals(
      redemption bigint PRIMARY KEY REFERENCES redemptions, reversed_at bigint, day integer NOT NULL, seen_run integer NOT NULL,
      run integer);
    CREATE INDEX reversals_by_run ON reversals(seen_run);

    CREATE TABLE refunds(
      number bigint PRIMARY KEY CHECK (number > 0), refund_id text COLLATE "C" NOT NULL, order_number bigint REFERENCES orders,
      amount bigint NOT NULL CHECK (amount >= 0), exponent integer NOT NULL CHECK (exponent >= 0), entitlement integer,
      units bigint NOT NULL, refunded_at bigint NOT NULL, day integer NOT NULL, run integer NOT NULL, posted boolean NOT NULL,
      group_number bigint, CHECK (posted OR group_number IS NULL));
    CREATE UNIQUE INDEX refunds_by_id ON refunds(refund_id);
    CREATE TABLE refunds_of_order(
      order_number bigint REFERENCES orders, number bigint REFERENCES refunds, PRIMARY KEY (order_number, number));
    CREATE TABLE failures(refund bigint PRIMARY KEY REFERENCES refunds, day integer NOT NULL, seen_run integer NOT NULL, run integer);
    CREATE INDEX failures_by_run ON failures(seen_run);

    CREATE TABLE payouts(
      number bigint PRIMARY KEY CHECK (number > 0), payout_id text COLLATE "C" NOT NULL UNIQUE, party integer NOT NULL,
      amount bigint NOT NULL, currency text COLLATE "C" NOT NULL, paid_at bigint NOT NULL, day integer NOT NULL, run integer NOT NULL,
      posted boolean NOT NULL);

    CREATE TABLE late_postings(
      feed text COLLATE "C" CHECK (feed IN ('order', 'redemption', 'refund', 'payout')), number bigint,
      what text COLLATE "C" CHECK (what IN ('linked', 'split', 'posted', 'reversed', 'excess')), run integer, order_number bigint,
      terms integer, group_number bigint, price bigint, PRIMARY KEY (feed, number, what, run),
      CHECK ((what = 'linked') = (order_number IS NOT NULL)), CHECK ((what = 'split') = (terms IS NOT NULL)));
    CREATE INDEX late_postings_by_run ON late_postings(run);
    CREATE INDEX late_splits ON late_postings(terms) WHERE terms IS NOT NULL;
    CREATE TABLE unknown_orders(
      feed text COLLATE "C" CHECK (feed IN ('redemption', 'refund')), number bigint, order_id text COLLATE "C" NOT NULL,
      PRIMARY KEY (feed, number));
    CREATE TABLE waiting(
      feed text COLLATE "C", what text COLLATE "C" CHECK (what IN ('record', 'reversal', 'excess')), number bigint,
      wake_day integer NOT NULL, PRIMARY KEY (feed, what, number));

    CREATE TABLE codes(redemption bigint PRIMARY KEY, hmac text NOT NULL);
    CREATE TABLE marks(name text COLLATE "C", run integer, value text NOT NULL, PRIMARY KEY (name, run));

    """

  private static let money = """
    CREATE TABLE ladders(
      terms integer, share integer, party integer, period integer, run integer, units bigint NOT NULL CHECK (units >= 0),
      amount bigint NOT NULL, earned bigint NOT NULL, PRIMARY KEY (terms, share, party, period, run));
    CREATE TABLE movements(
      account integer, currency text COLLATE "C", day integer, kind text COLLATE "C", run integer, amount bigint NOT NULL,
      lines bigint NOT NULL CHECK (lines > 0), PRIMARY KEY (account, currency, day, kind, run));
    CREATE INDEX movements_by_run ON movements(run);
    COMMENT ON COLUMN movements.account IS 'party * 8 + kind';
    CREATE TABLE balances(
      currency text COLLATE "C", account integer, run integer, amount bigint NOT NULL, PRIMARY KEY (currency, account, run));
    CREATE TABLE adjusts(
      run integer, partner text COLLATE "C", key text COLLATE "C", order_id text COLLATE "C" NOT NULL, currency text COLLATE "C" NOT NULL,
      amount bigint NOT NULL, PRIMARY KEY (run, partner, key));
    CREATE INDEX adjusts_of_line ON adjusts(partner, key);

    """

  private static let partners = """
    CREATE TABLE discrepancies(
      partner text COLLATE "C", kind text COLLATE "C", key text COLLATE "C", run integer,
      state text NOT NULL CHECK (state IN ('in-transit', 'open', 'resolved')), first_seen integer NOT NULL, ours bigint, theirs bigint,
      currency text COLLATE "C" NOT NULL, business_date integer NOT NULL, order_id text COLLATE "C" NOT NULL, leg text NOT NULL,
      detail text NOT NULL, book text NOT NULL, PRIMARY KEY (partner, kind, key, run));
    CREATE TABLE open_discrepancies(
      partner text COLLATE "C", kind text COLLATE "C", key text COLLATE "C", run integer NOT NULL, PRIMARY KEY (partner, kind, key));
    CREATE TABLE statement_files(
      partner text COLLATE "C", run integer, name text COLLATE "C", sha256 text COLLATE "C", day integer,
      bytes bigint NOT NULL CHECK (bytes >= 0), rows bigint NOT NULL CHECK (rows >= 0), rejected bigint NOT NULL CHECK (rejected >= 0),
      incomplete boolean NOT NULL, PRIMARY KEY (partner, run, name, sha256));
    CREATE TABLE kept_lines(
      number bigint PRIMARY KEY CHECK (number > 0), partner text COLLATE "C" NOT NULL, file text NOT NULL, line bigint NOT NULL,
      reference text COLLATE "C" NOT NULL, order_id text NOT NULL, item text NOT NULL, type text COLLATE "C" NOT NULL,
      amount bigint NOT NULL, currency text COLLATE "C" NOT NULL, time bigint NOT NULL, day integer NOT NULL,
      occurrence integer NOT NULL CHECK (occurrence > 0), from_run integer NOT NULL, until_run integer CHECK (until_run >= from_run),
      replaced_run integer CHECK (replaced_run >= from_run), fee bigint, fee_digits integer NOT NULL);
    CREATE INDEX kept_lines_open ON kept_lines(partner) WHERE until_run IS NULL;
    CREATE INDEX kept_lines_reference ON kept_lines(partner, type, reference);
    CREATE TABLE reissued_lines(
      run integer, place bigint, partner text COLLATE "C" NOT NULL, file text NOT NULL, key text COLLATE "C" NOT NULL,
      order_id text NOT NULL, old_amount bigint, new_amount bigint, currency text COLLATE "C" NOT NULL, adjust bigint NOT NULL,
      became text NOT NULL, PRIMARY KEY (run, place));
    CREATE TABLE line_groups(
      partner text COLLATE "C", key text COLLATE "C", currency text COLLATE "C", run integer, number integer NOT NULL CHECK (number > 0),
      day integer NOT NULL, claims bigint NOT NULL CHECK (claims >= 0), ours bigint NOT NULL, lines bigint NOT NULL CHECK (lines >= 0),
      theirs bigint NOT NULL, PRIMARY KEY (partner, key, currency, run));
    CREATE TABLE open_line_groups(
      partner text COLLATE "C", key text COLLATE "C", currency text COLLATE "C", PRIMARY KEY (partner, key, currency));
    CREATE TABLE open_claims(
      partner text COLLATE "C", feed text COLLATE "C", number bigint, type text COLLATE "C", from_run integer NOT NULL,
      PRIMARY KEY (partner, feed, number, type));
    CREATE TABLE rejects(
      run integer, place bigint, source text NOT NULL, file text NOT NULL, line bigint NOT NULL, field text NOT NULL,
      expected text NOT NULL, found text NOT NULL, PRIMARY KEY (run, place));

    """

  private static let decisions = """
    CREATE TABLE decisions(
      number bigint PRIMARY KEY CHECK (number > 0), partner text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL,
      key text COLLATE "C" NOT NULL, decision text NOT NULL CHECK (decision IN ('accept-ours', 'accept-theirs', 'waive')),
      reason text NOT NULL CHECK (reason <> ''), decided_by text NOT NULL CHECK (decided_by <> ''), ours bigint, theirs bigint,
      currency text COLLATE "C" NOT NULL, after_run integer NOT NULL);
    CREATE INDEX decisions_of_discrepancy ON decisions(partner, kind, key);
    CREATE TABLE decision_outcomes(
      number bigint PRIMARY KEY REFERENCES decisions, run integer NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('applied', 'changed', 'gone', 'replaced')), ours bigint, theirs bigint, cause text NOT NULL,
      amount bigint, side text NOT NULL CHECK (side IN ('claim', 'line')));
    CREATE TABLE decision_ends(number bigint PRIMARY KEY REFERENCES decisions, run integer NOT NULL);

    CREATE TABLE closed_periods(
      partner text COLLATE "C", last_day integer, version bigint CHECK (version >= 1), first_day integer NOT NULL, period text NOT NULL,
      statement text NOT NULL UNIQUE, run integer NOT NULL REFERENCES runs, sha256 text NOT NULL CHECK (length(sha256) = 64),
      lines bigint NOT NULL CHECK (lines >= 0), obstacles text, reason text CHECK (reason <> ''), forced_by text CHECK (forced_by <> ''),
      CHECK (first_day <= last_day), CHECK ((obstacles IS NULL) = (reason IS NULL) AND (reason IS NULL) = (forced_by IS NULL)),
      PRIMARY KEY (partner, last_day, version));
    CREATE TABLE closed_accounts(
      partner text COLLATE "C", last_day integer, version bigint, currency text COLLATE "C", opening bigint NOT NULL,
      earned bigint NOT NULL, refunded bigint NOT NULL, true_ups bigint NOT NULL, adjustments bigint NOT NULL, paid bigint NOT NULL,
      closing bigint NOT NULL, due bigint NOT NULL CHECK (due >= 0), carried_forward bigint NOT NULL,
      CHECK (opening + earned - refunded + true_ups + adjustments - paid = closing), CHECK (due + carried_forward = closing),
      PRIMARY KEY (partner, last_day, version, currency), FOREIGN KEY (partner, last_day, version) REFERENCES closed_periods);

    """
}
