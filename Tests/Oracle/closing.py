"""Closes periods of a generated shop between its steps, and compares every statement's cover with the oracle's account of it."""

import csv
import datetime
import random

import openpyxl
from ledger import outside_text
from money import show
from periods import Calendar, Closing, Statements, name

#: words of a cover in Chinese and the figure that each names
FIGURES = {
    "期初未结": "opening",
    "加：本期应结": "earned",
    "减：退款冲回": "refunded",
    "加/减：阶梯调整": "true_ups",
    "加/减：差异调整": "adjustments",
    "减：本期已付": "paid",
    "期末未结": "closing",
}
TOGETHER = ["--force", "--reason", "generated", "--by", "oracle"]


class Books:
    """The calendars of a shop's partners, what was closed, and the drafts that the newest run publishes."""

    def __init__(self, seed):
        self.rng = random.Random(f"closing {seed}")
        self.calendars = {}
        self.drafts = {}  # (partner, period name) -> accounts, of the newest run
        self.run = None

    def take(self, shop, book):
        """After a step: what the newest run publishes as drafts."""
        for partner in book.partners.values():
            self.calendars.setdefault(partner.name, Calendar(partner.period))
        if not shop.ledger.groups and not shop.run_days:
            return
        run = shop.published[shop.run_days[-1]].run
        if run == self.run:
            return
        self.run, self.drafts = run, {}
        for partner in self.calendars:
            statements = self.statements(partner, shop)
            for first, last in statements.drafts(run, shop.run_days[-1]):
                accounts = statements.account(first, last, len(shop.ledger.groups))
                self.drafts[partner, name(self.calendars[partner].period, last)] = accounts

    def statements(self, partner, shop):
        return Statements(partner, self.calendars[partner], shop.ledger)

    def close(self, shop):
        """Chooses periods to close now, in their order; yields (partner, period name) of each."""
        if not shop.run_days or self.rng.random() > 0.45:
            return
        over = min(shop.run_days[-1], datetime.date.today() - datetime.timedelta(days=2))
        for partner, calendar in self.calendars.items():
            while self.rng.random() < 0.8:
                days = self.statements(partner, shop).next_to_close()
                if days is None or days[1] > over:
                    break
                closing = Closing(name(calendar.period, days[1]), *days, len(shop.ledger.groups))
                yield partner, closing.name
                calendar.closings.append(closing)

    def issued(self, shop):
        """{(partner, period name): accounts} of everything closed, as it was issued."""
        found = {}
        for partner, calendar in self.calendars.items():
            for closing in calendar.closings:
                found[partner, closing.name] = self.statements(partner, shop).account(closing.first, closing.last, closing.groups)
        return found


    def changes(self, shop, partner, closing):
        """The rows of the changed lines of a closed period: kind, order, reference, date, difference, currency, run and group."""

        def adjusted(group):
            days = {e.finding.day for (name, _, key), e in shop.register.entries.items() if (name, key) == (partner, group.reference)}
            assert len(days) == 1, f"adjust {group.reference}: {days}"
            return days.pop()

        return [
            [group.kind, outside_text(group.order_id), outside_text(group.reference), day.isoformat(), show(amount, group.currency),
             group.currency, group.run, str(group.number)]
            for group, day, amount in self.statements(partner, shop).changes(closing, adjusted)
        ]


CHANGES = ["kind", "order_id", "reference", "business_date", "difference", "currency", "run", "group"]


def changed_lines(path):
    """The same columns of a file of changed lines; none when there is no file."""
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return [[row[column] for column in CHANGES] for row in csv.DictReader(file)]


def cover(path):
    """{currency: {figure: printed amount}} of a statement, and its number of lines, read from its first sheet."""
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    blocks, currency, lines = {}, None, None
    for row in workbook.worksheets[0].iter_rows(values_only=True):
        cells = [cell for cell in row if cell is not None]
        for label, value in zip(cells, cells[1:]):
            if label == "明细笔数":
                lines = int(value)
            elif label == "余额变动":
                currency = value.strip("（）金额()").split()[-1]
                blocks[currency] = {}
            elif label in FIGURES and currency:
                blocks[currency].setdefault(FIGURES[label], value)
    return blocks, lines


def expected(accounts):
    """The same of the oracle's accounts; a partner without any line shows no amounts or zeros."""
    return {
        currency: {figure: show(amount, currency) for figure, amount in account.items() if figure != "lines"}
        for currency, account in accounts.items()
    }, sum(account["lines"] for account in accounts.values())


def differences(path, accounts):
    """What differs between a workbook's cover and the oracle, in words; empty when all is equal."""
    if not path.exists():
        return f"{path.name}: no such file"
    (found, lines), (wanted, count) = cover(path), expected(accounts)
    found = {
        currency: {figure: show(round(value * 10 ** len(show(0, currency).partition(".")[2])), currency) for figure, value in block.items()}
        for currency, block in found.items()
        if currency in wanted or any(block.values())
    }
    if found != wanted or lines != count:
        return f"{path.name}:\n  oracle:  {wanted}, {count} lines\n  program: {found}, {lines} lines"
    return ""
