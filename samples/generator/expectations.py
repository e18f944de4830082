"""The planted cases: how the statements are disturbed, and the rows that a right program must show of every case."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from generator.records import yuan
from generator.statements import Line

COLUMNS = "case first_seen open_on resolved_on partner kind key ours theirs state planted".split()


def day(number):
    return date(2026, 3, number)


@dataclass
class Row:
    """One row of discrepancies.csv over its life: in transit from first_seen, open from open_on, gone after resolved_on (days of March)."""

    partner: str
    kind: str
    key: str
    ours: object  # fen, or None for an empty field
    theirs: object
    first: int
    opens: int | None = None
    resolves: int | None = None

    def state(self):
        return "resolved" if self.resolves else "open" if self.opens else "in-transit"

    def printed(self, case, words):
        days = [("" if number is None else day(number).isoformat()) for number in (self.first, self.opens, self.resolves)]
        amounts = ["" if amount is None else yuan(amount) for amount in (self.ours, self.theirs)]
        return dict(zip(COLUMNS, [case, *days, self.partner, self.kind, self.key, *amounts, self.state(), words]))


class Cases:
    """Disturbs `lines` in place and collects the expected rows."""

    def __init__(self, orders, lines):
        self.lines = lines
        self.planted = {record.plant: record for order in orders for record in (order, *order.redemptions, *order.refunds) if record.plant}
        ordinary = {order.id for order in orders if not order.refunds and not order.plant}
        ordinary -= {order.id for order in orders for use in (order, *order.redemptions) if use.plant or getattr(use, "reversed_at", None)}
        self.ordinary, self.used, self.rows = ordinary, set(), []

    def expect(self, words, *rows):
        case = len({row["case"] for row in self.rows}) + 1
        self.rows += [row.printed(case, words) for row in rows]

    # -- finding and changing lines ----------------------------------------------------------------------------------------------

    def pick(self, partner, number, place=7, item=None):
        """An ordinary line that the partner writes on the very day of what it claims."""
        fitting = [
            line for line in self.lines
            if (line.partner, line.day, line.type) == (partner, day(number), "redeemed") and line.order_id in self.ordinary
            and line.at.date() == line.day and line.ours not in self.used and (item is None or line.item == item)
        ]
        line = sorted(fitting, key=lambda line: (line.at, line.ours))[place % len(fitting)]
        self.used.add(line.ours)
        return line

    def of(self, plant, type="redeemed"):
        return next(line for line in self.lines if line.ours == self.planted[plant].id and line.type == type)

    def change(self, line, **fields):
        self.lines[self.lines.index(line)] = replace(line, **fields)

    def drop(self, line):
        self.lines.remove(line)

    # -- the cases ---------------------------------------------------------------------------------------------------------------

    def plant(self):
        self.one_sided()
        self.amounts()
        self.contents()
        self.repeated()
        self.reversed()
        self.store_units()
        self.store_orders()
        self.store_refunds()
        self.totals()
        self.fees()
        return self.rows

    def one_sided(self):
        line = self.pick("eleme", 2, item="takeout-coupon")
        self.drop(line)
        self.expect("A redeemed coupon that eleme never lists; open after two days of grace.",
                    Row("eleme", "missing-at-partner", f"redeemed:{line.ours}", line.amount, None, 2, 5))
        line = self.pick("tencent-video", 10, item="video-year")
        self.drop(line)
        self.expect("Not listed on the last day: still in transit.",
                    Row("tencent-video", "missing-at-partner", f"redeemed:{line.ours}", line.amount, None, 10))
        line = self.pick("qq-music", 4)
        self.change(line, day=day(5))
        self.expect("Listed a day late: in transit for a day, then it goes away by itself.",
                    Row("qq-music", "missing-at-partner", f"redeemed:{line.ours}", line.amount, None, 4, None, 5))
        strange = "HX20260303900017"
        self.lines.append(
            Line("didi", day(3), strange, strange, "", "ride-voucher", "redeemed", 499, datetime(2026, 3, 3, 22, 14, 9)))
        self.expect("Didi claims a redemption that the store has never heard of.",
                    Row("didi", "missing-at-store", f"redeemed:{strange}", None, 499, 3, 6))
        strange = "TM20260306900004"
        self.lines.append(
            Line("tmall", day(6), strange, strange, strange, "AUDIOBOOK-YEAR", "redeemed", 15800, datetime(2026, 3, 6, 20, 45, 31)))
        self.expect("Tmall bills an order that the store has never heard of; three days of grace.",
                    Row("tmall", "missing-at-store", f"redeemed:{strange}", None, 15800, 6, 10))

    def amounts(self):
        for partner, number, more, words in (
            ("iqiyi", 4, 100, "Iqiyi claims one yuan too much."),
            ("meituan", 6, -500, "Meituan claims five yuan too little; it names our order and item, not our redemption."),
            ("didi", 7, 3, "Three fen too much: didi's tolerance holds only for too little."),
        ):
            line = self.pick(partner, number)
            self.change(line, amount=line.amount + more)
            self.expect(words, Row(partner, "amount", f"redeemed:{line.ours}", line.amount, line.amount + more, number, number))
        for partner, number, more, words in (
            ("eleme", 5, 1, "A fen too much, within eleme's tolerance: adjusted at once."),
            ("didi", 6, -3, "Three fen too little, within didi's tolerance: adjusted at once."),
        ):
            line = self.pick(partner, number)
            self.change(line, amount=line.amount + more)
            row = Row(partner, "amount", f"redeemed:{line.ours}", line.amount, line.amount + more, number, None, number)
            self.expect(words, row)

    def contents(self):
        line = self.pick("eleme", 7, item="takeout-coupon")
        self.change(line, item="red-packet")
        self.expect("Eleme lists a red packet where a coupon was redeemed.",
                    Row("eleme", "item", f"redeemed:{line.ours}", line.amount, line.amount, 7, 7))
        line = self.pick("tencent-video", 6)
        self.change(line, currency="HKD")
        self.expect("Tencent Video claims Hong Kong dollars.",
                    Row("tencent-video", "currency", f"redeemed:{line.ours}", line.amount, line.amount, 6, 6))

    def repeated(self):
        line = self.pick("luckin", 5)
        self.lines.append(replace(line, at=line.at + timedelta(seconds=30)))
        self.expect("Luckin lists one cup twice in one file.",
                    Row("luckin", "duplicate", f"redeemed:{line.ours}#2", None, line.amount, 5, 5))
        line = self.pick("douyin", 3)
        self.lines.append(replace(line, day=day(4)))
        self.expect("Douyin bills an order of the third again on the fourth.",
                    Row("douyin", "duplicate", f"redeemed:{line.ours}#2", None, line.amount, 4, 4))

    def reversed(self):
        line = self.pick("qq-music", 3)
        back = replace(line, day=day(5), type="reversed", amount=-line.amount, at=datetime(2026, 3, 5, 9, 30, 0))
        self.lines.append(back)
        self.expect("QQ Music takes a month back that the store counts as redeemed.",
                    Row("qq-music", "missing-at-store", f"reversed:{line.ours}", None, back.amount, 5, None, 8),
                    Row("qq-music", "status", f"reversed:{line.ours}", None, back.amount, 8, 8))
        line = self.of("status-ours", "reversed")
        self.drop(line)
        self.expect("The store reversed a cup, luckin did not; no refund stands behind it.",
                    Row("luckin", "missing-at-partner", f"reversed:{line.ours}", line.amount, None, 4, None, 7),
                    Row("luckin", "status", f"reversed:{line.ours}", line.amount, None, 7, 7))
        line = self.of("refund-not-reversed", "reversed")
        self.drop(line)
        self.expect("Refunded and reversed at the store, but iqiyi keeps its claim; three days of grace.",
                    Row("iqiyi", "missing-at-partner", f"reversed:{line.ours}", line.amount, None, 3, None, 7),
                    Row("iqiyi", "refund-not-reversed", f"reversed:{line.ours}", line.amount, None, 7, 7))
        line = self.of("refund-missing-in-bill", "reversed")
        self.drop(line)
        self.expect("A refund of five yuan that tmall's bill does not show; three days of grace.",
                    Row("tmall", "missing-at-partner", f"reversed:{line.ours}", line.amount, None, 4, None, 8),
                    Row("tmall", "refund-not-reversed", f"reversed:{line.ours}", line.amount, None, 8, 8))

    def store_units(self):
        for plant, partner, number, amount, words in (
            ("redeemed-after-refund", "eleme", 5, 100, "A coupon used a day after its order was refunded in full, and claimed."),
            ("over-redeemed", "luckin", 6, 600, "The sixth cup of five, and claimed."),
        ):
            line = self.of(plant)
            self.change(line, amount=amount)
            self.expect(words,
                        Row(partner, plant, f"redemption:{line.ours}", 0, amount, number, number),
                        Row(partner, "amount", f"redeemed:{line.ours}", 0, amount, number, number))
        use = self.planted["item-of-redemption"]
        self.expect("The store writes film-tickets, the agreement film-ticket.",
                    Row("-", "item", f"redemption:{use.id}", 0, None, 2, 2))
        use = self.planted["unknown-order-for-a-day"]
        self.expect("Redeemed three minutes before midnight, the order comes with the next day's file.",
                    Row("-", "unknown-order", f"redemption:{use.id}", None, None, 5, 5, 6))
        use = self.planted["unknown-order"]
        self.lines.append(Line("tencent-video", day(7), use.id, use.id, "", use.entitlement, "redeemed", 9000, use.at))
        self.expect("A redemption whose order never comes; tencent-video claims it.",
                    Row("-", "unknown-order", f"redemption:{use.id}", None, None, 7, 7),
                    Row("tencent-video", "unknown-order", f"redemption:{use.id}", 0, 9000, 7, 7),
                    Row("tencent-video", "missing-at-store", f"redeemed:{use.id}", None, 9000, 7, 10))

    def store_orders(self):
        for plant, kind, number, ours, theirs, words in (
            ("no-agreement", "no-agreement", 3, None, None, "A gym month, for which there is no agreement; its redemption waits with it."),
            ("split-exceeds-base", "split-exceeds-base", 4, 9900, 8800 + 1188 + 990, "A staff price below what the partners get of it."),
            ("currency-of-order", "currency", 6, None, None, "Paid in US dollars under an agreement in yuan."),
            ("record-changed", "record-changed", 5, None, None, "An order that comes again two days later with another price."),
        ):
            self.expect(words, Row("-", kind, f"order:{self.planted[plant].id}", ours, theirs, number, number))

    def store_refunds(self):
        for plant, kind, number, ours, theirs, words in (
            ("over-refund", "over-refund", 6, 2000, 2500, "25.00 refunded of an order that had 20.00 left."),
            ("unknown-order-of-refund", "unknown-order", 6, None, None, "A refund whose order never comes."),
            ("item-of-refund", "item", 5, None, None, "A refund that names takeout-coupons where the agreement says takeout-coupon."),
        ):
            self.expect(words, Row("-", kind, f"refund:{self.planted[plant].id}", ours, theirs, number, number))

    def totals(self):
        """Ximalaya writes sums: one redemption too many in the sum of a day. It has no reference, so no book of lines shows it."""
        item, on = "audiobook-year", day(6)
        ours = sum(line.amount for line in self.lines if (line.partner, line.item, line.at.date()) == ("ximalaya", item, on))
        self.lines.append(Line("ximalaya", on, "", "", "", item, "redeemed", 2144, datetime(2026, 3, 6, 23, 0, 0)))
        self.expect("Ximalaya sends totals only; that of the sixth is one audiobook year too high.",
                    Row("ximalaya", "amount", f"group:{item}@{on.isoformat()}", ours, ours + 2144, 6, 6))

    def fees(self):
        line = self.pick("douyin", 7)
        self.change(line, fee=line.fee + 1000)
        fee = round(line.fee / 1000)
        self.expect("Douyin keeps a fen more of an order than the store knows; the order itself matches.",
                    Row("douyin", "amount", f"fee:redeemed:{line.ours}", fee, fee + 1, 7, 7))
