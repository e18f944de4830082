"""The laws of the ledger, checked in every run (SPEC §2, §4, §5, §6)."""

from collections import defaultdict

from money import to_minor


class LedgerLaws:
    """The part of Run that checks them."""

    def check_laws(self):
        """SPEC §6 laws, and §2: no party but the platform gives back more than it has."""
        totals = self.shop.ledger.totals
        for currency in {currency for _, currency in totals}:
            assert sum(value for (_, c), value in totals.items() if c == currency) == 0
            custody = 0
            for record in self.shop.orders.values():
                if record.life and record.life.version.currency == currency:
                    custody += record.row.paid
            for record in self.shop.refunds.values():
                if record.state == "refunded":
                    order = self.shop.orders[record.row.order_id]
                    if order.life.version.currency == currency:
                        custody -= to_minor(record.row.value, currency)
            assert totals.get(("custody", currency), 0) == custody, "custody = Σ paid − Σ refunds"
        for record in self.shop.orders.values():
            life = record.life
            if life is None:
                continue
            assert life.everything() == life.base - life.given, "Σ shares = B − Σ b"
            for state in life.shares:
                assert state.held >= 0 and state.earned >= 0, "no party gives back more than it has"
                assert state.pending >= 0 and state.cancelled >= 0 and state.lapsed >= 0 and state.base_left >= 0
                assert state.held == 0 or state.pending > 0, "nothing is held without a pending unit"
                if state.share.entitlement is not None:
                    units = state.pending + state.cancelled + state.lapsed + len(state.live)
                    assert units == state.units, "every unit is pending, cancelled, lapsed or redeemed"
        self.check_accounts()
        for ladder in self.shop.ladders.values():
            assert ladder.earned == ladder.owed(), "law of ladders"

    def check_accounts(self):
        """held:p and payable:p equal what the orders, ladders, adjusts and payouts say; revenue is what is left of the sum."""
        expected = defaultdict(int)
        for record in self.shop.orders.values():
            life = record.life
            if life is None:
                continue
            currency = life.version.currency
            for state in life.shares:
                expected[f"held:{state.party}", currency] -= state.held
                owed = state.paid_lapse()[0] if state.share.tiered() else state.earned
                expected[f"payable:{state.party}", currency] -= owed
                if state.share.tiered() and state.share.entitlement is not None:
                    assert state.earned == state.live_sum(), "a tiered entitlement share has what its redemptions earned"
            if life.any_pending():
                expected["held:platform", currency] -= life.remainder
        for (_, _, _, party, _), ladder in self.shop.ladders.items():
            expected[f"payable:{party}", ladder.currency] -= ladder.earned
        for group in self.shop.ledger.groups:
            if group.kind in ("adjust", "payout"):
                for account, amount in group.lines.items():
                    expected[account, group.currency] += amount
        for account, currency in {*expected, *self.shop.ledger.totals}:
            if account.startswith(("held:", "payable:")) and account != "payable:platform":
                found = self.shop.ledger.totals.get((account, currency), 0)
                assert found == expected[account, currency], f"{account} {currency}: {found} instead of {expected[account, currency]}"
