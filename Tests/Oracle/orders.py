"""The life of one order: split, redeem, reverse, expire, refund, undo (SPEC §3, §4).

Every method returns the ledger lines of its posting group as {account: signed minor units}. They are found the plain way: what
the order's shares are worth on each account before and after the event, plus what is outside the order (custody, fees, subsidy,
suspense, the difference between a ladder's price and the order's share).
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from ladders import period_of
from money import apportion, rounded


class Parked(Exception):
    """The order cannot be split now: its finding's kind and what the finding shows."""

    def __init__(self, kind, ours=None, theirs=None):
        super().__init__(kind)
        self.kind, self.ours, self.theirs = kind, ours, theirs


class NoUnit(Exception):
    """The redemption finds no unit and waits; `kind` says how."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


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


def base_of(version, order):
    return {"paid": order.paid, "net": order.paid - order.fee, "list": order.list}[version.base]


def party_of(share, channel):
    return (channel or "platform") if share.to == "@channel" else share.to


def units_of(share, order):
    return order.quantity * share.units


def bounded(amount, share):
    if share.minimum is not None:
        amount = max(amount, share.minimum)
    if share.maximum is not None:
        amount = min(amount, share.maximum)
    return amount


def locked_amounts(version, order):
    """Every share's amount at the split, in the order of the shares; the remainder takes what is left (SPEC §3)."""
    base = base_of(version, order)
    mode = version.rounding
    if version.apportioned():
        return apportion(base, [share.percent for share in version.shares[:-1]]) + [0]
    amounts = []
    for share in version.shares:
        if share.remainder:
            amounts.append(0)
            continue
        count = units_of(share, order) if share.entitlement else order.quantity
        if share.tiered():
            first = share.tiers[0]
            amount = first.fixed * count if first.fixed is not None else rounded(first.percent * base, mode)
        elif share.fixed is not None:
            amount = bounded(share.fixed * count, share)
        else:
            of = max(0, base - sum(amounts)) if share.of_rest else base
            amount = bounded(rounded(share.percent * of, mode), share)
        amounts.append(amount)
    others = sum(amounts)
    if others > base and not version.allow_loss:
        raise Parked("split-exceeds-base", base, others)
    place = next(share.place for share in version.shares if share.remainder)
    amounts[place] = base - others
    return amounts


