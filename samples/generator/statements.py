"""The partners' own statements: what each redemption earned according to the oracle, written the way each partner writes."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from generator.feeds import write_csv
from generator.records import yuan

#: the columns of each partner's file; the canonical ones, and what a partner adds of its own
COLUMNS = {
    "meituan": "reference order_id item type amount currency time".split(),
    "luckin": "reference item type amount time shop".split(),
    "douyin": "reference order_id item type amount currency time".split(),
    "tmall": "reference order_id item type amount currency time".split(),
}
USUAL = "reference item type amount currency time".split()
SHOPS = ("国贸店", "望京店", "徐家汇店", "天河城店", "西湖店")


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

    def row(self, zone):
        at = self.at.replace(tzinfo=zone).isoformat() if self.partner == "tmall" else self.at.strftime("%Y-%m-%d %H:%M:%S")
        shop = SHOPS[sum(self.reference.encode()) % len(SHOPS)]
        return {"reference": self.reference, "order_id": self.order_id, "item": self.item, "type": self.type,
                "amount": yuan(self.amount), "currency": self.currency, "time": at, "shop": shop}


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


def write_statements(folder, lines, partners, days, zone):
    for partner in partners:
        for day in days:
            mine = [line for line in lines if line.partner == partner and line.day == day]
            mine.sort(key=lambda line: (line.at, line.reference))
            write_csv(folder / partner / f"{day.isoformat()}.csv", COLUMNS.get(partner, USUAL), [line.row(zone) for line in mine])
