"""Records: identity, content, the changes that are events, and where every record stands (SPEC §4 Records, Waiting)."""

from dataclasses import dataclass

from shares import Taken


@dataclass
class OrderRecord:
    row: object
    run_index: int
    changed: bool = False
    life: object = None  # OrderLife once split
    parked: object = None  # the Parked reason of its last try

    def see(self, row, default_currency):
        if row.content(default_currency) != self.row.content(default_currency):
            self.changed = True


@dataclass
class RedemptionRecord:
    """state: new, waiting, redeemed, reversed, ended (reversed while it had posted nothing)."""

    row: object
    run_index: int
    changed: bool = False
    changed_party: object = None
    reversal: bool = False  # its reversal is known
    reversed_at: object = None
    reversal_done: bool = False
    reversal_day: object = None
    state: str = "new"
    waiting_for: str = ""  # unknown-order, parked, item, over-redeemed, redeemed-after-refund
    party: str = ""
    price: int = 0
    group: object = None

    def __post_init__(self):
        if self.row.status == "reversed":
            self.reversal, self.reversed_at = True, self.row.reversed_at

    def see(self, row):
        """A row of the same id: nothing, the event redeemed → reversed, or record-changed."""
        status = "reversed" if self.reversal else "redeemed"
        same = row.fixed_content() == self.row.fixed_content()
        if status == "redeemed" and row.status == "reversed" and same:
            self.reversal, self.reversed_at = True, row.reversed_at
        elif not same or row.status != status or row.reversed_at != self.present_reversed_at():
            self.changed = True

    def present_reversed_at(self):
        return self.reversed_at if self.reversal else self.row.reversed_at


@dataclass
class RefundRecord:
    """state: new, waiting, refunded, undone, ended (failed while it had posted nothing), never (first seen as failed)."""

    row: object
    run_index: int
    changed: bool = False
    failed: bool = False
    undo_done: bool = False
    state: str = "new"
    waiting_for: str = ""  # unknown-order, parked
    unknown_item: bool = False
    taken: object = None
    group: object = None

    def __post_init__(self):
        self.taken = Taken()
        if self.row.status == "failed":
            self.state, self.failed, self.undo_done = "never", True, True

    def see(self, row):
        status = "failed" if self.failed else "succeeded"
        same = row.fixed_content() == self.row.fixed_content()
        if status == "succeeded" and row.status == "failed" and same:
            self.failed = True
        elif not same or row.status != status:
            self.changed = True


@dataclass
class PayoutRecord:
    row: object
    run_index: int
    posted: bool = False
