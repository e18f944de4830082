"""What one share of one order has, and what a refund has taken (SPEC §4, §5)."""

from collections import defaultdict
from dataclasses import dataclass, field


def held_by(party):
    return f"held:{party}"


def owed_to(party):
    return "revenue" if party == "platform" else f"payable:{party}"


@dataclass
class Earning:
    """A live redemption: what its share earned, the ladder price, its part of the base, its ladder."""

    amount: int
    price: int
    base: int
    ladder: object


@dataclass
class ShareState:
    share: object
    party: str
    units: int
    held: int = 0
    earned: int = 0
    pending: int = 0
    cancelled: int = 0
    lapsed: int = 0
    lapsed_amount: int = 0
    lapsed_base: int = 0
    base_left: int = 0
    base_earned: int = 0  # only without entitlement: the part of the base its ladder counts
    ladder: object = None  # only without entitlement
    live: dict = field(default_factory=dict)

    def paid_lapse(self):
        """What stands of a lapse that was earned by the payee, and whether there is one."""
        stands = self.share.on_expiry == "payee" and self.lapsed > 0
        return (self.lapsed_amount if stands else 0), stands

    def live_sum(self):
        return sum(earning.amount for earning in self.live.values()) + self.paid_lapse()[0]

    def anything_live(self):
        return bool(self.live) or self.paid_lapse()[1]


@dataclass
class Taken:
    """What one refund has done so far, so that an undo can negate it."""

    applied: int = 0  # r' in all
    given: int = 0  # b in all
    excess: int = 0  # still in suspense
    remainder: int = 0  # change of the platform's remainder
    held: dict = field(default_factory=lambda: defaultdict(int))
    earned: dict = field(default_factory=lambda: defaultdict(int))
    cancelled: dict = field(default_factory=lambda: defaultdict(int))
    base_left: dict = field(default_factory=lambda: defaultdict(int))
    base_earned: dict = field(default_factory=lambda: defaultdict(int))
