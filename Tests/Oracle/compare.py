"""Compares the program with the oracle on generated shops, line by line.

python3 compare.py --program .build/release/qingfen --seeds 1..200 [--keep] [--exotic] [--processes 2]

Per step of a seed the inputs are put into one working folder, the program runs `run --config … --date D`, and
output/D/postings.csv, output/D/discrepancies.csv (without the column `detail`) and the exit code must equal the oracle's. Between steps
periods are closed; at the end the covers of all drafts and issued statements must show the oracle's roll-forwards, and every closed period that
is run again must list the oracle's changed lines. Prints the
first difference of a failing seed with both lines and the kept folder, ends with `N passed, M failed`; exit 0 when all passed, else 1.
In the kept folder: case/ the inputs of each step, work/ the program's folder, expected/<step>/<date>/ what the oracle says,
found/<step>/<date>/ what the program wrote, log.txt its messages.
"""

import argparse
import csv
import io
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

from agreements import read_rules
from closing import CHANGES, TOGETHER, Books, changed_lines, differences
from discrepancies import COLUMNS
from generate import generate
from ledger import POSTING_COLUMNS
from oracle import csv_text, simulate, write

FILES = (("postings.csv", POSTING_COLUMNS), ("discrepancies.csv", COLUMNS))


class Difference(Exception):
    """The first place where program and oracle differ."""


def sync(source, work):
    """Puts the files of a step in place; inputs that are no longer there are removed, the program's own files stay."""
    for name in ("rules", "store", "statements"):
        shutil.rmtree(work / name, ignore_errors=True)
    shutil.copytree(source, work, dirs_exist_ok=True)


def without_detail(text, columns, name):
    """Rows of a file by column; `detail` emptied. The raw bytes matter too: LF, no BOM, header as in the SPEC."""
    if "\r" in text or text.startswith("\ufeff") or not text.endswith("\n"):
        raise Difference(f"{name}: must be UTF-8 without BOM, LF, with a final line end")
    rows = list(csv.reader(io.StringIO(text)))
    if rows[0] != columns:
        raise Difference(f"{name}: header\n  expected {','.join(columns)}\n  found    {','.join(rows[0])}")
    if "detail" in columns:
        place = columns.index("detail")
        rows[1:] = [row[:place] + [""] + row[place + 1 :] for row in rows[1:]]
    return rows


def line(row):
    return "(nothing)" if row is None else ",".join(row)


def compare_rows(where, columns, expected, found):
    """The first pair of lines that differ, by place."""
    for number in range(max(len(expected), len(found))):
        ours = expected[number] if number < len(expected) else None
        theirs = found[number] if number < len(found) else None
        if ours != theirs:
            names = [c for c, a, b in zip(columns, ours or [], theirs or []) if a != b]
            missing = [line(r) for r in expected if r not in found][:6]
            extra = [line(r) for r in found if r not in expected][:6]
            raise Difference(
                f"{where} line {number + 1}{' columns ' + ', '.join(names) if names else ''}\n"
                f"  oracle:  {line(ours)}\n  program: {line(theirs)}\n"
                + "".join(f"  only oracle:  {text}\n" for text in missing)
                + "".join(f"  only program: {text}\n" for text in extra)
            )


def read(path, where):
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Difference(f"{where}: the program wrote no such file") from None


def run_program(program, work, log, name, *arguments):
    command = [str(program), name, "--config", str(work / "qingfen.yaml"), *arguments]
    with open(log, "ab") as out:
        out.write(f"\n$ {' '.join(command)}\n".encode())
        out.flush()
        return subprocess.run(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, timeout=300, check=False).returncode


def compare_day(where, published, output, kept):
    """One day's files of program and oracle; a blocked day must not have posted."""
    kept.mkdir(parents=True)
    for name, _ in FILES:
        if (output / name).exists():
            shutil.copy(output / name, kept / name)
    if published.postings is None:
        path = output / "postings.csv"
        if path.exists() and len(path.read_text(encoding="utf-8").splitlines()) > 1:
            raise Difference(f"{where} postings.csv: a blocked day posts nothing, the program posted")
        return
    for (name, columns), rows in zip(FILES, (published.postings, published.discrepancies)):
        expected = list(csv.reader(io.StringIO(csv_text(columns, rows))))
        found = without_detail(read(output / name, f"{where} {name}"), columns, f"{where} {name}")
        compare_rows(f"{where} {name}", columns, expected, found)


def compare_step(number, code, expected_code, fresh, folder):
    """Every day the step published (earlier ones when days are caught up), then the exit code."""
    for day, published in fresh.items():
        where = f"step {number + 1} ({day.isoformat()}, run {published.run or 'blocked'})"
        name = day.isoformat()
        compare_day(where, published, folder / "work" / "output" / name, folder / "found" / str(number + 1) / name)
    if code != expected_code:
        raise Difference(f"{where} exit code\n  oracle:  {expected_code}\n  program: {code}")


