"""The oracle's command: runs days of a shop and writes what the program must write.

python3 oracle.py --config qingfen.yaml --from 2026-03-01 --to 2026-03-06 --out DIR
python3 oracle.py --config qingfen.yaml --days 2026-03-01,2026-03-01=inputs-2,2026-03-02 --out DIR

An entry `date=folder` reads that run's configuration, rules, store and statements from `folder` (relative to the present one), as
if its files had been put in place of the first ones. Writes DIR/<date>/postings.csv, discrepancies.csv (detail empty) and exit.
"""

import argparse
import csv
import datetime
import io
from pathlib import Path

from discrepancies import COLUMNS
from ledger import POSTING_COLUMNS
from shop import Configuration, Shop


def csv_text(columns, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def simulate(steps):
    """Runs [(configuration path, date)] over one shop; yields (exit code, {date: Published}, the shop) per step.

    A step publishes more than its own day when earlier days are caught up.
    """
    shop = Shop()
    for path, day in steps:
        published = shop.request(Configuration(path), day)
        yield published.exit, shop.fresh, shop


def write(folder, published):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exit").write_text(f"{published.exit}\n")
    for name, columns, rows in (
        ("postings.csv", POSTING_COLUMNS, published.postings),
        ("discrepancies.csv", COLUMNS, published.discrepancies),
    ):
        if rows is not None:
            (folder / name).write_text(csv_text(columns, rows), encoding="utf-8")


def parse_steps(arguments):
    config = Path(arguments.config)
    if arguments.days:
        steps = []
        for entry in arguments.days.split(","):
            day, _, root = entry.partition("=")
            steps.append((Path(root) / config.name if root else config, datetime.date.fromisoformat(day)))
        return steps
    day, last = datetime.date.fromisoformat(arguments.start), datetime.date.fromisoformat(arguments.end or arguments.start)
    return [(config, day + datetime.timedelta(days=n)) for n in range((last - day).days + 1)]


def main():
    parser = argparse.ArgumentParser(description="Independent reference implementation of the settlement rules.")
    parser.add_argument("--config", required=True)
    parser.add_argument("--from", dest="start")
    parser.add_argument("--to", dest="end")
    parser.add_argument("--days")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    if not arguments.days and not arguments.start:
        parser.error("--from or --days is needed")
    for _, fresh, _ in simulate(parse_steps(arguments)):
        for day, published in fresh.items():
            write(Path(arguments.out) / day.isoformat(), published)
            print(day, published.run or "-", "exit", published.exit)


if __name__ == "__main__":
    main()
