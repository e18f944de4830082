"""What the partners claim: what each redemption earned according to the oracle. How they write it is in formats.py."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Line:
    """One line; `ours` is our reference of what it claims, whatever the partner writes. `amount` in fen."""

    partner: str
    day: object  # of the file
    ours: str
    reference: str
    order_id: str
    item: str
    type: str
    amount: int
    at: datetime
    currency: str = "CNY"
    fee: int = 0  # of a bill, in 1/100,000 yuan


class Claims:
    """Runs the oracle over the store's files alone and notes, day by day, what becomes ours towards each partner."""

    def __init__(self, oracle, config_path, days):
        self.lines = []
        self.balances = {}  # (day, account, currency) -> minor units after the run
        shop, config, seen = oracle.shop.Shop(), oracle.shop.Configuration(config_path), set()
        self.shop = shop
        for day in days:
            run = oracle.run.Run(shop, config, day)
            run.execute()
            for (account, currency), amount in shop.ledger.totals.items():
                self.balances[day, account, currency] = amount
            for name in sorted(run.book.partners):
                partner = run.book.partners[name]
                for claim in run.claims_of(partner) if partner.statement else ():
                    if (name, claim.type, claim.reference) not in seen:
                        seen.add((name, claim.type, claim.reference))
                        self.lines.append(self.line(name, day, claim, config.zone))

    @staticmethod
    def line(partner, day, claim, zone):
        instant = claim.order[1] if claim.type == "redeemed" or claim.record is None else claim.record.reversed_at
        return Line(partner, day, claim.reference, claim.reference, claim.order_id, claim.item, claim.type, claim.amount,
                    instant.astimezone(zone).replace(tzinfo=None))


def own_numbers(lines):
    """Meituan numbers its lines itself and names our order."""
    count = defaultdict(int)
    numbered = []
    for line in lines:
        if line.partner == "meituan":
            count[line.at.date()] += 1
            line = replace(line, reference=f"MT{line.at:%Y%m%d}{count[line.at.date()]:05d}")
        numbered.append(line)
    return numbered


def with_fees(lines, orders):
    """Douyin keeps 0.6 % of every order back, and writes it with five digits."""
    paid = {order.id: order.paid for order in orders}
    return [replace(line, fee=paid[line.order_id] * 6) if line.partner == "douyin" and line.type == "redeemed" else line for line in lines]
