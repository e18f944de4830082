/// A table as the journal hashes it: one line in `JournalTables.all` covers it, in every database.
struct JournalTable: Sendable {
  /// The table's, with a column behind it for what is written into rows that are there.
  let name: String
  let table: String
  /// Rows are hashed in the order of these columns; they come first.
  let key: [String]
  let values: [String]
  /// SQL for the run that added a row `t`, NULL: none did. Nil: rows may change or go, and the table is hashed as it stands.
  let run: String?
  /// Of a table that is hashed as it stands, which transactions change it.
  let changedBy: [JournalEntry.Kind]
  /// The rows of later runs have greater keys, so that no sorting is needed to read them.
  let isInRunOrder: Bool
  /// Only these rows.
  let condition: String?

  var columns: [String] { key + values }

  /// A table whose rows are only ever added.
  static func added(
    _ table: String, key: [String], _ values: [String], run: String = "t.run", inRunOrder: Bool = false
  ) -> JournalTable {
    JournalTable(
      name: table, table: table, key: key, values: values, run: run, changedBy: [], isInRunOrder: inRunOrder, condition: nil)
  }

  /// A run that is written into a column of rows that are there, once: the rows are those where it stands.
  static func marked(_ table: String, key: [String], _ column: String) -> JournalTable {
    JournalTable(
      name: "\(table).\(column)", table: table, key: key, values: [], run: "t.\(column)", changedBy: [], isInRunOrder: false,
      condition: "t.\(column) IS NOT NULL")
  }

  /// A table that is hashed as it stands.
  static func standing(
    _ table: String, key: [String], _ values: [String], changedBy kinds: [JournalEntry.Kind] = [.run], where condition: String? = nil
  ) -> JournalTable {
    JournalTable(
      name: table, table: table, key: key, values: values, run: nil, changedBy: kinds, isInRunOrder: false, condition: condition)
  }
}

