"""The shop's records, and the rows that the daily feeds show of them."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass
class Order:
    bundle: str
    channel: str
    quantity: int
    paid: int  # fen, as list_price and fee
    list_price: int
    fee: int
    at: datetime
    arrives: date | None = None  # the feed that brings it; None: none ever
    currency: str = "CNY"
    plant: str = ""  # the name of the planted case it belongs to
    id: str = ""
    redemptions: list = field(default_factory=list)
    refunds: list = field(default_factory=list)

    def row(self, **changed):
        row = {"order_id": self.id, "bundle": self.bundle, "channel": self.channel, "quantity": self.quantity, "currency": self.currency,
               "paid": yuan(self.paid), "list": yuan(self.list_price), "fee": yuan(self.fee), "paid_at": clock(self.at)}
        return row | changed


@dataclass
class Redemption:
    order: Order
    entitlement: str
    at: datetime
    arrives: date
    reversed_at: datetime | None = None
    plant: str = ""
    id: str = ""

    def row(self, status="redeemed"):
        return {"redemption_id": self.id, "order_id": self.order.id, "entitlement": self.entitlement, "status": status,
                "redeemed_at": clock(self.at), "reversed_at": clock(self.reversed_at) if status == "reversed" else ""}


@dataclass
class Refund:
    """`story`: [(day of the feed, status)], in order."""

    order: Order
    amount: int
    at: datetime
    story: list
    entitlement: str = ""
    units: int | None = None
    plant: str = ""
    id: str = ""

    def row(self, status="succeeded"):
        return {"refund_id": self.id, "order_id": self.order.id, "amount": yuan(self.amount), "entitlement": self.entitlement,
                "units": "" if self.units is None else self.units, "status": status, "refunded_at": clock(self.at)}


def yuan(fen):
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def clock(instant):
    return instant.strftime("%Y-%m-%d %H:%M:%S")
