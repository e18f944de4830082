"""Numbers the records and writes the store's daily files."""

import csv
from collections import defaultdict
from datetime import timedelta

from generator.catalogue import LAST, PREFIX

ORDERS = "order_id bundle channel quantity currency paid list fee paid_at".split()
REDEMPTIONS = "redemption_id order_id entitlement status redeemed_at reversed_at".split()
REFUNDS = "refund_id order_id amount entitlement units status refunded_at".split()
PAYOUTS = "payout_id party amount currency paid_at".split()


def write_csv(path, columns, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def number(orders):
    """Ids as the shop would give them: by channel and day, in the order of time."""
    counts = defaultdict(int)

    def next_id(prefix, at):
        counts[prefix, at.date()] += 1
        return f"{prefix}{at:%Y%m%d}{counts[prefix, at.date()]:06d}"

    for order in sorted(orders, key=lambda order: order.at):
        order.id = next_id(PREFIX[order.channel], order.at)
    for use in sorted((use for order in orders for use in order.redemptions), key=lambda use: (use.at, use.order.id)):
        use.id = next_id("HX", use.at)
    for refund in sorted((refund for order in orders for refund in order.refunds), key=lambda refund: (refund.at, refund.order.id)):
        refund.id = next_id("TK", refund.at)


class StoreFeeds:
    """The rows of each day's files."""

    def __init__(self, orders):
        self.orders, self.redemptions, self.refunds = defaultdict(list), defaultdict(list), defaultdict(list)
        for order in orders:
            self.add_order(order)
            for use in order.redemptions:
                self.add_redemption(use)
            for refund in order.refunds:
                for day, status in refund.story:
                    if day <= LAST:
                        self.refunds[day].append((refund.at, refund.id, refund.row(status)))

    def add_order(self, order):
        if order.arrives is None:
            return
        self.orders[order.arrives].append((order.at, order.id, order.row()))
        tomorrow = order.arrives + timedelta(days=1)
        if order.at.hour == 23 and order.at.minute >= 55 and tomorrow <= LAST:
            self.orders[tomorrow].append((order.at, order.id, order.row()))  # the export overlaps: seen again, nothing changes
        if order.plant == "record-changed":
            self.orders[order.arrives + timedelta(days=2)].append((order.at, order.id, order.row(paid="128.00", fee="0.77")))

    def add_redemption(self, use):
        back = None if use.reversed_at is None else max(use.reversed_at.date(), use.arrives)
        if back != use.arrives:
            self.redemptions[use.arrives].append((use.at, use.id, use.row()))
        if back is not None and back <= LAST:
            self.redemptions[back].append((use.at, use.id, use.row("reversed")))

    def write(self, folder, days, payouts):
        for day in days:
            for name, columns, rows in (
                ("orders", ORDERS, self.orders), ("redemptions", REDEMPTIONS, self.redemptions), ("refunds", REFUNDS, self.refunds)
            ):
                ordered = [row for _, _, row in sorted(rows[day], key=lambda entry: entry[:2])]
                write_csv(folder / day.isoformat() / f"{name}.csv", columns, ordered)
            if day in payouts:
                write_csv(folder / day.isoformat() / "payouts.csv", PAYOUTS, payouts[day])