def close(program, work, log, books, shop):
    """Closes what the books choose, in the program and in the books."""
    for partner, period in books.close(shop):
        code = run_program(program, work, log, "close", "--period", period, "--partner", partner, *TOGETHER)
        if code != 0:
            raise Difference(f"close of {partner} {period}: expected exit 0, found {code}")


def compare_statements(books, shop, output):
    """The covers of the newest run's drafts and of every issued statement."""
    if not shop.run_days:
        return
    drafts = output / shop.run_days[-1].isoformat() / "statements"
    for (partner, period), accounts in books.drafts.items():
        check(drafts / partner / f"{partner}-{period}-draft.xlsx", accounts)
    for (partner, period), accounts in books.issued(shop).items():
        check(output / "statements" / partner / f"{partner}-{period}-R1.xlsx", accounts)


def run_again(program, work, log, books, shop):
    """Runs every closed period again: the changed lines must be the oracle's, and there is no new version without any."""
    for partner, calendar in books.calendars.items():
        for closing in calendar.closings:
            arguments = ["--period", closing.name, "--partner", partner, "--reason", "generated", "--by", "oracle"]
            code = run_program(program, work, log, "rerun", *arguments)
            if code not in (0, 2, 3):
                raise Difference(f"rerun of {partner} {closing.name}: found exit {code}")
            name = f"{partner}-{closing.name}-R2-changes.csv"
            found = changed_lines(work / "output" / "statements" / partner / name)
            compare_rows(name, CHANGES, sorted(books.changes(shop, partner, closing)), sorted(found))


def check(path, accounts):
    problem = differences(path, accounts)
    if problem:
        raise Difference(problem)


def run_seed(arguments):
    """(seed, None or what differs, folder)."""
    program, seed, exotic, keep = arguments
    folder = Path(tempfile.mkdtemp(prefix=f"qingfen-seed-{seed}-"))
    problem = None
    try:
        steps = generate(seed, folder / "case", exotic)
        oracle = simulate([(folder / "case" / root / "qingfen.yaml", day) for day, root in steps])
        work, log, books = folder / "work", folder / "log.txt", Books(seed)
        work.mkdir()
        for number, ((day, root), (expected_code, fresh, shop)) in enumerate(zip(steps, oracle)):
            for date, published in fresh.items():
                write(folder / "expected" / str(number + 1) / date.isoformat(), published)
            sync(folder / "case" / root, work)
            code = run_program(program, work, log, "run", "--date", day.isoformat())
            compare_step(number, code, expected_code, fresh, folder)
            books.take(shop, read_rules(folder / "case" / root / "rules"))
            if number + 1 < len(steps):
                close(program, work, log, books, shop)
        compare_statements(books, shop, work / "output")
        run_again(program, work, log, books, shop)
    except Difference as difference:
        problem = str(difference)
    except Exception:  # a fault of oracle or generator is a failure of this seed, not of the others
        problem = traceback.format_exc()
    if problem is None and not keep:
        shutil.rmtree(folder, ignore_errors=True)
    return seed, problem, folder


def main():
    parser = argparse.ArgumentParser(description="Compares the program with the oracle on generated shops.")
    parser.add_argument("--program", required=True)
    parser.add_argument("--seeds", required=True, help="A..B, or single ones with commas")
    parser.add_argument("--keep", action="store_true", help="keep the folders of passing seeds too")
    parser.add_argument("--exotic", action="store_true", help="also the places where the words leave room")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", type=int, default=5, help="how many failing seeds are shown in full")
    arguments = parser.parse_args()
    program = Path(arguments.program).resolve()
    seeds = []
    for part in arguments.seeds.split(","):
        first, _, last = part.partition("..")
        seeds += range(int(first), int(last or first) + 1)
    work = [(program, seed, arguments.exotic, arguments.keep) for seed in seeds]
    passed, failed = 0, []
    with multiprocessing.Pool(arguments.processes) as pool:
        for seed, problem, folder in pool.imap_unordered(run_seed, work):
            if problem is None:
                passed += 1
                if arguments.keep:
                    print(f"seed {seed} passed, kept in {folder}")
                continue
            failed.append(seed)
            if len(failed) <= arguments.show:
                print(f"seed {seed} FAILED, kept in {folder}\n{problem}", flush=True)
            else:
                shutil.rmtree(folder, ignore_errors=True)
    if failed:
        print("failed seeds:", ",".join(str(seed) for seed in sorted(failed)))
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
