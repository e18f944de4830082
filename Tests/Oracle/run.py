"""One run of one business day over the canonical files (SPEC §4 order within a run, §9)."""

import datetime

from agreements import read_rules
from feeds import Parser, Rejected, SourceMissing, read_rows
from findings import RunFindings
from ladders import Ladder
from laws import LedgerLaws
from money import to_minor
from orders import NoUnit, OrderLife
from reconcile import keyed
from records import OrderRecord, PayoutRecord, RedemptionRecord, RefundRecord
from shop import Blocked, Published, SourceFile
from split import Parked

KIND_ORDER = {"order": 0, "redemption": 1, "reversal": 2, "refund": 3, "undo": 4}


class Run(RunFindings, LedgerLaws):
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
                lines = self.parse_lines(partner, rows)
                if self.sent_again(partner, day, lines, path.read_bytes()):
                    missing = True
                    continue
                arrival = self.shop.files[key].arrival if key in self.shop.files else self.shop.run_index
                self.shop.files[key] = SourceFile(arrival, day, lines, path.read_bytes())
        return missing

    def sent_again(self, partner, day, lines, data):
        """Whether the file of another day was sent under the name of this one: it has lines, none of this day."""
        if not partner.statement.dated() or not lines or any(line.day == day for line in lines):
            return False
        return any(name == partner.name and file.day != day and file.bytes == data for (name, _), file in self.shop.files.items())

    def parse_lines(self, partner, rows):
        """The good lines of a file; a line without currency has ours, found by the profile's key, else it is rejected."""
        lines, parser = [], self.parser()
        ours = {keyed(partner.statement, claim): claim for claim in self.claims_of(partner)}
        for row in rows:
            try:
                line = parser.parse("statement", row)
                if not line.currency:
                    claim = ours.get(keyed(partner.statement, line))
                    if claim is None:
                        raise Rejected("no currency, and none of ours to take it from")
                    line.currency = claim.currency
                    parser.check_amount(line.value, line.currency)
                lines.append(line)
            except Rejected:
                self.rejects += 1
        return lines

    def lines_of(self, partner):
        """The partner's lines in order of arrival: by run, by day of the file, by row; lines dated after today wait."""
        files = [(file.arrival, file.day, file.lines) for (name, _), file in self.shop.files.items() if name == partner.name]
        return [line for _, _, lines in sorted(files, key=lambda file: file[:2]) for line in lines if line.day <= self.day]

    def has_come(self, partner):
        if not partner.statement.dated():
            there = any(name == partner.name for name, _ in self.shop.files)
            return lambda day: there
        come = {file.day for (name, _), file in self.shop.files.items() if name == partner.name}
        return lambda day: day in come

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
            try:
                amount = to_minor(row.value, currency)
            except ValueError:  # none, several, or digits it does not have: a rejected row
                self.rejects += 1
                continue
            lines = {f"payable:{row.party}": amount, "paid-out": -amount}
            self.shop.ledger.post(self.id, row.day, "payout", "", row.id, currency, lines, payee=row.party)

    def only_currency(self, party):
        currencies = {currency for account, currency in self.shop.ledger.totals if account in (f"payable:{party}", f"held:{party}")}
        return currencies.pop() if len(currencies) == 1 else ""
