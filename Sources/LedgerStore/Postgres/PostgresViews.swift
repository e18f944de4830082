/// Views for people: ids and names for numbers, dates, times in UTC, decimal amounts. The program itself reads none of them.
enum PostgresViews {
  static let sql = """
    CREATE VIEW readable_runs AS SELECT run, \(run("runs.run")) AS run_id, \(date("day")) AS day, first_group, group_count, order_count,
      redemption_count, refund_count, payout_count, summary FROM runs;

    CREATE VIEW readable_orders AS SELECT o.number, o.order_id, \(name("bundle", "o.bundle")) AS bundle,
      \(name("party", "o.channel")) AS channel, o.quantity, o.currency, \(decimal("o.paid")) AS paid, \(decimal("o.list")) AS list,
      \(decimal("o.fee")) AS fee, \(time("o.paid_at")) AS paid_at, \(date("o.day")) AS day,
      v.bundle || ' ' || \(date("v.effective")) AS terms, \(run("o.run")) AS seen
      FROM orders o LEFT JOIN currencies c ON c.code = o.currency
      LEFT JOIN versions v ON v.number = coalesce(o.terms,
      (SELECT terms FROM late_postings WHERE feed = 'order' AND number = o.number AND what = 'split'));

    CREATE VIEW readable_redemptions AS SELECT r.number, r.redemption_id, coalesce(o.order_id, u.order_id) AS order_id,
      \(name("entitlement", "r.entitlement")) AS entitlement, \(time("r.redeemed_at")) AS redeemed_at, \(date("r.day")) AS day,
      coalesce(r.group_number, l.group_number) AS posting_group, \(decimal("coalesce(r.price, l.price)")) AS price,
      \(date("x.day")) AS reversed, \(run("r.run")) AS seen
      FROM redemptions r LEFT JOIN unknown_orders u ON u.feed = 'redemption' AND u.number = r.number
      LEFT JOIN late_postings l ON l.feed = 'redemption' AND l.number = r.number AND l.what = 'posted'
      LEFT JOIN late_postings k ON k.feed = 'redemption' AND k.number = r.number AND k.what = 'linked'
      LEFT JOIN orders o ON o.number = coalesce(r.order_number, k.order_number) LEFT JOIN currencies c ON c.code = o.currency
      LEFT JOIN reversals x ON x.redemption = r.number;

    CREATE VIEW readable_refunds AS SELECT r.number, r.refund_id, coalesce(o.order_id, u.order_id) AS order_id,
      \(decimal("r.amount", exponent: "r.exponent")) AS amount, \(name("entitlement", "r.entitlement")) AS entitlement, r.units,
      \(time("r.refunded_at")) AS refunded_at, \(date("r.day")) AS day, coalesce(r.group_number, l.group_number) AS posting_group,
      \(date("f.day")) AS failed, \(run("r.run")) AS seen
      FROM refunds r LEFT JOIN unknown_orders u ON u.feed = 'refund' AND u.number = r.number
      LEFT JOIN late_postings l ON l.feed = 'refund' AND l.number = r.number AND l.what = 'posted'
      LEFT JOIN late_postings k ON k.feed = 'refund' AND k.number = r.number AND k.what = 'linked'
      LEFT JOIN orders o ON o.number = coalesce(r.order_number, k.order_number)
      LEFT JOIN failures f ON f.refund = r.number;

    CREATE VIEW readable_payouts AS SELECT p.number, p.payout_id, \(name("party", "p.party")) AS party, p.currency,
      \(decimal("p.amount")) AS amount, \(time("p.paid_at")) AS paid_at, \(date("p.day")) AS day, \(run("p.run")) AS seen
      FROM payouts p LEFT JOIN currencies c ON c.code = p.currency;

    CREATE VIEW readable_movements AS SELECT \(run("m.run")) AS run, \(account("m.account")) AS account, m.currency,
      \(date("m.day")) AS day, m.kind, \(decimal("m.amount")) AS amount, m.lines FROM movements m LEFT JOIN currencies c ON c.code = m.currency;

    CREATE VIEW readable_balances AS SELECT b.currency, \(account("b.account")) AS account, \(decimal("b.amount")) AS amount,
      \(run("b.run")) AS since
      FROM (SELECT DISTINCT ON (currency, account) currency, account, run, amount FROM balances ORDER BY currency, account, run DESC) b
      LEFT JOIN currencies c ON c.code = b.currency;

    CREATE VIEW readable_discrepancies AS SELECT d.partner, d.kind, d.key, \(run("d.run")) AS run, d.state,
      \(date("d.first_seen")) AS first_seen, \(decimal("d.ours")) AS ours, \(decimal("d.theirs")) AS theirs, d.currency,
      \(date("d.business_date")) AS business_date, d.order_id, d.leg, d.detail
      FROM discrepancies d LEFT JOIN currencies c ON c.code = d.currency;

    CREATE VIEW readable_line_groups AS SELECT g.partner, g.key, g.currency, \(run("g.run")) AS run, g.number, \(date("g.day")) AS day,
      g.claims, \(decimal("g.ours")) AS ours, g.lines, \(decimal("g.theirs")) AS theirs
      FROM line_groups g LEFT JOIN currencies c ON c.code = g.currency;

    CREATE VIEW readable_kept_lines AS SELECT k.number, k.partner, k.file, k.line, k.reference, k.order_id, k.item, k.type,
      \(decimal("k.amount")) AS amount, k.currency, \(time("k.time")) AS time, \(date("k.day")) AS day, k.occurrence,
      \(run("k.from_run")) AS from_run, \(run("k.until_run")) AS until_run
      FROM kept_lines k LEFT JOIN currencies c ON c.code = k.currency;

    """

  private static func date(_ day: String) -> String { "(DATE '1970-01-01' + \(day))" }

  private static func time(_ instant: String) -> String { "(to_timestamp(\(instant) / 1000000) AT TIME ZONE 'UTC')" }

  private static func name(_ kind: String, _ number: String) -> String {
    "(SELECT n.name FROM names n WHERE n.kind = '\(kind)' AND n.number = \(number))"
  }

  private static func run(_ number: String) -> String {
    """
    (SELECT \(date("q.day")) || '-' || lpad(q.sequence::text, greatest(3, length(q.sequence::text)), '0') FROM runs q WHERE q.run = \(number))
    """
  }

  private static func account(_ code: String) -> String {
    let kinds =
      "CASE \(code) & 7 WHEN 0 THEN 'custody' WHEN 1 THEN 'fees' WHEN 2 THEN 'subsidy' WHEN 3 THEN 'suspense' WHEN 6 THEN 'revenue'"
    let owner = name("party", "\(code) >> 3")
    return "\(kinds) WHEN 4 THEN 'held:' || \(owner) WHEN 5 THEN 'payable:' || \(owner) ELSE 'paid-out:' || \(owner) END"
  }

  /// Minor units as a decimal with exactly the exponent's decimals; `c` is the currency's row.
  private static func decimal(_ amount: String, exponent: String = "coalesce(c.exponent, 0)") -> String {
    "round(\(amount) / 10::numeric ^ \(exponent), \(exponent))"
  }
}
