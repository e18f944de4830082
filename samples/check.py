#!/usr/bin/env python3
"""Compares what a run of the sample shop found with planted.csv: every planted case, with the right amounts, on the right days, and
nothing else on any of the ten days. Only the standard library.

    python3 check.py [--output ../output]

Prints `N planted cases found, nothing else` and exits 0, or prints every difference and exits 1.
"""

import argparse
import csv
import sys
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
DAYS = [date(2026, 3, 1) + timedelta(days=n) for n in range(10)]
SHOWN = ("ours", "theirs", "first_seen", "state")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_on(day, planted):
    """{identity: (ours, theirs, first_seen, state)} of a day's discrepancies.csv."""
    today, rows = day.isoformat(), {}
    for row in planted:
        opens, resolves = row["open_on"], row["resolved_on"]
        if row["first_seen"] <= today and (not resolves or today <= resolves):
            state = "resolved" if resolves == today else "open" if opens and opens <= today else "in-transit"
            rows[row["partner"], row["kind"], row["key"]] = (row["ours"], row["theirs"], row["first_seen"], state)
    return rows


def differences(found, planted):
    """One text for each row that is missing, wrong or too many; `found` is {day: rows of discrepancies.csv}."""
    texts = []
    for day in DAYS:
        expected = expected_on(day, planted)
        actual = {(row["partner"], row["kind"], row["key"]): tuple(row[name] for name in SHOWN) for row in found[day]}
        for identity in sorted(expected.keys() | actual.keys()):
            wanted, got = expected.get(identity), actual.get(identity)
            if wanted != got:
                what = "not found" if got is None else "not planted" if wanted is None else "differs"
                shown = [f"{label} {' '.join(f'{n}={v or chr(39) * 2}' for n, v in zip(SHOWN, values))}"
                         for label, values in (("planted:", wanted), ("found:", got)) if values]
                texts.append(f"{day} {' '.join(identity)}: {what}; {'; '.join(shown)}")
    return texts


def report(found, path, leaving_out=()):
    """`leaving_out`: beginnings of keys that nobody looked for."""
    planted = [row for row in read(path) if not row["key"].startswith(tuple(leaving_out))]
    texts = differences(found, planted)
    for text in texts:
        print(text)
    if texts:
        print(f"{len(texts)} differences from planted.csv")
        return 1
    print(f"{len({row['case'] for row in planted})} planted cases found, nothing else")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=HERE.parent / "output")
    folder = parser.parse_args().output
    absent = [day for day in DAYS if not (folder / day.isoformat() / "discrepancies.csv").is_file()]
    if absent:
        print(f"{folder}: no discrepancies.csv of {', '.join(map(str, absent))}; run samples/run first")
        return 1
    return report({day: read(folder / day.isoformat() / "discrepancies.csv") for day in DAYS}, HERE / "planted.csv")


if __name__ == "__main__":
    sys.exit(main())
