#!/usr/bin/env python3
"""Makes the sample shop anew: store/, statements/ and planted.csv in this folder. `samples/run` does not need it.

    python3 generate.py [--seed 20260301] [--orders 3000]

Same seed, same bytes. Money comes from an independent computation, the oracle in ../Tests/Oracle, never from the program: what each
redemption earned is what its partner claims. Then the planted cases are worked in, and the oracle runs over the whole, statements in the
canonical columns; it must find exactly what planted.csv says. Sums of groups and fees are not the oracle's: their rows are left out there.
Needs Python 3.11, PyYAML and openpyxl (Debian: python3-yaml, python3-openpyxl).
"""

import argparse
import csv
import random
import re
import shutil
import sys
import tempfile
import types
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "Tests" / "Oracle")]

import check  # noqa: E402
import oracle as oracle_command  # noqa: E402
import run as oracle_run  # noqa: E402
import shop as oracle_shop  # noqa: E402
from generator import formats  # noqa: E402
from generator.catalogue import FIRST, LAST  # noqa: E402
from generator.customers import Customers  # noqa: E402
from generator.expectations import COLUMNS, Cases  # noqa: E402
from generator.feeds import StoreFeeds, number, write_csv  # noqa: E402
from generator.statements import Claims, own_numbers, with_fees  # noqa: E402
from generator.store_cases import store_cases  # noqa: E402

ORACLE = types.SimpleNamespace(run=oracle_run, shop=oracle_shop)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
PAYOUTS = [("tencent-video", "6000.00"), ("eleme", "500.00"), ("luckin", "800.00"), ("douyin", "400.00")]


def payouts():
    """One morning of payments, of what was owed by the evening before."""
    day = datetime(2026, 3, 6, 10, 30)
    return {day.date(): [
        {"payout_id": f"FK{day:%Y%m%d}{place:03d}", "party": party, "amount": amount, "currency": "CNY",
         "paid_at": f"{day:%Y-%m-%d %H:%M}:{place:02d}"}
        for place, (party, amount) in enumerate(PAYOUTS, 1)
    ]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20260301)
    parser.add_argument("--orders", type=int, default=3000)
    arguments = parser.parse_args()
    for folder in ("store", "statements"):
        shutil.rmtree(HERE / folder, ignore_errors=True)

    orders = Customers(random.Random(arguments.seed)).orders(arguments.orders) + store_cases()
    number(orders)
    StoreFeeds(orders).write(HERE / "store", DAYS, payouts())
    config = oracle_shop.Configuration(HERE / "qingfen.yaml")
    claims = Claims(ORACLE, config.path, DAYS)
    for party, amount in PAYOUTS:
        owed = -claims.balances[DAYS[4], f"payable:{party}", "CNY"]
        assert owed >= round(float(amount) * 100), f"{party} is owed {owed} fen only"

    lines = with_fees(own_numbers(claims.lines), orders)
    rows = Cases(orders, lines).plant()
    partners = sorted(path.stem for path in (HERE.parent / "rules" / "partners").glob("*.yaml") if "statement:" in path.read_text())
    formats.ZONE = config.zone
    formats.write_statements(HERE / "statements", lines, partners, DAYS)
    write_csv(HERE / "planted.csv", COLUMNS, rows)
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(prove(canonical_shop(Path(folder), lines, partners)))


def canonical_shop(folder, lines, partners):
    """The same shop with every statement in the canonical columns: what the oracle can read."""
    shutil.copytree(HERE / "store", folder / "store")
    shutil.copytree(HERE.parent / "rules", folder / "rules")
    text = (HERE / "qingfen.yaml").read_text(encoding="utf-8")
    (folder / "qingfen.yaml").write_text(re.sub(r"^rules:.*", "rules: rules", text, flags=re.M), encoding="utf-8")
    columns = [*formats.CANONICAL, "order_id"]
    for partner in partners:
        path = folder / "rules" / "partners" / f"{partner}.yaml"
        text = re.sub(r"url:.*", f'url: "file:statements/{partner}/{{date}}.csv"', path.read_text(encoding="utf-8"))
        path.write_text(re.sub(r"^  group:.*\n", "", text, flags=re.M), encoding="utf-8")
        for day in DAYS:
            mine = [line for line in lines if line.partner == partner and line.day == day and line.reference]
            target = folder / "statements" / partner / f"{day.isoformat()}.csv"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(formats.canonical(sorted(mine, key=lambda line: (line.at, line.reference)), day, columns))
    return oracle_shop.Configuration(folder / "qingfen.yaml")


def prove(config):
    """The oracle over the finished shop finds what was planted and nothing else."""
    found = {}
    for _, fresh in oracle_command.simulate([(config.path, day) for day in DAYS]):
        for day, published in fresh.items():
            text = oracle_command.csv_text(oracle_command.COLUMNS, published.discrepancies)
            found[day] = list(csv.DictReader(text.splitlines()))
    return check.report(found, HERE / "planted.csv", leaving_out=("group:", "fee:"))


if __name__ == "__main__":
    main()
