"""Ladders: tariffs, prices of single earnings, and true-ups (SPEC §5)."""

from dataclasses import dataclass
from fractions import Fraction

from money import rounded


def period_of(per, day):
    """The name of the tier period that holds `day` (SPEC §6: 2026-01, 2026-Q1, 2026, lifetime)."""
    if per == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if per == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if per == "year":
        return f"{day.year:04d}"
    assert per == "lifetime", per
    return "lifetime"


def slices(share, measure):
    """For each tier: (tier, lower bound, what of `measure` falls into it, whether it is entered)."""
    lower = 0
    result = []
    for tier in share.tiers:
        upper = measure if tier.up_to is None else min(tier.up_to, measure)
        result.append((tier, max(0, upper - lower), measure > lower))
        if tier.up_to is not None:
            lower = tier.up_to
    return result


def tier_holding(share, measure):
    """The tier whose (lower, up-to] holds `measure`; the first for a measure of 0."""
    for tier in share.tiers:
        if tier.up_to is None or measure <= tier.up_to:
            return tier
    raise AssertionError("the last tier has no bound")


def tariff(share, n, a):
    """T(n, a) exactly, before its one rounding: n net units, a net base in minor units."""
    measure = a if share.by == "amount" else n
    if share.mode == "graduated":
        parts = slices(share, measure)
    else:
        reached = tier_holding(share, measure)
        parts = [(reached, measure, measure > 0)]
    total = Fraction(0)
    for tier, size, entered in parts:
        if tier.fixed is not None:
            total += tier.fixed * size
        elif share.by == "amount":
            total += tier.percent * size
        elif n != 0:
            total += tier.percent * Fraction(a * size, n)
        if entered:
            total += tier.flat
    return total


@dataclass
class Ladder:
    """The running measure of one tiered share of one party in one period, and what it has earned so far."""

    share: object
    currency: str
    rounding: str
    n: int = 0
    a: int = 0
    earned: int = 0
    touched: bool = False

    def owed(self):
        return rounded(tariff(self.share, self.n, self.a), self.rounding)

    def price(self, base_part):
        """The price of one earning at the present position, whose base part is `base_part`."""
        share = self.share
        if share.mode == "graduated" and share.by == "amount":
            after = rounded(tariff(share, 0, self.a + base_part), self.rounding)
            return after - rounded(tariff(share, 0, self.a), self.rounding)
        position = self.a + base_part if share.by == "amount" else self.n + 1
        tier = tier_holding(share, position)
        if tier.fixed is not None:
            return tier.fixed
        return rounded(tier.percent * base_part, self.rounding)

    def move(self, units, base_part, amount):
        """Moves the measure by `units` and `base_part`, and what was earned by `amount`."""
        self.n += units
        self.a += base_part
        self.earned += amount
        self.touched = True
