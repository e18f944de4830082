"""The oracle's own tests: SPEC §13, the published ladder of §5, the rounding examples of §2 and §4, and the laws on seeds.

/usr/bin/python3 selftest.py [--seeds A..B]
"""

import argparse
import datetime
import tempfile
from fractions import Fraction
from pathlib import Path

from agreements import Share, Tier, read_version
from feeds import OrderRow
from ladders import Ladder, tariff
from money import apportion, rounded
from oracle import csv_text, simulate
from orders import OrderLife
from shares import Taken
from ledger import POSTING_COLUMNS

MARCH = [datetime.date(2026, 3, day) for day in range(1, 10)]

AGREEMENT = """
bundle: VIP-YEAR-JOINT
title: 影视联合年卡
currency: CNY
versions:
  - effective: 2026-01-01
    base: paid
    rounding: half-up
    allow-loss: false
    refund: ratio
    shares:
      - {to: tencent-video, entitlement: video-year, fixed: "88.00"}
      - {to: eleme, entitlement: takeout-coupon, units: 12, percent: "12", expires-after: 365d, on-expiry: remainder}
      - {to: "@channel", percent: "5", of: rest, max: "20.00"}
      - {to: platform, remainder: true}
"""

FIRST_DAY = """\
run,business_date,group,kind,order_id,reference,party,account,currency,amount,agreement,version,corrects
2026-03-01-001,2026-03-01,1,order,O1,O1,,custody,CNY,199.00,VIP-YEAR-JOINT,2026-01-01,
2026-03-01-001,2026-03-01,1,order,O1,O1,eleme,held:eleme,CNY,-23.88,VIP-YEAR-JOINT,2026-01-01,
2026-03-01-001,2026-03-01,1,order,O1,O1,platform,held:platform,CNY,-82.76,VIP-YEAR-JOINT,2026-01-01,
2026-03-01-001,2026-03-01,1,order,O1,O1,tencent-video,held:tencent-video,CNY,-88.00,VIP-YEAR-JOINT,2026-01-01,
2026-03-01-001,2026-03-01,1,order,O1,O1,douyin,payable:douyin,CNY,-4.36,VIP-YEAR-JOINT,2026-01-01,
"""

#: (video h, e, coupons h, e, channel e, platform) after each day of §13
WORKED = [
    (8800, 0, 2388, 0, 436, 8276),
    (8800, 0, 2189, 199, 436, 8276),
    (8800, 0, 1969, 199, 392, 6540),
    (0, 8800, 1969, 199, 392, 6540),
    (0, 8800, 0, 199, 0, -8999),
]


def worked_example(folder):
    """§13, one event a day."""
    files = {
        "qingfen.yaml": 'zone: Asia/Shanghai\nrules: rules\nstore: {folder: "store/{date}"}\n',
        "rules/agreements/vip.yaml": AGREEMENT,
        "rules/partners/eleme.yaml": "partner: eleme\ntitle: E\nperiod: month\n",
    }
    heads = {
        "orders": "order_id,bundle,channel,quantity,currency,paid,paid_at\n",
        "redemptions": "redemption_id,order_id,entitlement,redeemed_at\n",
        "refunds": "refund_id,order_id,amount,refunded_at\n",
    }
    rows = {
        (1, "orders"): "O1,VIP-YEAR-JOINT,douyin,1,CNY,199.00,2026-03-01 10:00:00\n",
        (2, "redemptions"): "R1,O1,takeout-coupon,2026-03-02 10:00:00\n",
        (3, "refunds"): "F1,O1,20.00,2026-03-03 10:00:00\n",
        (4, "redemptions"): "R2,O1,video-year,2026-03-04 10:00:00\n",
        (5, "refunds"): "F2,O1,179.00,2026-03-05 10:00:00\n",
    }
    for n in range(1, 6):
        for feed, head in heads.items():
            files[f"store/2026-03-{n:02d}/{feed}.csv"] = head + rows.get((n, feed), "")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    from shop import Configuration, Shop

    shop = Shop()
    for n, expected in enumerate(WORKED, 1):
        published = shop.request(Configuration(folder / "qingfen.yaml"), datetime.date(2026, 3, n))
        assert published.exit == 0, published
        if n == 1:
            assert csv_text(POSTING_COLUMNS, published.postings) == FIRST_DAY, csv_text(POSTING_COLUMNS, published.postings)
        life = shop.orders["O1"].life
        video, coupons, channel = life.shares
        found = (video.held, video.earned, coupons.held, coupons.earned, channel.earned, life.remainder)
        assert found == expected, (n, found, expected)
    assert coupons.cancelled == 11


def published_ladder():
    """§5: 7 / 6.5 / 6 up to 5 / 10 / more: volume 5 → 35, 6 → 39; graduated 6 → 41.5, 20 → 127.5."""
    tiers = [Tier(5, None, 700, 0), Tier(10, None, 650, 0), Tier(None, None, 600, 0)]
    for mode, n, expected in (("volume", 5, 3500), ("volume", 6, 3900), ("graduated", 6, 4150), ("graduated", 20, 12750)):
        share = Share(0, "p", "e", tiers=tiers, by="units", mode=mode, per="month")
        assert tariff(share, n, 0) == expected, (mode, n, tariff(share, n, 0))
    share = Share(0, "p", "e", tiers=tiers, by="units", mode="graduated", per="month")
    ladder, prices = Ladder(share, "CNY", "half-up"), []
    for _ in range(6):
        prices.append(ladder.price(0))
        ladder.move(1, 0, prices[-1])
    assert prices == [700] * 5 + [650] and ladder.owed() == ladder.earned == 4150


