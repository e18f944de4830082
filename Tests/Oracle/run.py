"""Runs: one business day after the other over the canonical files (SPEC §4 order within a run, §9, §12)."""

import datetime
import hashlib
import zoneinfo
from dataclasses import dataclass
from pathlib import Path

from agreements import load_yaml, read_rules
from discrepancies import Register
from feeds import Parser, Rejected, SourceMissing, read_rows
from ladders import Ladder
from ledger import Ledger
from money import to_minor
from orders import NoUnit, OrderLife, Parked
from reconcile import Claim, Finding, Reconciliation
from records import OrderRecord, PayoutRecord, RedemptionRecord, RefundRecord

KIND_ORDER = {"order": 0, "redemption": 1, "reversal": 2, "refund": 3, "undo": 4}


class Blocked(Exception):
    """A store feed is missing: the day posts nothing."""


@dataclass
class Published:
    """What a run wrote: printed rows (None when the day is blocked) and the exit code."""

    run: str
    postings: object
    discrepancies: object
    exit: int


@dataclass
class SourceFile:
    arrival: int
    day: object
    lines: list


class Configuration:
    def __init__(self, path):
        self.path = Path(path)
        data = load_yaml(path)
        self.zone = zoneinfo.ZoneInfo(data.get("zone", "Asia/Shanghai"))
        self.rules = data.get("rules", "rules")
        self.store = data["store"]["folder"]
        self.max_rejected = data.get("max-rejected", "0.1")

    def path_for(self, pattern, day):
        text = pattern.removeprefix("file:")
        for name, value in (("date", day.isoformat()), ("yyyy", f"{day:%Y}"), ("MM", f"{day:%m}"), ("dd", f"{day:%d}")):
            text = text.replace("{" + name + "}", value)
        return self.path.parent / text


class Shop:
    """Everything remembered between runs."""

    def __init__(self):
        self.orders, self.redemptions, self.refunds, self.payouts = {}, {}, {}, {}
        self.ledger, self.register, self.ladders = Ledger(), Register(), {}
        self.files = {}  # (partner, path pattern filled in) -> SourceFile
        self.run_days = []
        self.run_index = 0
        self.published = {}  # day -> Published
        self.fingerprint = {}  # day -> digest of every input of its last run
        self.adjusted = set()
        self.counts = {}

    # -- a request for one day ---------------------------------------------------------------------------------------------------

    def request(self, config, day):
        """`run --date day`: catches up missing days, republishes what has nothing new; the exit code is the last day's."""
        start = day
        if self.run_days and day > self.run_days[-1] + datetime.timedelta(days=1):
            start = self.run_days[-1] + datetime.timedelta(days=1)
        while True:
            published = self.run_day(config, start)
            if start == day or published.postings is None:
                return published
            start += datetime.timedelta(days=1)

    def run_day(self, config, day):
        if self.run_days and day < self.run_days[-1]:
            return self.published[day]
        digest = self.digest_inputs(config, day)
        if self.fingerprint.get(day) == digest:
            return self.published[day]
        run = Run(self, config, day)
        try:
            published = run.execute()
        except Blocked:
            return Published("", None, None, 3)
        self.published[day] = published
        self.fingerprint[day] = digest
        return published

    def digest_inputs(self, config, day):
        """One digest over every input file a run of `day` reads."""
        paths = [config.path]
        paths += sorted(path for path in (config.path.parent / config.rules).rglob("*.yaml"))
        paths += [config.path_for(config.store, day) / f"{feed}.csv" for feed in ("orders", "redemptions", "refunds", "payouts")]
        book = read_rules(config.path.parent / config.rules)
        for partner in book.partners.values():
            if partner.statement:
                for past in sorted({*self.run_days, day}):
                    path = config.path_for(partner.statement.url, past)
                    key = (partner.name, str(path.relative_to(config.path.parent)))
                    if past == day or key not in self.files:
                        paths.append(path)
        digest = hashlib.sha256()
        for path in paths:
            digest.update(str(path.relative_to(config.path.parent)).encode() + b"\0")
            digest.update(path.read_bytes() if path.is_file() else b"(none)")
        return digest.hexdigest()


