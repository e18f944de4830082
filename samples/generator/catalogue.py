"""What the sample shop sells, where, and how its customers behave. The agreements themselves are in ../../rules."""

from dataclasses import dataclass
from datetime import date

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 10)

#: (channel, prefix of its order ids, weight); no channel is our own app
CHANNELS = [("douyin", "DY", 36), ("tmall", "TM", 24), ("wechat-mini", "WX", 25), ("", "APP", 15)]
PREFIX = {channel: prefix for channel, prefix, _ in CHANNELS}
#: channels that send a bill
BILLED = ("douyin", "tmall")

#: weight of each hour of a day: lunch, and a peak in the evening
HOURS = [6, 3, 2, 1, 1, 2, 6, 14, 22, 28, 34, 42, 50, 38, 30, 30, 34, 42, 52, 74, 92, 88, 58, 22]


@dataclass(frozen=True)
class Benefit:
    """One entitlement as customers use it.

    `units` as in the agreement; `uses`: weights of using 0, 1, 2, … units within the ten days; `style`: "at-once" (minutes after the
    purchase) or "daily" (at meal and travel times of the following days).
    """

    entitlement: str
    units: int
    uses: tuple
    style: str


@dataclass(frozen=True)
class Product:
    """Prices in fen, `paid` with their weights. `single`: sold one at a time. `valid_days`: days after the purchase, None: beyond the sample."""

    bundle: str
    weight: int
    list_price: int
    paid: tuple
    benefits: tuple
    single: bool = False
    valid_days: int | None = None


def at_once(entitlement, percent):
    return Benefit(entitlement, 1, (100 - percent, percent), "at-once")


def daily(entitlement, units, *uses):
    return Benefit(entitlement, units, uses, "daily")


PRODUCTS = [
    Product("VIP-YEAR-JOINT", 13, 23800, ((19900, 7), (17900, 2), (21800, 1)), (
        at_once("video-year", 88), daily("takeout-coupon", 12, 20, 30, 25, 15, 10), at_once("music-month", 60))),
    Product("VIDEO-MONTH", 18, 3000, ((2500, 8), (3000, 2)), (at_once("video-month", 90), daily("film-ticket", 2, 55, 35, 10))),
    Product("FAMILY-BUNDLE", 8, 29800, ((26800, 7), (29800, 3)), (
        at_once("video-year", 85), at_once("audiobook-year", 60), daily("ride-voucher", 10, 35, 25, 20, 12, 8),
        daily("coffee-cup", 2, 40, 40, 20), daily("red-packet", 12, 30, 30, 25, 15))),
    Product("TAKEOUT-PACK", 14, 3990, ((2990, 9), (3590, 1)), (
        daily("takeout-coupon", 12, 5, 10, 20, 25, 20, 12, 8), daily("red-packet", 4, 20, 30, 30, 15, 5)), valid_days=6),
    Product("DINING-VOUCHER", 11, 10000, ((8800, 6), (4500, 4)), (daily("dining-voucher", 1, 35, 65),), single=True),
    Product("AUDIOBOOK-YEAR", 7, 21800, ((15800, 8), (12800, 2)), ()),
    Product("MUSIC-MONTH", 12, 1500, ((1500, 6), (1180, 4)), (at_once("music-month", 92),)),
    Product("COFFEE-CARD", 10, 4990, ((3990, 6), (3490, 4)), (daily("coffee-cup", 5, 15, 20, 25, 20, 12, 8),)),
    Product("RIDE-PACK", 9, 5990, ((4990, 8), (5990, 2)), (daily("ride-voucher", 6, 15, 25, 25, 20, 10, 5),)),
]
PRODUCT = {product.bundle: product for product in PRODUCTS}
