"""Reconciliation of one partner's statements against what is ours (SPEC §7). Everything is recomputed in every run."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from money import exponent, to_minor


@dataclass
class Claim:
    """One line of ours. `record` is the redemption behind it (None for bills)."""

    reference: str
    order_id: str
    item: str
    type: str
    amount: int
    currency: str
    day: object
    order: tuple  # (run that first saw it, instant, id): who comes first
    record: object = None


@dataclass
class Finding:
    """One discrepancy of this run; `ours` and `theirs` in minor units or None, `state` in-transit, open or resolved."""

    partner: str
    kind: str
    key: str
    order_id: str
    ours: object
    theirs: object
    currency: str
    day: object
    leg: str
    state: str = "open"
    shows_difference: bool = True

    def identity(self):
        return (self.partner, self.kind, self.key)


@dataclass
class Outcome:
    findings: list = field(default_factory=list)
    tolerated: list = field(default_factory=list)  # Findings, resolved; each asks for one adjust
    claimed: list = field(default_factory=list)  # (waiting redemption record, line) pairs
    buckets: dict = field(default_factory=lambda: defaultdict(int))


def keyed(statement, item):
    if statement.on == ["reference"]:
        return (item.type, item.reference)
    return (item.type, item.order_id, item.item)


def tolerated(statement, ours, theirs, currency):
    difference = theirs - ours
    if statement.side == "under" and difference > 0 or statement.side == "over" and difference < 0:
        return False
    absolute = int(statement.absolute * 10 ** exponent(currency))  # digits beyond the currency are cut
    return abs(difference) <= absolute or Fraction(abs(difference)) <= statement.percent * abs(ours)


class Reconciliation:
    """One partner in one run of day `today`.

    `claims` are ours in order, `lines` theirs in order of arrival, `come(day)` says whether the file of a day is there,
    `waiting` are the waiting redemption records in order, `standing_refund(order_id)` whether an order has one.
    """

    def __init__(self, partner, today, claims, lines, come, waiting, standing_refund):
        self.partner, self.statement = partner.name, partner.statement
        self.today, self.come, self.standing_refund = today, come, standing_refund
        self.claims, self.lines, self.waiting = claims, lines, waiting
        self.bill = self.statement.matches == "orders"
        self.leg = "channel" if self.bill else "partner"
        self.outcome = Outcome()
        self.pairs = {}  # key -> (claim, line)
        self.lone_claims = {}  # (type, reference) -> whether it is open; else it may still be answered
        self.lone_lines = set()  # (order, type)

    def reconcile(self):
        ours, theirs = self.firsts(self.claims), self.firsts(self.lines)
        self.pairs = {key: (ours[key], theirs[key]) for key in ours if key in theirs}
        self.number_lines()
        for claim in self.claims:
            key = keyed(self.statement, claim)
            if ours[key] is not claim:
                self.our_finding("duplicate", claim)
            elif key in self.pairs:
                self.compare(*self.pairs[key])
            else:
                self.lone_claim(claim)
        for line in self.lines:
            key = keyed(self.statement, line)
            if theirs[key] is not line:
                self.their_finding("duplicate", line)
            elif key not in self.pairs:
                self.lone_line(line)
        if not self.bill:
            self.find_claims_for_waiting(ours, theirs)
        assert self.outcome.buckets["ours"] == len(self.claims)
        assert self.outcome.buckets["theirs"] == len(self.lines)
        return self.outcome

    def firsts(self, items):
        first = {}
        for item in items:
            first.setdefault(keyed(self.statement, item), item)
        return first

    def number_lines(self):
        """The second line of one type and reference is #2, the third #3."""
        count = defaultdict(int)
        self.line_keys = {}
        for line in self.lines:
            count[line.type, line.reference] += 1
            number = count[line.type, line.reference]
            self.line_keys[id(line)] = f"{line.type}:{line.reference}" + (f"#{number}" if number > 1 else "")

    # -- one line each -----------------------------------------------------------------------------------------------------------

    def bucket(self, side):
        self.outcome.buckets[side] += 1

    def our_finding(self, kind, claim, state="open"):
        self.bucket("ours")
        self.lone_claims[claim.type, claim.reference] = self.come(claim.day) and state == "open" and kind != "duplicate"
        if not self.come(claim.day):
            return
        key = f"{claim.type}:{claim.reference}"
        self.outcome.findings.append(
            Finding(self.partner, kind, key, claim.order_id, claim.amount, None, claim.currency, claim.day, self.leg, state)
        )

    def their_finding(self, kind, line, state="open"):
        self.bucket("theirs")
        if kind != "duplicate":
            is_order = self.bill and not line.order_id and line.type == "redeemed"
            self.lone_lines.add((line.reference if is_order else line.order_id, line.type))
        amount = to_minor(line.value, line.currency)
        key = self.line_keys[id(line)]
        self.outcome.findings.append(
            Finding(self.partner, kind, key, line.order_id, None, amount, line.currency, line.day, self.leg, state)
        )

    def said(self, kind, reference, day):
        """Whether their statement says what our line says: True or False, None while it may still come."""
        if (kind, reference) in self.lone_claims:
            return False if self.lone_claims[kind, reference] else None
        return True if self.come(day) else None

    def transit_over(self, day):
        return self.today > day + datetime.timedelta(days=self.statement.grace)

    def redeemed_lines_match(self, item):
        """Whether the redeemed lines behind a reversed one are matched: same key, or in a bill the line of its order."""
        if self.bill:
            return any(
                claim.type == "redeemed" and item.order_id != "" and claim.order_id == item.order_id for claim, _ in self.pairs.values()
            )
        return ("redeemed",) + keyed(self.statement, item)[1:] in self.pairs

    def lone_claim(self, claim):
        if not self.transit_over(claim.day):
            return self.our_finding("missing-at-partner", claim, "in-transit")
        if claim.type == "reversed" and self.redeemed_lines_match(claim):
            against = self.bill or self.standing_refund(claim.order_id)
            return self.our_finding("refund-not-reversed" if against else "status", claim)
        return self.our_finding("missing-at-partner", claim)

    def lone_line(self, line):
        if not self.transit_over(line.day):
            return self.their_finding("missing-at-store", line, "in-transit")
        if line.type == "reversed" and self.redeemed_lines_match(line):
            return self.their_finding("status", line)
        return self.their_finding("missing-at-store", line)

    def compare(self, claim, line):
        """Amount, item, currency: the kind is the first that differs."""
        self.bucket("ours")
        self.bucket("theirs")
        theirs = to_minor(line.value, line.currency)
        kind, state = None, "open"
        off = theirs != claim.amount
        forgiven = off and tolerated(self.statement, claim.amount, theirs, claim.currency)
        if off and not forgiven:
            kind = "amount"
        elif line.item and claim.item and line.item != claim.item:
            kind = "item"
        elif line.currency != claim.currency:
            kind = "currency"
        elif forgiven:
            kind, state = "amount", "resolved"
        if kind is None:
            return
        key = f"{claim.type}:{claim.reference}"
        finding = Finding(
            self.partner, kind, key, claim.order_id, claim.amount, theirs, claim.currency, claim.day, self.leg, state
        )
        (self.outcome.tolerated if state == "resolved" else self.outcome.findings).append(finding)

    # -- claims for waiting redemptions ------------------------------------------------------------------------------------------

    def find_claims_for_waiting(self, ours, theirs):
        """A redeemed line whose redemption waits: the pair of both (SPEC §7 step 4)."""
        waiting = {}
        for record in self.waiting:
            row = record.row
            key = ("redeemed", record.row.id) if self.statement.on == ["reference"] else ("redeemed", row.order_id, row.entitlement)
            waiting.setdefault(key, record)
        for key, line in theirs.items():
            if key in ours:
                record = ours[key].record
                if record.state != "waiting":
                    record = None
            else:
                record = waiting.get(key)
            if record is not None and line.type == "redeemed":
                self.outcome.claimed.append((record, line))