class OrderLife:
    """One split order. `ladders` is the run's {key: Ladder}, reached through `ladder_at(key, share, version)`."""

    def __init__(self, order, version, ladder_at):
        self.order, self.version, self.ladder_at = order, version, ladder_at
        self.base = base_of(version, order)
        self.amounts = locked_amounts(version, order)
        self.shares = []
        self.remainder = 0
        self.refunded = 0  # R
        self.given = 0  # Σ b

    # -- what the order is worth where ------------------------------------------------------------------------------------------

    def everything(self):
        """H: all that the shares have, held or earned, the remainder included."""
        return self.remainder + sum(state.held + state.earned for state in self.shares)

    def any_pending(self):
        return any(state.pending for state in self.shares)

    def balances(self):
        accounts = defaultdict(int)
        for state in self.shares:
            accounts[held_by(state.party)] -= state.held
            accounts[owed_to(state.party)] -= state.earned
        accounts["held:platform" if self.any_pending() else "revenue"] -= self.remainder
        return accounts

    def lines(self, before, **outside):
        """The change of the order's balances since `before`, plus amounts on accounts outside of it."""
        accounts = defaultdict(int)
        for account, value in self.balances().items():
            accounts[account] += value
        for account, value in before.items():
            accounts[account] -= value
        for account, value in outside.items():
            accounts[account.replace("paid_out", "paid-out")] += value
        return accounts

    def round(self, value):
        return rounded(value, self.version.rounding)

    def fully_refunded(self):
        return self.order.paid > 0 and self.order.paid - self.refunded == 0

    def ladder(self, state, day):
        share = state.share
        period = period_of(share.per, day)
        key = (self.version.bundle, self.version.effective, share.place, state.party, period)
        return self.ladder_at(key, share, self.version)

    def state_for(self, entitlement):
        for state in self.shares:
            if state.share.entitlement is not None and state.share.entitlement == entitlement:
                return state
        return None

    @staticmethod
    def off_price(lines, state, price, amount):
        """The party is owed `price` where its order share has `amount`: the difference is the platform's."""
        lines[owed_to(state.party)] -= price - amount
        lines["revenue"] += price - amount

    # -- post --------------------------------------------------------------------------------------------------------------------

    def post(self):
        """Locks every share's amount; shares without entitlement earn theirs at once."""
        order, lines_outside, priced = self.order, {"custody": self.order.paid}, []
        before = self.balances()
        for share, amount in zip(self.version.shares, self.amounts):
            if share.remainder:
                self.remainder = amount
                continue
            state = ShareState(share, party_of(share, order.channel), 0)
            if share.entitlement is not None:
                state.units = state.pending = units_of(share, order)
                state.held = amount
                state.base_left = self.base
            else:
                state.earned = amount
                if share.tiered():
                    state.base_earned = self.base
                    state.ladder = self.ladder(state, order.day)
                    price = state.ladder.price(self.base)
                    state.ladder.move(0, self.base, price)
                    priced.append((state, price, amount))
            self.shares.append(state)
        if self.version.base == "list":
            lines_outside["subsidy"] = order.list - order.paid
        if self.version.base == "net":
            lines_outside["fees"] = -order.fee
        lines = self.lines(before, **lines_outside)
        for state, price, amount in priced:
            self.off_price(lines, state, price, amount)
        return lines

    # -- redeem and reverse ------------------------------------------------------------------------------------------------------

    def last_valid_day(self, state):
        if state.share.expires_after is None:
            return None
        return self.order.day + datetime.timedelta(days=state.share.expires_after)

    def redeem(self, redemption_id, state, day):
        """One unit of `state`, redeemed on business day `day`; raises NoUnit when there is none."""
        before = self.balances()
        last_day = self.last_valid_day(state)
        expired = last_day is not None and day > last_day
        if not expired and state.lapsed > 0:
            self.take_back_lapsed(state)
        if expired or state.pending == 0:
            raise NoUnit("redeemed-after-refund" if state.cancelled > 0 else "over-redeemed")
        amount = self.round(Fraction(state.held, state.pending))
        part = self.round(Fraction(state.base_left, state.pending))
        price, ladder = amount, None
        if state.share.tiered():
            ladder = self.ladder(state, day)
            price = ladder.price(part)
            ladder.move(1, part, price)
        state.held -= amount
        state.earned += amount
        state.base_left -= part
        state.pending -= 1
        state.live[redemption_id] = Earning(amount, price, part, ladder)
        lines = self.lines(before)
        self.off_price(lines, state, price, amount)
        return lines

    def take_back_lapsed(self, state):
        """Undoes one lapsed unit's share of the lapse: it is pending again, with its money and its base."""
        size = self.round(Fraction(state.lapsed_amount, state.lapsed))
        base = self.round(Fraction(state.lapsed_base, state.lapsed))
        paid = state.share.on_expiry == "payee"
        whole = state.live_sum()
        state.lapsed -= 1
        state.lapsed_amount -= size
        state.lapsed_base -= base
        if paid:
            back = self.claw_back(state, size, whole)
        else:
            back = size
            self.remainder -= size
        state.held += back
        state.base_left += base
        state.pending += 1

    def claw_back(self, state, size, whole):
        """Takes out of the earned what an earning of `size` among `whole` live ones is worth now."""
        if not state.anything_live():
            back = state.earned
        else:
            back = self.round(Fraction(state.earned * size, whole)) if whole else 0
        state.earned -= back
        return back

    def reverse(self, redemption_id, state):
        """Takes a redemption back: its unit is pending again, or cancelled at once when everything was refunded."""
        before = self.balances()
        whole = state.live_sum()
        earning = state.live.pop(redemption_id)
        back = self.claw_back(state, earning.amount, whole)
        if self.fully_refunded():
            state.cancelled += 1
            self.remainder += back
        else:
            state.pending += 1
            state.held += back
            state.base_left += earning.base
        lines = self.lines(before)
        if earning.ladder is not None:
            assert back == earning.amount, "a tiered entitlement share is never clawed back"
            earning.ladder.move(-1, -earning.base, -earning.price)
            self.off_price(lines, state, -earning.price, -earning.amount)
        return lines

    # -- expire ------------------------------------------------------------------------------------------------------------------

    def expire(self, state, run_day):
        """Lapses the pending units of one share in a run of `run_day`; None when nothing lapses."""
        last_day = self.last_valid_day(state)
        if last_day is None or run_day <= last_day or state.pending == 0:
            return None
        before = self.balances()
        if state.share.on_expiry == "payee":
            state.earned += state.held
        else:
            self.remainder += state.held
        state.lapsed += state.pending
        state.lapsed_amount += state.held
        state.lapsed_base += state.base_left
        state.pending = state.held = state.base_left = 0
        return self.lines(before)

    # -- refund ------------------------------------------------------------------------------------------------------------------

    def refund(self, taken, amount, entitlement, units, first_time):
        """Refunds `amount`; on a later try of an excess (`first_time` False) no named units are cancelled again.

        The last four letters of the SPEC's names: r' applied, b given, H everything.
        """
        before = self.balances()
        unrefunded = self.order.paid - self.refunded
        applied = min(amount, unrefunded)
        full = applied == unrefunded and unrefunded > 0
        everything = self.everything()
        if full:
            given = everything
        elif applied == 0:
            given = 0
        else:
            given = self.round(Fraction(everything * applied, unrefunded))

        free = 0
        for state in self.shares:
            free += self.cancel(state, taken, self.units_to_cancel(state, entitlement, units, full, first_time))
        self.give_remainder(taken, -free)
        from_free = min(given, free)
        self.give_remainder(taken, from_free)
        rest = given - from_free
        gifts = self.gifts(rest, full)
        for state, from_held, from_earned in gifts:
            self.take(state, taken, from_held, from_earned)
        self.give_remainder(taken, rest - sum(held + earned for _, held, earned in gifts))

        self.refunded += applied
        self.given += given
        taken.applied += applied
        taken.given += given
        if first_time:
            taken.excess = amount - applied
            outside = {"custody": -amount, "suspense": amount - applied}
        else:
            taken.excess -= applied
            outside = {"suspense": -applied}
        if self.version.base == "net":
            outside["fees"] = applied - given
        elif self.version.base == "list":
            outside["subsidy"] = applied - given
        else:
            assert applied == given
        return self.lines(before, **outside)

    @staticmethod
    def units_to_cancel(state, entitlement, units, full, first_time):
        if state.share.entitlement is None:
            return 0
        if full:
            return state.pending
        if not first_time:
            return 0
        if entitlement is not None:
            if state.share.entitlement != entitlement:
                return 0
            return state.pending if units is None else min(state.pending, units)
        return 0 if units is None else min(state.pending, units * state.share.units)

    def cancel(self, state, taken, count):
        """a. Cancels `count` pending units and returns what was held for them."""
        if count == 0:
            return 0
        free = self.round(Fraction(state.held * count, state.pending))
        base = self.round(Fraction(state.base_left * count, state.pending))
        place = state.share.place
        state.held -= free
        state.base_left -= base
        state.pending -= count
        state.cancelled += count
        taken.held[place] += free
        taken.base_left[place] += base
        taken.cancelled[place] += count
        return free

    def give_remainder(self, taken, amount):
        self.remainder -= amount
        taken.remainder += amount

    def gifts(self, rest, full):
        """c. What every share but the remainder gives to b₁ = `rest`: [(state, from held, from earned)]."""
        if self.version.refund == "ratio":
            gifts = self.gifts_by_ratio(rest)
        else:
            gifts = self.gifts_unused_first(rest)
        if full:  # whatever the policy, who gives all gives all its earned
            gifts = [(s, held, s.earned if s.share.gives == "all" else earned) for s, held, earned in gifts]
        return gifts

    def gifts_by_ratio(self, rest):
        have = self.everything()
        gifts = []
        for state in self.shares:
            from_held = from_earned = 0
            if rest > 0 and state.share.gives in ("held", "all"):
                from_held = self.round(Fraction(state.held * rest, have))
            if rest > 0 and state.share.gives == "all":
                from_earned = self.round(Fraction(state.earned * rest, have))
            gifts.append((state, from_held, from_earned))
        return gifts

    def gifts_unused_first(self, rest):
        giving = [state for state in self.shares if state.share.gives in ("held", "all")]
        unused = sum(state.held for state in giving) + max(0, self.remainder)
        clawing = [state for state in self.shares if state.share.gives == "all"]
        used = sum(state.earned for state in clawing)
        gifts = []
        for state in self.shares:
            from_held = from_earned = 0
            if rest <= unused:
                if unused > 0 and state in giving:
                    from_held = self.round(Fraction(state.held * rest, unused))
            else:
                if state in giving:
                    from_held = state.held
                if used > 0 and state in clawing:
                    from_earned = self.round(state.earned * min(Fraction(1), Fraction(rest - unused, used)))
            gifts.append((state, from_held, from_earned))
        return gifts

    def take(self, state, taken, from_held, from_earned):
        """Takes a refund's part from one share, with the base behind it where the share is tiered."""
        place = state.share.place
        if from_held and state.share.tiered():
            base = self.round(Fraction(state.base_left * from_held, state.held))
            state.base_left -= base
            taken.base_left[place] += base
        if from_earned and state.ladder is not None:
            base = self.round(Fraction(state.base_earned * from_earned, state.earned))
            state.base_earned -= base
            taken.base_earned[place] += base
            state.ladder.move(0, -base, -from_earned)
        state.held -= from_held
        state.earned -= from_earned
        taken.held[place] += from_held
        taken.earned[place] += from_earned

    def undo(self, taken):
        """Negates a refund; its units come back, and money that cannot stand where it lands moves on."""
        before = self.balances()
        self.refunded -= taken.applied
        self.given -= taken.given
        self.remainder += taken.remainder
        for state in self.shares:
            place = state.share.place
            came_back = taken.cancelled[place]
            state.cancelled -= came_back
            state.pending += came_back
            to_held, to_earned = taken.held[place], taken.earned[place]
            if to_earned and state.share.entitlement is not None and not state.anything_live():
                to_held, to_earned = to_held + to_earned, 0
            state.earned += to_earned
            if state.pending > 0:
                state.held += to_held
                state.base_left += taken.base_left[place]
            else:
                self.remainder += to_held
            if state.ladder is not None and (to_earned or taken.base_earned[place]):
                state.base_earned += taken.base_earned[place]
                state.ladder.move(0, taken.base_earned[place], to_earned)
            if came_back and self.fully_refunded():
                free = self.round(Fraction(state.held * came_back, state.pending))
                base = self.round(Fraction(state.base_left * came_back, state.pending))
                state.held -= free
                state.base_left -= base
                state.pending -= came_back
                state.cancelled += came_back
                self.remainder += free
        outside = {"custody": taken.applied + taken.excess, "suspense": -taken.excess}
        if self.version.base == "net":
            outside["fees"] = -(taken.applied - taken.given)
        elif self.version.base == "list":
            outside["subsidy"] = -(taken.applied - taken.given)
        lines = self.lines(before, **outside)
        return lines