def arithmetic():
    assert apportion(101, [1, 1, 1]) == [34, 34, 33]
    assert apportion(15, [80, 8, 12]) == [12, 1, 2]
    assert apportion(1, [0, 1, 1]) == [0, 1, 0]
    half = [rounded(Fraction(n, 2), mode) for mode in ("half-up", "half-even", "down") for n in (1, 3, 5, -1, -3)]
    assert half == [1, 2, 3, -1, -2, 0, 2, 2, 0, -2, 0, 1, 2, 0, -1], half
    held, parts = 100, []
    for pending in (3, 2, 1):
        parts.append(rounded(Fraction(held, pending), "half-up"))
        held -= parts[-1]
    assert parts == [33, 34, 33]


def life(shares, paid, refund="ratio", base="paid", fee=0, channel="douyin"):
    """A split order of 1 March over `shares` (as in a rule file) in CNY minor units."""
    entries = shares + [{"to": "platform", "remainder": "true"}]
    version = read_version("B", "CNY", {"effective": "2026-01-01", "refund": refund, "base": base, "shares": entries})
    order = OrderRow("O1", "B", channel, 1, "CNY", Fraction(paid, 100), Fraction(paid, 100), Fraction(fee, 100), None, MARCH[0])
    order.in_minor_units("CNY")
    ladders = {}
    result = OrderLife(order, version, lambda key, share, v: ladders.setdefault(key, Ladder(share, "CNY", v.rounding)))
    result.post()
    return result


def has(order):
    return [(state.held, state.earned) for state in order.shares], order.remainder


def refund(order, amount, **named):
    taken = Taken()
    order.refund(taken, amount, named.get("entitlement"), named.get("units"), first_time=True)
    return taken


def courses_by_hand():
    """Small orders whose numbers were worked out on paper from SPEC §4."""
    order = life([{"to": "p", "entitlement": "e", "percent": "30"}, {"to": "@channel", "percent": "10"}], 100, "unused-first")
    assert has(order) == ([(30, 0), (0, 10)], 60)
    refund(order, 50)  # U = 90: 30·50/90 = 16.67
    assert has(order) == ([(13, 0), (0, 10)], 27)
    refund(order, 45)  # U = 40 all; 5 of V = 10
    assert has(order) == ([(0, 0), (0, 5)], 0)
    refund(order, 5)  # the rest: who gives all gives all
    assert has(order) == ([(0, 0), (0, 0)], 0) and order.shares[0].cancelled == 1

    order = life([{"to": "p", "entitlement": "e", "units": "3", "fixed": "1.00", "expires-after": "1d", "on-expiry": "payee"}], 1000)
    assert order.expire(order.shares[0], MARCH[1]) is None
    order.expire(order.shares[0], MARCH[2])
    assert has(order) == ([(0, 300)], 700)
    order.redeem("R1", order.shares[0], MARCH[1])  # late but valid: takes one of the lapsed back
    state = order.shares[0]
    assert has(order) == ([(0, 300)], 700) and (state.lapsed, state.lapsed_amount, state.live["R1"].amount) == (2, 200, 100)
    order.reverse("R1", state)
    assert has(order) == ([(100, 200)], 700) and state.pending == 1

    order = life([{"to": "p", "entitlement": "e", "units": "2", "percent": "50", "gives": "all"}], 200)
    order.redeem("R1", order.shares[0], MARCH[0])
    taken = refund(order, 50)  # a quarter of all: held 50 → 37.5, earned 50 → 37.5, half up each gives 13
    assert has(order) == ([(37, 37)], 76)
    order.reverse("R1", order.shares[0])
    assert has(order) == ([(74, 0)], 76)
    order.undo(taken)  # what was earned lands in the held: nothing is live
    assert has(order) == ([(100, 0)], 100)

    order = life([{"to": "p", "entitlement": "e", "percent": "50"}], 100)
    first, second = refund(order, 100), refund(order, 100)
    assert (second.applied, second.excess, order.shares[0].cancelled) == (0, 100, 1)
    order.undo(first)
    assert has(order) == ([(50, 0)], 50) and order.shares[0].pending == 1
    order.refund(second, 100, None, None, first_time=False)
    assert has(order) == ([(0, 0)], 0) and (second.applied, second.excess) == (100, 0)
    order.undo(second)
    assert has(order) == ([(50, 0)], 50)

    order = life([{"to": "p", "entitlement": "e", "units": "4", "percent": "40"}], 1000, base="net", fee=100)
    assert has(order) == ([(360, 0)], 540)
    refund(order, 100, entitlement="e", units=3)  # b = 900·100/1000 = 90, all of it out of the 270 set free
    assert has(order) == ([(90, 0)], 720) and order.shares[0].pending == 1


def laws_on_seed(seed, folder, exotic):
    """Runs a generated shop (exotic for every third seed); every run asserts the laws itself (Run.check_laws, Ledger.post)."""
    from generate import generate

    steps = generate(seed, folder, exotic)
    for code, *_ in simulate([(folder / root / "qingfen.yaml", day) for day, root in steps]):
        assert code in (0, 2, 3)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="1..200")
    first, last = (int(part) for part in parser.parse_args().seeds.split(".."))
    arithmetic()
    published_ladder()
    courses_by_hand()
    with tempfile.TemporaryDirectory() as folder:
        worked_example(Path(folder))
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                laws_on_seed(seed, Path(folder), seed % 3 == 0)
            except BaseException:
                print(f"seed {seed} failed")
                raise
    print(f"selftest: all passed, seeds {first}..{last}")


if __name__ == "__main__":
    main()
