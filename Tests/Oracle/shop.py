"""What is remembered between runs, and requests for a day: catching up, republishing (SPEC §9, §12)."""

import datetime
import hashlib
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

from agreements import load_yaml, read_rules
from discrepancies import Register
from ledger import Ledger


class Blocked(Exception):
    """A store feed is missing: the day posts nothing."""


@dataclass
class Published:
    """What a run wrote: printed rows (None when the day is blocked) and the exit code."""

    run: str
    postings: object
    discrepancies: object
    exit: int


@dataclass
class SourceFile:
    arrival: int
    day: object
    lines: list
    bytes: bytes = b""


class Configuration:
    def __init__(self, path):
        self.path = Path(path)
        data = load_yaml(path)
        self.zone = zoneinfo.ZoneInfo(data.get("zone", "Asia/Shanghai"))
        self.rules = data.get("rules", "rules")
        self.store = data["store"]["folder"]
        self.max_rejected = data.get("max-rejected", "0.1")

    def path_for(self, pattern, day):
        text = pattern.removeprefix("file:")
        for name, value in (("date", day.isoformat()), ("yyyy", f"{day:%Y}"), ("MM", f"{day:%m}"), ("dd", f"{day:%d}")):
            text = text.replace("{" + name + "}", value)
        return self.path.parent / text


class Shop:
    """Everything remembered between runs."""

    def __init__(self):
        self.orders, self.redemptions, self.refunds, self.payouts = {}, {}, {}, {}
        self.ledger, self.register, self.ladders = Ledger(), Register(), {}
        self.files = {}  # (partner, path pattern filled in) -> SourceFile
        self.run_days = []
        self.run_index = 0
        self.published = {}  # day -> Published
        self.fingerprint = {}  # day -> digest of every input of its last run
        self.adjusted = set()
        self.counts = {}

    # -- a request for one day ---------------------------------------------------------------------------------------------------

    def request(self, config, day):
        """`run --date day`: catches up missing days, republishes what has nothing new; the exit code is the last day's.

        `fresh` then holds every day this request published, {day: Published}.
        """
        self.fresh = {}
        start = day
        if self.run_days and day > self.run_days[-1] + datetime.timedelta(days=1):
            start = self.run_days[-1] + datetime.timedelta(days=1)
        while True:
            published = self.fresh[start] = self.run_day(config, start)
            if start == day or published.postings is None:
                return published
            start += datetime.timedelta(days=1)

    def run_day(self, config, day):
        if self.run_days and day < self.run_days[-1]:
            return self.published[day]
        digest = self.digest_inputs(config, day)
        if self.fingerprint.get(day) == digest:
            return self.published[day]
        from run import Run  # a run knows its shop

        run = Run(self, config, day)
        try:
            published = run.execute()
        except Blocked:
            return Published("", None, None, 3)
        self.published[day] = published
        self.fingerprint[day] = digest
        return published

    def digest_inputs(self, config, day):
        """One digest over every input file of a run of `day`: nothing new means the same digest."""
        paths = [config.path]
        paths += sorted(path for path in (config.path.parent / config.rules).rglob("*.yaml"))
        paths += [config.path_for(config.store, day) / f"{feed}.csv" for feed in ("orders", "redemptions", "refunds", "payouts")]
        book = read_rules(config.path.parent / config.rules)
        for partner in book.partners.values():
            if partner.statement:
                for past in sorted({*self.run_days, day}):
                    paths.append(config.path_for(partner.statement.url, past))
        digest = hashlib.sha256()
        for path in paths:
            digest.update(str(path.relative_to(config.path.parent)).encode() + b"\0")
            digest.update(path.read_bytes() if path.is_file() else b"(none)")
        return digest.hexdigest()
