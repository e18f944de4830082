"""The life of one order: split, post, redeem, reverse, expire (SPEC §4).

Every method returns the ledger lines of its posting group as {account: signed minor units}. They are found the plain way: what
the order's shares are worth on each account before and after the event, plus what is outside the order (custody, fees, subsidy,
suspense, the difference between a ladder's price and the order's share).
"""

import datetime
from collections import defaultdict
from fractions import Fraction

from ladders import period_of
from money import rounded
from refunds import RefundRules
from shares import Earning, ShareState, held_by, owed_to
from split import base_of, locked_amounts, party_of, units_of


class NoUnit(Exception):
    """The redemption finds no unit and waits; `kind` says how."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


class OrderLife(RefundRules):
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
