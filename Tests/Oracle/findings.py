"""What is ours towards a partner, and the findings of a run (SPEC §7)."""

from money import to_minor
from reconcile import Claim, Finding, Reconciliation
from triangle import ThreeBooks


class RunFindings:
    """The part of Run that says what is ours and what is found, as records stand at the end of the run's events."""

    def claims_of(self, partner):
        """All that is ours towards a partner, of any day, in order of arrival."""
        if partner.statement.matches == "redemptions":
            return self.redemption_claims(partner)
        return self.bill_claims(partner)

    def redemption_claims(self, partner):
        claims = []
        for record in self.shop.redemptions.values():
            row = record.row
            if record.party != partner.name or record.state not in ("redeemed", "reversed", "waiting"):
                continue
            currency = self.shop.orders[row.order_id].life.version.currency
            order = (record.run_index, row.instant, row.id.encode())
            price = record.price if record.state != "waiting" else 0

            def claim(kind, amount, day):
                return Claim(row.id, row.order_id, row.entitlement, kind, amount, currency, day, order, record)

            claims.append(claim("redeemed", price, row.day))
            if record.state == "reversed":
                claims.append(claim("reversed", -price, record.reversal_day))
        return sorted(claims, key=lambda claim: (claim.order, claim.type))

    def bill_claims(self, partner):
        claims = []
        for record in self.shop.orders.values():
            row = record.row
            if row.channel != partner.name or row.day > self.day:
                continue
            currency = self.currency_of_order(row.id)
            if not currency:  # no agreement and no currency: its amounts cannot be said yet
                continue
            order = (record.run_index, row.instant, row.id.encode())
            paid = to_minor(row.paid_value, currency)
            claims.append(Claim(row.id, row.id, row.bundle, "redeemed", paid, currency, row.day, order))
        for record in self.shop.refunds.values():
            row = record.row
            sale = self.known_order(row.order_id)
            if row.day > self.day or sale is None or sale.row.channel != partner.name or record.failed:
                continue
            currency = self.currency_of_order(row.order_id)
            if not currency:
                continue
            order = (record.run_index, row.instant, row.id.encode())
            amount = -to_minor(row.value, currency)
            claims.append(Claim(row.id, row.order_id, sale.row.bundle, "reversed", amount, currency, row.day, order))
        return sorted(claims, key=lambda claim: (claim.order, claim.type))

    def standing_refund(self, order_id):
        return any(r.row.order_id == order_id and r.state == "refunded" for r in self.shop.refunds.values())

    def waiting_redemptions(self):
        waiting = [record for record in self.shop.redemptions.values() if record.state == "waiting"]
        return sorted(waiting, key=lambda record: (record.run_index, record.row.instant, record.row.id.encode()))

    def reconcile(self):
        findings = {finding.identity(): finding for finding in self.store_findings()}
        tolerated, books = [], []
        self.outcomes = {}
        for name in sorted(self.book.partners):
            partner = self.book.partners[name]
            if partner.statement is None:
                continue
            claims = self.claims_of(partner)
            book = Reconciliation(
                partner, self.day, claims, self.lines_of(partner), self.has_come(partner), self.waiting_redemptions(), self.standing_refund
            )
            outcome = book.reconcile()
            books.append(book)
            self.outcomes[name] = outcome
            for finding in outcome.findings:
                assert finding.identity() not in findings, f"two findings of one identity: {finding.identity()}"
                findings[finding.identity()] = finding
            tolerated += outcome.tolerated
            for record, line in outcome.claimed:
                finding = self.claimed_finding(name, record, line)
                findings[finding.identity()] = finding  # the same row when the share's party claims
        ThreeBooks(books, self.known_order, self.standing_refunds).refine()
        return list(findings.values()), tolerated

    def standing_refunds(self, order_id):
        refunds = [r for r in self.shop.refunds.values() if r.row.order_id == order_id and r.state == "refunded"]
        return [(record.row.id, record.row.day) for record in refunds]

    def claimed_finding(self, claimant, record, line):
        row = record.row
        kind = record.waiting_for
        if kind == "parked":
            kind = self.shop.orders[row.order_id].parked.kind
        currency = line.currency
        theirs = to_minor(line.value, currency)
        return Finding(claimant, kind, f"redemption:{row.id}", row.order_id, 0, theirs, currency, row.day, "store")

    def store_findings(self):
        """Findings on orders, redemptions and refunds as they stand at the end of the run's events."""

        def finding(kind, feed, record, order_id, partner="-", ours=None, theirs=None):
            currency = self.finding_currency(order_id)
            key = f"{feed}:{record.row.id}"
            return Finding(partner, kind, key, order_id, ours, theirs, currency, record.row.day, "store")

        findings = []
        for record in self.shop.orders.values():
            if record.row.day > self.day:
                continue
            if record.parked:
                parked = record.parked
                findings.append(finding(parked.kind, "order", record, record.row.id, ours=parked.ours, theirs=parked.theirs))
            if record.changed:
                findings.append(finding("record-changed", "order", record, record.row.id))
        for record in self.shop.redemptions.values():
            if record.row.day > self.day:
                continue
            order_id = record.row.order_id
            if record.state == "waiting" and record.waiting_for == "unknown-order":
                findings.append(finding("unknown-order", "redemption", record, order_id))
            elif record.state == "waiting" and record.waiting_for != "parked":
                findings.append(finding(record.waiting_for, "redemption", record, order_id, record.party or "-", 0))
            if record.changed:
                if record.changed_party is None:
                    record.changed_party = self.party_now(record)
                findings.append(finding("record-changed", "redemption", record, order_id, record.changed_party))
        for record in self.shop.refunds.values():
            if record.row.day > self.day:
                continue
            order_id, taken = record.row.order_id, record.taken
            if record.state == "waiting" and record.waiting_for == "unknown-order":
                findings.append(finding("unknown-order", "refund", record, order_id))
            if record.state == "refunded" and taken.excess > 0:
                asked = taken.applied + taken.excess
                findings.append(finding("over-refund", "refund", record, order_id, ours=taken.applied, theirs=asked))
            if record.state == "refunded" and record.unknown_item:
                findings.append(finding("item", "refund", record, order_id))
            if record.changed:
                findings.append(finding("record-changed", "refund", record, order_id))
        return findings

    def party_now(self, record):
        order = self.known_order(record.row.order_id)
        if order is None or order.life is None:
            return "-"
        state = order.life.state_for(record.row.entitlement)
        return state.party if state else "-"
