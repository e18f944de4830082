"""The split: every share's amount when an order is posted (SPEC §3)."""

from money import apportion, rounded


class Parked(Exception):
    """The order cannot be split now: its finding's kind and what the finding shows."""

    def __init__(self, kind, ours=None, theirs=None):
        super().__init__(kind)
        self.kind, self.ours, self.theirs = kind, ours, theirs


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