class Run:
    """One run of business day `day`."""

    def __init__(self, shop, config, day):
        self.shop, self.config, self.day = shop, config, day
        self.book = read_rules(config.path.parent / config.rules)
        self.rejects = 0
        end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), config.zone)
        #: a position is (instant, 0); the last instant of the day comes before anything of the next day
        self.last_instant = (end.astimezone(datetime.timezone.utc), -1)

    def execute(self):
        feeds = self.read_store()
        self.take_records(feeds)
        shop = self.shop
        number = shop.counts.get(self.day, 0) + 1
        shop.counts[self.day] = number
        self.id = f"{self.day.isoformat()}-{number:03d}"
        if not shop.run_days or shop.run_days[-1] != self.day:
            shop.run_days.append(self.day)
        self.play_events()
        self.play_expiries()
        self.play_ladders()
        missing = self.read_statements()
        findings, tolerated = self.reconcile()
        self.post_adjusts(tolerated)
        self.post_payouts()
        shop.run_index += 1
        rows = shop.register.update(self.day, findings, tolerated)
        self.check_laws()
        code = 3 if missing else 2 if shop.register.any_open() else 0
        return Published(self.id, shop.ledger.rows(self.id), rows, code)

    # -- reading -----------------------------------------------------------------------------------------------------------------

    def read_store(self):
        folder = self.config.path_for(self.config.store, self.day)
        feeds = {}
        try:
            for feed in ("orders", "redemptions", "refunds"):
                feeds[feed] = read_rows(folder / f"{feed}.csv", feed)
            feeds["payouts"] = read_rows(folder / "payouts.csv", "payouts") if (folder / "payouts.csv").exists() else []
        except SourceMissing as error:
            raise Blocked(str(error)) from error
        return feeds

    def parser(self):
        return Parser(self.config.zone, self.book.agreements, self.currency_of_order)

    def take_records(self, feeds):
        """Rows in the order of their files: a new id is a record, a known one is compared with what stands."""
        shop, parser = self.shop, self.parser()
        parsed = {}
        for feed in ("orders", "redemptions", "refunds", "payouts"):
            for row in feeds[feed]:
                try:
                    value = parser.parse(feed, row)
                except Rejected:
                    self.rejects += 1
                    continue
                if getattr(value, "status", "") == "pending":
                    continue
                self.take_record(feed, value)
        return parsed

    def take_record(self, feed, value):
        shop, index = self.shop, self.shop.run_index
        known = getattr(shop, feed).get(value.id)
        if known is None:
            make = {"orders": OrderRecord, "redemptions": RedemptionRecord, "refunds": RefundRecord, "payouts": PayoutRecord}
            getattr(shop, feed)[value.id] = make[feed](value, index)
        elif feed == "orders":
            agreement = self.book.agreements.get(known.row.bundle)
            known.see(value, agreement.currency if agreement else "")
        elif feed != "payouts":
            known.see(value)

    def known_order(self, order_id):
        """The record of an order whose day has come, or None."""
        record = self.shop.orders.get(order_id)
        return record if record is not None and record.row.day <= self.day else None

    def currency_of_order(self, order_id):
        """The currency of an order's amounts; empty when it is not known."""
        record = self.shop.orders.get(order_id)
        if record is None:
            return ""
        agreement = self.book.agreements.get(record.row.bundle)
        return record.row.currency or (agreement.currency if agreement else "")

    def finding_currency(self, order_id):
        """SPEC §7: the agreement's, else the order's, else empty."""
        record = self.known_order(order_id)
        if record is None:
            return ""
        agreement = self.book.agreements.get(record.row.bundle)
        return agreement.currency if agreement else record.row.currency

    # -- events ------------------------------------------------------------------------------------------------------------------

    def position(self, own, order_id):
        order = self.known_order(order_id)
        return max((own, 0), (order.row.instant, 0)) if order else (own, 0)

    def play_events(self):
        events = []  # (position, kind rank, id bytes, method, record)

        def add(position, kind, record, method):
            events.append((position, KIND_ORDER[kind], record.row.id.encode(), method, record))

        for record in self.shop.orders.values():
            if record.row.day <= self.day and record.life is None:
                add((record.row.instant, 0), "order", record, self.play_order)
        for record in self.shop.redemptions.values():
            if record.row.day > self.day:
                continue
            own = self.position(record.row.instant, record.row.order_id)
            if record.state in ("new", "waiting"):
                add(own, "redemption", record, self.play_redemption)
            if record.reversal and not record.reversal_done:
                if record.reversed_at is None:
                    add(max(self.last_instant, own), "reversal", record, self.play_reversal)
                elif record.reversed_at.astimezone(self.config.zone).date() <= self.day:
                    add(max((record.reversed_at, 0), own), "reversal", record, self.play_reversal)
        for record in self.shop.refunds.values():
            if record.row.day > self.day:
                continue
            own = self.position(record.row.instant, record.row.order_id)
            if record.state in ("new", "waiting") or record.state == "refunded" and record.taken.excess > 0:
                add(own, "refund", record, self.play_refund)
            if record.failed and not record.undo_done:
                add(max(self.last_instant, own), "undo", record, self.play_undo)
        for _, _, _, method, record in sorted(events, key=lambda event: event[:3]):
            method(record)

    def ladder_at(self, key, share, version):
        if key not in self.shop.ladders:
            self.shop.ladders[key] = Ladder(share, version.currency, version.rounding)
        return self.shop.ladders[key]

    def post_group(self, day, kind, order, reference, lines, corrects=None):
        version = order.life.version
        return self.shop.ledger.post(
            self.id, day, kind, order.row.id, reference, version.currency, lines, version=version, corrects=corrects
        )

    def play_order(self, record):
        row = record.row
        try:
            agreement = self.book.agreements.get(row.bundle)
            version = agreement.version_for(row.day) if agreement else None
            if version is None:
                raise Parked("no-agreement")
            if row.currency and row.currency != agreement.currency:
                raise Parked("currency")
            row.in_minor_units(agreement.currency)
            life = OrderLife(row, version, self.ladder_at)
        except Parked as parked:
            record.parked = parked
            return
        record.parked, record.life = None, life
        self.post_group(row.day, "order", record, row.id, life.post())

    def order_of(self, record):
        """The split order of a redemption or refund; None when it must wait for it (and says for what)."""
        order = self.known_order(record.row.order_id)
        if order is not None and order.life is not None:
            return order
        record.state = "waiting"
        record.waiting_for = "unknown-order" if order is None else "parked"
        return None

    def play_redemption(self, record):
        row = record.row
        record.party = ""
        order = self.order_of(record)
        if order is None:
            return
        state = order.life.state_for(row.entitlement)
        if state is None:
            record.state, record.waiting_for = "waiting", "item"
            return
        record.party = state.party
        try:
            lines = order.life.redeem(row.id, state, row.day)
        except NoUnit as none:
            record.state, record.waiting_for = "waiting", none.kind
            return
        record.state, record.waiting_for = "redeemed", ""
        record.price = state.live[row.id].price
        record.group = self.post_group(row.day, "earn", order, row.id, lines)

    def play_reversal(self, record):
        record.reversal_done = True
        row = record.row
        record.reversal_day = record.reversed_at.astimezone(self.config.zone).date() if record.reversed_at else self.day
        if record.state != "redeemed":
            record.state = "ended"
            return
        record.state = "reversed"
        order = self.shop.orders[row.order_id]
        lines = order.life.reverse(row.id, order.life.state_for(row.entitlement))
        self.post_group(record.reversal_day, "unearn", order, row.id, lines, corrects=record.group)

    def play_refund(self, record):
        row = record.row
        order = self.order_of(record) if record.state != "refunded" else self.shop.orders[row.order_id]
        if order is None:
            return
        life, taken = order.life, record.taken
        if record.state == "refunded":
            if life.order.paid - life.refunded > 0:
                lines = life.refund(taken, taken.excess, None, None, first_time=False)
                group = self.post_group(row.day, "refund", order, row.id, lines)
                record.group = record.group or group
            return
        record.state, record.waiting_for = "refunded", ""
        entitlement, units = row.entitlement or None, row.units
        if entitlement is not None and life.state_for(entitlement) is None:
            record.unknown_item = True
            entitlement = units = None
        lines = life.refund(taken, to_minor(row.value, life.version.currency), entitlement, units, first_time=True)
        record.group = self.post_group(row.day, "refund", order, row.id, lines)

    def play_undo(self, record):
        record.undo_done = True
        if record.state != "refunded":
            record.state = "ended"
            return
        record.state = "undone"
        order = self.shop.orders[record.row.order_id]
        lines = order.life.undo(record.taken)
        self.post_group(self.day, "undo", order, record.row.id, lines, corrects=record.group)

    def play_expiries(self):
        for order in sorted(self.shop.orders.values(), key=lambda record: record.row.id.encode()):
            if order.life is None:
                continue
            for state in order.life.shares:
                lines = order.life.expire(state, self.day)
                if lines is not None:
                    self.post_group(self.day, "lapse", order, state.share.entitlement, lines)

    def play_ladders(self):
        def place(key):
            agreement, version, place, party, period = key
            return (agreement.encode(), version, place, party.encode(), period.encode())

        for key in sorted(self.shop.ladders, key=place):
            ladder = self.shop.ladders[key]
            if not ladder.touched:
                assert ladder.earned == ladder.owed(), "an untouched ladder keeps its law"
                continue
            ladder.touched = False
            agreement, effective, _, party, period = key
            difference = ladder.owed() - ladder.earned
            ladder.earned += difference
            account = "revenue" if party == "platform" else f"payable:{party}"
            lines = {"revenue": difference}
            lines[account] = lines.get(account, 0) - difference
            reference = f"{ladder.share.entitlement or '-'}@{period}"
            version = self.version_of(agreement, effective)
            self.shop.ledger.post(self.id, self.day, "true-up", "", reference, ladder.currency, lines, version=version)

    def version_of(self, agreement, effective):
        return next(version for version in self.book.agreements[agreement].versions if version.effective == effective)

    # -- reconciliation ----------------------------------------------------------------------------------------------------------

    def read_statements(self):
        """Reads the files of this day, and of earlier run days that had not come; True when one is missing."""
        missing = False
        for partner in self.book.partners.values():
            if partner.statement is None:
                continue
            for day in self.shop.run_days:
                path = self.config.path_for(partner.statement.url, day)
                key = (partner.name, str(path.relative_to(self.config.path.parent)))
                if key in self.shop.files and day != self.day:
                    continue
                try:
                    rows = read_rows(path, "statement")
                except SourceMissing:
                    missing = missing or key not in self.shop.files
                    continue
                arrival = self.shop.files[key].arrival if key in self.shop.files else self.shop.run_index
                self.shop.files[key] = SourceFile(arrival, day, self.parse_lines(rows))
        return missing

    def parse_lines(self, rows):
        lines, parser = [], self.parser()
        for row in rows:
            try:
                lines.append(parser.parse("statement", row))
            except Rejected:
                self.rejects += 1
        return lines

    def lines_of(self, partner):
        """The partner's lines in order of arrival: by run, by day of the file, by row."""
        files = [(file.arrival, file.day, file.lines) for (name, _), file in self.shop.files.items() if name == partner.name]
        return [line for _, _, lines in sorted(files, key=lambda file: file[:2]) for line in lines]

    def has_come(self, partner):
        if not partner.statement.dated():
            there = any(name == partner.name for name, _ in self.shop.files)
            return lambda day: there
        come = {file.day for (name, _), file in self.shop.files.items() if name == partner.name}
        return lambda day: day in come

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
            order = (record.run_index, row.instant, row.id.encode())
            paid = to_minor(row.paid_value, currency)
            claims.append(Claim(row.id, row.id, row.bundle, "redeemed", paid, currency, row.day, order))
        for record in self.shop.refunds.values():
            row = record.row
            sale = self.known_order(row.order_id)
            if row.day > self.day or sale is None or sale.row.channel != partner.name or record.failed:
                continue
            currency = self.currency_of_order(row.order_id)
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
        tolerated = []
        self.outcomes = {}
        for name in sorted(self.book.partners):
            partner = self.book.partners[name]
            if partner.statement is None:
                continue
            claims = self.redemption_claims(partner) if partner.statement.matches == "redemptions" else self.bill_claims(partner)
            outcome = Reconciliation(
                partner, self.day, claims, self.lines_of(partner), self.has_come(partner), self.waiting_redemptions(), self.standing_refund
            ).reconcile()
            self.outcomes[name] = outcome
            for finding in outcome.findings:
                assert finding.identity() not in findings, f"two findings of one identity: {finding.identity()}"
                findings[finding.identity()] = finding
            tolerated += outcome.tolerated
            for record, line in outcome.claimed:
                finding = self.claimed_finding(name, record, line)
                findings[finding.identity()] = finding  # the same row when the share's party claims
        return list(findings.values()), tolerated

    def claimed_finding(self, claimant, record, line):
        row = record.row
        kind = record.waiting_for
        if kind == "parked":
            kind = self.shop.orders[row.order_id].parked.kind
        currency = line.currency or self.currency_of_order(row.order_id)
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

    # -- adjusts, payouts, laws --------------------------------------------------------------------------------------------------

    def post_adjusts(self, tolerated):
        for finding in sorted(tolerated, key=lambda f: (f.partner.encode(), f.key.encode())):
            if finding.identity() in self.shop.adjusted:
                continue
            self.shop.adjusted.add(finding.identity())
            difference = finding.theirs - finding.ours
            lines = {f"payable:{finding.partner}": -difference, "revenue": difference}
            self.shop.ledger.post(self.id, self.day, "adjust", finding.order_id, finding.key, finding.currency, lines)

    def post_payouts(self):
        due = [record for record in self.shop.payouts.values() if not record.posted and record.row.day <= self.day]
        for record in sorted(due, key=lambda record: (record.row.instant, record.row.id.encode())):
            row = record.row
            record.posted = True
            currency = row.currency or self.only_currency(row.party)
            if not currency:
                self.rejects += 1
                continue
            amount = to_minor(row.value, currency)
            lines = {f"payable:{row.party}": amount, "paid-out": -amount}
            self.shop.ledger.post(self.id, row.day, "payout", "", row.id, currency, lines, payee=row.party)

    def only_currency(self, party):
        currencies = {currency for account, currency in self.shop.ledger.totals if account in (f"payable:{party}", f"held:{party}")}
        return currencies.pop() if len(currencies) == 1 else ""

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
        for ladder in self.shop.ladders.values():
            assert ladder.earned == ladder.owed(), "law of ladders"