/// Every table of the ledger but the journal itself and the deliveries, which are chains.
enum JournalTables {
  static let all: [JournalTable] = [
    .added(
      "runs", key: ["run"],
      [
        "day", "sequence", "first_group", "group_count", "first_order", "order_count", "first_redemption", "redemption_count",
        "first_refund", "refund_count", "first_payout", "payout_count", "summary",
      ], inRunOrder: true),
    .added(
      "versions", key: ["number"], ["bundle", "effective", "digest", "currency", "first_run"], run: "t.first_run", inRunOrder: true),
    .added(
      "orders", key: ["number"],
      ["order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at", "day", "terms", "run", "redemptions"],
      inRunOrder: true),
    .added("orders_of_terms", key: ["terms", "day", "run"], ["numbers"]),
    .added(
      "redemptions", key: ["number"],
      ["redemption_id", "order_number", "entitlement", "redeemed_at", "day", "run", "posted", "group_number", "price"], inRunOrder: true),
    .added("later_redemptions_of_order", key: ["order_number", "run"], ["numbers"]),
    .added("reversals", key: ["redemption"], ["reversed_at", "day", "seen_run", "run"], run: "t.seen_run"),
    .added(
      "refunds", key: ["number"],
      ["refund_id", "order_number", "amount", "exponent", "entitlement", "units", "refunded_at", "day", "run", "posted", "group_number"],
      inRunOrder: true),
    .added("failures", key: ["refund"], ["day", "seen_run", "run"], run: "t.seen_run"),
    .added("payouts", key: ["number"], ["payout_id", "party", "amount", "currency", "paid_at", "day", "run", "posted"], inRunOrder: true),
    .added("late_postings", key: ["feed", "number", "what", "run"], ["order_number", "terms", "group_number", "price"]),
    .added("marks", key: ["name", "run"], ["value"]),
    .added("ladders", key: ["terms", "share", "party", "period", "run"], ["units", "amount", "earned"]),
    .added("movements", key: ["account", "currency", "day", "kind", "run"], ["amount", "lines"]),
    .added("balances", key: ["currency", "account", "run"], ["amount"]),
    .added("adjusts", key: ["run", "partner", "key"], ["order_id", "currency", "amount"]),
    .added("corrections", key: ["run", "partner", "key"], ["last_day", "owed", "digest"]),
    .added(
      "discrepancies", key: ["partner", "kind", "key", "run"],
      ["state", "first_seen", "ours", "theirs", "currency", "business_date", "order_id", "leg", "detail", "book"]),
    .added("statement_files", key: ["partner", "run", "name", "sha256"], ["day", "bytes", "rows", "rejected", "incomplete"]),
    .added(
      "kept_lines", key: ["number"],
      [
        "partner", "file", "line", "reference", "order_id", "item", "type", "amount", "currency", "time", "day", "occurrence", "from_run",
        "fee", "fee_digits",
      ], run: "t.from_run", inRunOrder: true),
    .marked("kept_lines", key: ["number"], "until_run"),
    .marked("kept_lines", key: ["number"], "replaced_run"),
    .added(
      "reissued_lines", key: ["run", "place"],
      ["partner", "file", "key", "order_id", "old_amount", "new_amount", "currency", "adjust", "became"]),
    .added("line_groups", key: ["partner", "key", "currency", "run"], ["number", "day", "claims", "ours", "lines", "theirs"]),
    .added("rejects", key: ["run", "place"], ["source", "file", "line", "field", "expected", "found"]),
    .added("decision_outcomes", key: ["number"], ["run", "outcome", "ours", "theirs", "cause", "amount", "side"]),
    .added("decision_ends", key: ["number"], ["run"]),
    // Their run is known by other tables, which are looked at first.
    .added("refunds_of_order", key: ["order_number", "number"], [], run: runOfLink),
    .added("unknown_orders", key: ["feed", "number"], ["order_id"], run: runOfRecord),
    .added(
      "codes", key: ["redemption"], ["hmac"], run: "(SELECT r.run FROM redemptions r WHERE r.number = t.redemption)", inRunOrder: true),
    .added(
      "buyers", key: ["order_number"], ["buyer"], run: "(SELECT o.run FROM orders o WHERE o.number = t.order_number)", inRunOrder: true),

    .standing("meta", key: ["key"], ["value"], where: "t.key <> 'schema'"),
    .standing("names", key: ["kind", "number"], ["name"]),
    .standing("currencies", key: ["code"], ["exponent", "scale"]),
    .standing("waiting", key: ["feed", "what", "number"], ["wake_day"]),
    .standing("open_discrepancies", key: ["partner", "kind", "key"], ["run"]),
    .standing("open_line_groups", key: ["partner", "key", "currency"], []),
    .standing("open_claims", key: ["partner", "feed", "number", "type"], ["from_run"]),
    .standing(
      "decisions", key: ["number"],
      ["partner", "kind", "key", "decision", "reason", "decided_by", "ours", "theirs", "currency", "after_run"], changedBy: [.decisions]),
    .standing(
      "closed_periods", key: ["partner", "last_day", "version"],
      ["first_day", "period", "statement", "run", "sha256", "lines", "obstacles", "reason", "forced_by"], changedBy: [.closing]),
    .standing(
      "closed_accounts", key: ["partner", "last_day", "version", "currency"],
      ["opening", "earned", "refunded", "true_ups", "adjustments", "paid", "closing", "due", "carried_forward"], changedBy: [.closing]),
    .standing(
      "restatements", key: ["partner", "last_day", "version"],
      ["replaces", "reason", "restated_by", "closed_through", "changes_sha256", "changes"], changedBy: [.closing]),
  ]

  /// The chain itself.
  static let journal = JournalTable.standing("journal", key: ["number"], ["kind", "run", "evidence", "added", "standing", "head"])

  /// A chain of its own.
  static let deliveries = JournalTable.standing(
    "deliveries", key: ["number"], ["statement", "sha256", "partner", "way", "recipient", "taken_at", "run", "head"])

  static let added = all.filter { $0.run != nil }
  static let standing = all.filter { $0.run == nil }

  static func named(_ name: String) -> JournalTable? { all.first { $0.name == name } }

  /// Columns that hold lists of record numbers.
  static let lists: Set<String> = ["numbers", "redemptions"]

  private static let runOfRecord = """
    CASE t.feed WHEN 'redemption' THEN (SELECT r.run FROM redemptions r WHERE r.number = t.number) \
    ELSE (SELECT f.run FROM refunds f WHERE f.number = t.number) END
    """

  /// A refund's order is known at once, or linked later.
  private static let runOfLink = """
    coalesce((SELECT f.run FROM refunds f WHERE f.number = t.number AND f.order_number IS NOT NULL), \
    (SELECT l.run FROM late_postings l WHERE l.feed = 'refund' AND l.number = t.number AND l.what = 'linked'))
    """
}
