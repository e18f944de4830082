"""The canonical files: parsing rows to values, rejecting bad ones (SPEC §2, §11)."""

import csv
import datetime
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from money import exponent, parse_decimal, to_minor

REQUIRED = {
    "orders": ["order_id", "bundle", "paid", "paid_at"],
    "redemptions": ["redemption_id", "order_id", "entitlement", "redeemed_at"],
    "refunds": ["refund_id", "order_id", "amount", "refunded_at"],
    "payouts": ["payout_id", "party", "amount", "paid_at"],
    "statement": ["reference", "amount", "time"],
}


class SourceMissing(Exception):
    """The file is not there, or cannot be read as what it should be."""


class Rejected(Exception):
    """A bad row."""


def read_rows(path, kind):
    """Rows of one CSV file as dictionaries; absent optional columns read as empty text."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceMissing(str(error)) from error
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    missing = [name for name in REQUIRED[kind] if name not in (reader.fieldnames or [])]
    if missing:
        raise SourceMissing(f"{path}: no column {missing}")
    return list(reader)


def parse_time(text, zone):
    """An instant: ISO 8601 with offset, or `yyyy-MM-dd HH:mm:ss` in `zone`."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text):
        return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(datetime.timezone.utc)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(datetime.timezone.utc)
    raise ValueError(f"not a time: {text!r}")


def text_of(row, name, default=""):
    return row.get(name) or default


def needed(row, name):
    value = text_of(row, name)
    if not value:
        raise ValueError(f"{name} is empty")
    return value


def whole_number(text, least):
    if not re.fullmatch(r"[0-9]+", text, re.ASCII) or int(text) < least:
        raise ValueError(f"not a whole number of at least {least}: {text!r}")
    return int(text)


@dataclass
class OrderRow:
    id: str
    bundle: str
    channel: str
    quantity: int
    currency: str
    paid_value: Fraction
    list_value: Fraction
    fee_value: Fraction
    instant: object
    day: object

    def content(self, currency):
        """What a second sight of this order is compared with; `currency` is the agreement's, the default."""
        money = (self.currency or currency, self.paid_value, self.list_value, self.fee_value)
        return (self.bundle, self.channel, self.quantity, *money, self.instant)

    def in_minor_units(self, currency):
        self.paid, self.list, self.fee = (to_minor(v, currency) for v in (self.paid_value, self.list_value, self.fee_value))


@dataclass
class RedemptionRow:
    id: str
    order_id: str
    entitlement: str
    status: str
    instant: object
    day: object
    reversed_at: object

    def fixed_content(self):
        return (self.order_id, self.entitlement, self.instant)


@dataclass
class RefundRow:
    id: str
    order_id: str
    value: Fraction
    entitlement: str
    units: object
    status: str
    instant: object
    day: object

    def fixed_content(self):
        return (self.order_id, self.value, self.entitlement, self.units, self.instant)


@dataclass
class PayoutRow:
    id: str
    party: str
    value: Fraction
    currency: str
    instant: object
    day: object


@dataclass
class Line:
    """A statement line; `value` is in major units."""

    reference: str
    order_id: str
    item: str
    type: str
    value: Fraction
    currency: str
    instant: object
    day: object
    position: tuple = ()


class Parser:
    """Turns rows into values in the business zone; raises Rejected for bad ones."""

    def __init__(self, zone, agreements, order_currency):
        self.zone, self.agreements, self.order_currency = zone, agreements, order_currency

    def day(self, instant):
        return instant.astimezone(self.zone).date()

    def parse(self, kind, row):
        try:
            return getattr(self, kind)(row)
        except ValueError as error:
            raise Rejected(str(error)) from error

    @staticmethod
    def check_amount(value, currency):
        try:
            to_minor(value, currency)
        except ValueError as error:
            raise Rejected(str(error)) from error

    def orders(self, row):
        bundle = needed(row, "bundle")
        currency = text_of(row, "currency")
        if currency:
            exponent(currency)
        agreement = self.agreements.get(bundle)
        paid = parse_decimal(needed(row, "paid"))
        instant = parse_time(needed(row, "paid_at"), self.zone)
        order = OrderRow(
            id=needed(row, "order_id"),
            bundle=bundle,
            channel=text_of(row, "channel"),
            quantity=whole_number(text_of(row, "quantity", "1"), 1),
            currency=currency,
            paid_value=paid,
            list_value=parse_decimal(row["list"]) if text_of(row, "list") else paid,
            fee_value=parse_decimal(text_of(row, "fee", "0")),
            instant=instant,
            day=self.day(instant),
        )
        if order.fee_value > order.paid_value:
            raise ValueError("fee above paid")
        known = currency or (agreement.currency if agreement else "")
        if known:
            order.in_minor_units(known)
        return order

    def redemptions(self, row):
        status = text_of(row, "status", "redeemed")
        if status not in ("redeemed", "reversed", "pending"):
            raise ValueError(f"status {status!r}")
        instant = parse_time(needed(row, "redeemed_at"), self.zone)
        reversed_at = text_of(row, "reversed_at")
        return RedemptionRow(
            id=needed(row, "redemption_id"),
            order_id=needed(row, "order_id"),
            entitlement=needed(row, "entitlement"),
            status=status,
            instant=instant,
            day=self.day(instant),
            reversed_at=parse_time(reversed_at, self.zone) if reversed_at else None,
        )

    def refunds(self, row):
        status = text_of(row, "status", "succeeded")
        if status not in ("succeeded", "failed", "pending"):
            raise ValueError(f"status {status!r}")
        instant = parse_time(needed(row, "refunded_at"), self.zone)
        units = text_of(row, "units")
        refund = RefundRow(
            id=needed(row, "refund_id"),
            order_id=needed(row, "order_id"),
            value=parse_decimal(needed(row, "amount")),
            entitlement=text_of(row, "entitlement"),
            units=whole_number(units, 1) if units else None,
            status=status,
            instant=instant,
            day=self.day(instant),
        )
        if refund.value == 0 and not refund.entitlement and refund.units is None:
            raise ValueError("a refund of 0 that names nothing")
        currency = self.order_currency(refund.order_id)
        if currency:
            to_minor(refund.value, currency)
        return refund

    def payouts(self, row):
        instant = parse_time(needed(row, "paid_at"), self.zone)
        currency = text_of(row, "currency")
        value = parse_decimal(needed(row, "amount"))
        if currency:
            to_minor(value, currency)
        return PayoutRow(needed(row, "payout_id"), needed(row, "party"), value, currency, instant, self.day(instant))

    def statement(self, row):
        instant = parse_time(needed(row, "time"), self.zone)
        kind = text_of(row, "type", "redeemed")
        if kind not in ("redeemed", "reversed", "adjustment"):
            raise ValueError(f"type {kind!r}")
        value = parse_decimal(needed(row, "amount"), signed=True)
        if kind == "reversed" and value > 0:
            raise ValueError("a reversed amount above 0")
        currency = text_of(row, "currency")
        if currency:
            to_minor(value, currency)
        return Line(
            reference=needed(row, "reference"),
            order_id=text_of(row, "order_id"),
            item=text_of(row, "item"),
            type=kind,
            value=value,
            currency=currency,
            instant=instant,
            day=self.day(instant),
        )
