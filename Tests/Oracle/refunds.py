"""Refunds of an order and their undoing (SPEC §4 a, b, c)."""

from fractions import Fraction


class RefundRules:
    """The part of OrderLife that refunds; `taken` is what one refund has done so far.

    The SPEC's names: r' applied, b given, H everything, b₁ rest, U unused, V used.
    """

    def refund(self, taken, amount, entitlement, units, first_time):
        """Refunds `amount`; on a later try of an excess (`first_time` False) no named units are cancelled again."""
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
