"""Which of three books is wrong: the store, a partner's statement or a channel's bill (samples/finance.md, "Which book is wrong").

Written from that page: where the store and the book of a finding differ about an order, the third book decides.
"""

KINDS = ("missing-at-partner", "missing-at-store", "status", "refund-not-reversed")


class ThreeBooks:
    """`books` are the reconciliations of a run, finished; `order(id)` is the store's record of a known order, else None; `refunds(id)` are the
    ids and days of its refunds that stand."""

    def __init__(self, books, order, refunds):
        self.books, self.order, self.refunds = books, order, refunds

    def refine(self):
        for book in self.books:
            for finding in book.outcome.findings:
                kind, _, _ = finding.key.partition(":")
                if finding.kind in KINDS and finding.state == "open" and finding.order_id and kind in ("redeemed", "reversed"):
                    self.look(book, finding, kind)

    def look(self, book, finding, kind):
        third = self.agreed([self.says(other, kind, finding.order_id) for other in self.books if other.bill != book.bill])
        finder, store = self.says(book, kind, finding.order_id), self.store_says(kind, finding.order_id)
        if None not in (third, finder, store) and finder != store and third == finder:
            finding.leg = "store"

    def store_says(self, kind, order_id):
        if kind == "redeemed":
            return self.order(order_id) is not None
        return None if self.order(order_id) is None else bool(self.refunds(order_id))

    @staticmethod
    def agreed(answers):
        said = {answer for answer in answers if answer is not None}
        return said.pop() if len(said) == 1 else None

    @staticmethod
    def any_of(answers):
        """One line that says it is enough; one that may still come leaves it open."""
        if True in answers:
            return True
        return False if answers and None not in answers else None

    def says(self, book, kind, order_id):
        """Yes, no, or nothing: what a statement says about an order."""
        if (order_id, kind) in book.lone_lines:
            return True
        order = self.order(order_id)
        if order is None:
            return None
        if not book.bill:
            own = [claim for claim in book.claims if claim.order_id == order_id and claim.type == kind and claim.record.state != "waiting"]
            return self.any_of([book.said(claim.type, claim.reference, claim.day) for claim in own])
        if order.row.channel != book.partner:
            return None
        sold = book.said("redeemed", order_id, order.row.day)
        if kind == "redeemed":
            return sold
        refunds = self.refunds(order_id)
        if not refunds:
            return False if sold else None
        return self.any_of([book.said("reversed", reference, day) for reference, day in refunds])
