"""Periods, statements and what changed since one was issued (SPEC §8), from the numbered groups of the ledger alone."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

EARNED, REFUNDED, PAID = ("order", "earn", "lapse"), ("unearn", "refund", "undo"), ("payout",)
ONE_DAY = datetime.timedelta(days=1)


def month_end(day):
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - ONE_DAY


def bounds(period, day):
    """First and last day of the period of a kind that holds a day."""
    if period == "day":
        return day, day
    if period == "week":
        monday = day - datetime.timedelta(days=day.weekday())
        return monday, monday + datetime.timedelta(days=6)
    if period == "half-month":
        return (day.replace(day=1), day.replace(day=15)) if day.day <= 15 else (day.replace(day=16), month_end(day))
    if period == "month":
        return day.replace(day=1), month_end(day)
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return first, month_end(first.replace(month=first.month + 2))


def name(period, day):
    """The period's name: 2026-01-05, 2026-W01, 2026-01-H1, 2026-01, 2026-Q1 (SPEC §6)."""
    if period == "day":
        return day.isoformat()
    if period == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    if period == "half-month":
        return f"{day:%Y-%m}-H{1 if day.day <= 15 else 2}"
    if period == "month":
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


@dataclass
class Closing:
    name: str
    first: datetime.date
    last: datetime.date
    #: the ledger's groups up to this number are in it
    groups: int


@dataclass
class Calendar:
    """One partner's periods: the closed ones in their order, then open ones."""

    period: str
    closings: list = field(default_factory=list)

    def days(self, day, group):
        """The period in which a line of a group with a business date counts."""
        for closing in self.closings:
            if day <= closing.last and group <= closing.groups:
                return closing.first, closing.last
        return self.open(day)

    def open(self, day):
        if not self.closings:
            return bounds(self.period, day)
        begin = self.closings[-1].last + ONE_DAY
        first, last = bounds(self.period, max(day, begin))
        return max(first, begin), last


class Statements:
    """The statements of one partner as the ledger stands."""

    def __init__(self, partner, calendar, ledger):
        self.calendar = calendar
        self.lines = []  # (group, amount owed to the partner)
        for group in ledger.groups:
            amount = -group.lines.get(f"payable:{partner}", 0)
            if amount:
                self.lines.append((group, amount))

    def next_to_close(self):
        """The first open period: after the last closed one, or that of the earliest line; None when there is nothing to state."""
        if self.calendar.closings:
            return self.calendar.open(self.calendar.closings[-1].last + ONE_DAY)
        return self.calendar.open(min(group.day for group, _ in self.lines)) if self.lines else None

    def drafts(self, run, day):
        """Periods whose drafts a run of a day publishes: the one that holds the day, and others that its lines fall into."""
        found = {self.calendar.open(day)}
        found |= {self.calendar.days(group.day, group.number) for group, _ in self.lines if group.run == run}
        return sorted(found)

    def account(self, first, last, groups):
        """{currency: the roll-forward in minor units} of a period, over the groups up to a number.

        What is dated before the period came after its own was closed, and counts among the adjustments; a payout is paid all the same.
        """
        accounts = defaultdict(lambda: dict(opening=0, earned=0, refunded=0, true_ups=0, adjustments=0, paid=0, closing=0, lines=0))
        for group, amount in self.lines:
            if group.number > groups:
                continue
            begin, end = self.calendar.days(group.day, group.number)
            if end > last:
                continue
            account = accounts[group.currency]
            account["closing"] += amount
            if end < first:
                account["opening"] += amount
                continue
            account["lines"] += 1
            if group.kind in PAID:
                account["paid"] -= amount
            elif group.kind == "adjust" or group.day < begin:
                account["adjustments"] += amount
            elif group.kind in EARNED:
                account["earned"] += amount
            elif group.kind in REFUNDED:
                account["refunded"] -= amount
            else:
                account["true_ups"] += amount
        for account in accounts.values():
            moved = account["earned"] - account["refunded"] + account["true_ups"] + account["adjustments"] - account["paid"]
            assert account["opening"] + moved == account["closing"]
        return dict(accounts)

    def changes(self, closing, adjusted):
        """[(group, its business date, amount)] of a closed period since it was issued, in the order of the groups.

        A line belongs to the first closed period that ends on its business date or later, an adjust to that of what it adjusts:
        `adjusted(group)` is that date.
        """
        found = []
        for group, amount in self.lines:
            if group.number <= closing.groups or group.kind in PAID:
                continue
            day = adjusted(group) if group.kind == "adjust" else group.day
            if next((other for other in self.calendar.closings if day <= other.last), None) is closing:
                found.append((group, day, amount))
        return found
