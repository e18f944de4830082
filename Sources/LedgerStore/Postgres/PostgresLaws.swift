/// The laws that the database itself holds, whoever writes: rows are only added, and a run is whole and balanced when it commits.
enum PostgresLaws {
  static let sql = functions + PostgresSchema.onlyAddedAtFirst.map(refusing).joined() + wholeRuns

  /// A migration is the one thing that changes `meta`: it leaves the trigger out for its own transaction.
  static func refusing(_ table: String) -> String {
    """
    CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON \(table) FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    """
  }

  /// The bodies name their tables through the search path of the migration.
  private static let functions = """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;

    CREATE FUNCTION refuse_line_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'UPDATE' OR OLD.until_run <> coalesce(NEW.until_run, -1) OR OLD.replaced_run <> coalesce(NEW.replaced_run, -1)
        OR to_jsonb(NEW) - 'until_run' - 'replaced_run' <> to_jsonb(OLD) - 'until_run' - 'replaced_run' THEN
        RAISE EXCEPTION 'a kept line is only ever answered or taken back, once' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER only_answered BEFORE UPDATE OR DELETE ON kept_lines FOR EACH ROW EXECUTE FUNCTION refuse_line_change();
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON kept_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    """

  private static let wholeRuns = """
    CREATE FUNCTION check_run() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
      broken record;
      feed record;
      found_count bigint;
      found_others bigint;
    BEGIN
      IF NEW.run <> 1 AND NOT EXISTS (SELECT FROM runs WHERE run = NEW.run - 1) THEN
        RAISE EXCEPTION 'run % follows no run', NEW.run USING ERRCODE = 'check_violation';
      END IF;
      SELECT currency, day, kind, sum(amount) AS amount INTO broken FROM movements WHERE run = NEW.run
        GROUP BY currency, day, kind HAVING sum(amount) <> 0 LIMIT 1;
      IF FOUND THEN
        RAISE EXCEPTION 'the groups of kind % of run % sum to % %, expected 0', broken.kind, NEW.run, broken.amount, broken.currency
          USING ERRCODE = 'check_violation';
      END IF;
      SELECT currency, sum(amount) AS amount INTO broken
        FROM (SELECT DISTINCT ON (currency, account) currency, amount FROM balances WHERE run <= NEW.run
        ORDER BY currency, account, run DESC) newest
        GROUP BY currency HAVING sum(amount) <> 0 LIMIT 1;
      IF FOUND THEN
        RAISE EXCEPTION 'all accounts sum to % % after run %, expected 0', broken.amount, broken.currency, NEW.run
          USING ERRCODE = 'check_violation';
      END IF;
      FOR feed IN SELECT * FROM (VALUES ('orders', 'order', NEW.first_order, NEW.order_count),
        ('redemptions', 'redemption', NEW.first_redemption, NEW.redemption_count),
        ('refunds', 'refund', NEW.first_refund, NEW.refund_count), ('payouts', 'payout', NEW.first_payout, NEW.payout_count))
        AS f(name, record, first, count)
      LOOP
        -- Up to the first record of the run after it; of the newest run, up to the end.
        EXECUTE format('SELECT count(*), count(*) FILTER (WHERE run <> $1) FROM %I WHERE number >= $2
          AND number < coalesce((SELECT first_%s FROM runs WHERE run = $1 + 1), 9223372036854775807)', feed.name, feed.record)
          INTO found_count, found_others USING NEW.run, feed.first;
        IF found_count <> feed.count OR found_others <> 0 THEN
          RAISE EXCEPTION 'run % has % % from number %, found %', NEW.run, feed.count, feed.name, feed.first, found_count
            USING ERRCODE = 'check_violation';
        END IF;
      END LOOP;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER whole_and_balanced AFTER INSERT ON runs DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION check_run();

    """
}
