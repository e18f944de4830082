"""The ledger: numbered posting groups that sum to zero, and their printed form (SPEC §6)."""

from collections import defaultdict
from dataclasses import dataclass

from money import INT64_MAX, show

POSTING_COLUMNS = (
    "run,business_date,group,kind,order_id,reference,party,account,currency,amount,agreement,version,corrects".split(",")
)


@dataclass
class Group:
    number: int
    run: str
    day: object
    kind: str
    order_id: str
    reference: str
    currency: str
    lines: dict
    agreement: str
    version: str
    corrects: object
    payee: str = ""


def party_of_account(account, payee):
    if account == "revenue":
        return "platform"
    if account == "paid-out":
        return payee
    if account.startswith(("held:", "payable:")):
        return account.split(":", 1)[1]
    return ""


def outside_text(text):
    """Text that came from outside and would be a formula in a spreadsheet gets a leading apostrophe (SPEC §10)."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


class Ledger:
    def __init__(self):
        self.groups = []
        self.totals = defaultdict(int)  # (account, currency) -> minor units

    def post(self, run, day, kind, order_id, reference, currency, lines, version=None, corrects=None, payee=""):
        """Appends one group and returns its number; None when nothing but zeros would be posted."""
        lines = {account: amount for account, amount in lines.items() if amount != 0}
        if not lines:
            return None
        assert sum(lines.values()) == 0, f"group {kind} {reference} does not sum to zero: {lines}"
        group = Group(
            number=len(self.groups) + 1,
            run=run,
            day=day,
            kind=kind,
            order_id=order_id,
            reference=reference,
            currency=currency,
            lines=lines,
            agreement=version.bundle if version else "",
            version=version.effective.isoformat() if version else "",
            corrects=corrects,
            payee=payee,
        )
        self.groups.append(group)
        for account, amount in lines.items():
            self.totals[account, currency] += amount
            assert abs(self.totals[account, currency]) <= INT64_MAX
        return group.number

    def rows(self, run):
        """The printed lines of one run, sorted by group and then account as bytes."""
        rows = []
        for group in self.groups:
            if group.run != run:
                continue
            for account in sorted(group.lines, key=lambda text: text.encode()):
                rows.append([
                    group.run,
                    group.day.isoformat(),
                    str(group.number),
                    group.kind,
                    outside_text(group.order_id),
                    group.reference if group.kind in ("lapse", "true-up") else outside_text(group.reference),  # our own words
                    party_of_account(account, group.payee),
                    account,
                    group.currency,
                    show(group.lines[account], group.currency),
                    group.agreement,
                    group.version,
                    "" if group.corrects is None else str(group.corrects),
                ])
        return rows
