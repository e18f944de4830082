"""The planted cases that begin in the store's own records. What must be found of them is said in expectations.py."""

from datetime import datetime, timedelta

from generator.catalogue import PRODUCT
from generator.records import Order, Redemption, Refund


def moment(day, text):
    return datetime.fromisoformat(f"2026-03-{day:02d} {text}")


def order(plant, bundle, channel, day, text, **fields):
    product = PRODUCT.get(bundle)
    paid = fields.pop("paid", product.paid[0][0] if product else 9900)
    made = Order(bundle, channel, 1, paid, product.list_price if product else paid, round(paid * 6 / 1000), moment(day, text), plant=plant)
    made.arrives = made.at.date()
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def use(of, entitlement, day, text, plant="", **fields):
    made = Redemption(of, entitlement, moment(day, text), moment(day, text).date(), plant=plant)
    for name, value in fields.items():
        setattr(made, name, value)
    of.redemptions.append(made)
    return made


def refund(of, amount, day, text, plant="", **fields):
    at = moment(day, text)
    of.refunds.append(Refund(of, amount, at, [(at.date(), "succeeded")], plant=plant, **fields))


def store_cases():
    """Orders with their redemptions and refunds; `plant` names the record of each case."""
    return [*unmatched_units(), *odd_orders(), *orders_that_do_not_come(), *reversals(), *odd_refunds(), *quiet()]


def unmatched_units():
    late = order("", "TAKEOUT-PACK", "wechat-mini", 3, "12:10:27")
    use(late, "takeout-coupon", 3, "18:31:02")
    refund(late, late.paid, 4, "10:02:40")
    use(late, "takeout-coupon", 5, "12:21:33", plant="redeemed-after-refund")

    sixth = order("", "COFFEE-CARD", "", 2, "08:42:19")
    for day, text in ((2, "08:55:41"), (3, "09:01:08"), (3, "14:22:57"), (4, "08:58:30"), (5, "09:03:12")):
        use(sixth, "coffee-cup", day, text)
    use(sixth, "coffee-cup", 6, "08:57:45", plant="over-redeemed")

    typing = order("", "VIDEO-MONTH", "", 2, "20:15:11")
    use(typing, "film-tickets", 2, "21:40:05", plant="item-of-redemption")
    return [late, sixth, typing]


def odd_orders():
    gym = order("no-agreement", "GYM-MONTH", "wechat-mini", 3, "19:33:50")
    use(gym, "gym-visit", 4, "18:20:00")
    staff = order("split-exceeds-base", "VIP-YEAR-JOINT", "", 4, "16:05:36", paid=9900)
    abroad = order("currency-of-order", "MUSIC-MONTH", "wechat-mini", 6, "11:47:09", paid=210, list_price=210, fee=1, currency="USD")
    changed = order("record-changed", "AUDIOBOOK-YEAR", "wechat-mini", 3, "21:08:14")
    return [gym, staff, abroad, changed]


def orders_that_do_not_come():
    tomorrow = order("", "MUSIC-MONTH", "wechat-mini", 5, "23:52:48")
    tomorrow.arrives += timedelta(days=1)
    use(tomorrow, "music-month", 5, "23:57:20", plant="unknown-order-for-a-day")
    never = order("", "VIP-YEAR-JOINT", "wechat-mini", 7, "14:11:26", arrives=None)
    use(never, "video-year", 7, "14:20:03", plant="unknown-order")
    lost = order("", "DINING-VOUCHER", "", 6, "10:37:55", arrives=None)
    refund(lost, 8800, 6, "15:44:10", plant="unknown-order-of-refund")
    return [tomorrow, never, lost]


def reversals():
    video = order("", "VIDEO-MONTH", "", 2, "19:21:43")
    use(video, "video-month", 2, "19:25:10", plant="refund-not-reversed", reversed_at=moment(3, "11:05:00"))
    refund(video, video.paid, 3, "10:58:31")
    coffee = order("", "COFFEE-CARD", "", 3, "13:02:22")
    use(coffee, "coffee-cup", 3, "13:15:47", plant="status-ours", reversed_at=moment(4, "09:40:00"))
    bill = order("", "TAKEOUT-PACK", "tmall", 3, "18:44:02")
    refund(bill, 500, 4, "13:27:18", plant="refund-missing-in-bill")
    return [video, coffee, bill]


def odd_refunds():
    twice = order("", "VIDEO-MONTH", "wechat-mini", 4, "12:36:40")
    use(twice, "video-month", 4, "12:41:15")
    refund(twice, 500, 5, "09:12:07")
    refund(twice, 2500, 6, "17:50:33", plant="over-refund")
    misnamed = order("", "VIP-YEAR-JOINT", "wechat-mini", 5, "15:28:09")
    refund(misnamed, 1000, 5, "20:01:44", plant="item-of-refund", entitlement="takeout-coupons", units=2)
    return [twice, misnamed]


def quiet():
    """Nothing is found here: used on the last valid day, but known two days later, when the coupon has already lapsed."""
    pack = order("", "TAKEOUT-PACK", "", 2, "12:05:30")
    use(pack, "takeout-coupon", 8, "20:10:54", plant="late-after-lapse", arrives=moment(10, "00:00:00").date())
    return [pack]
