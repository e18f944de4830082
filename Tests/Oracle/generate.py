"""A random small shop for a seed: rules, store feeds, statements, steps of runs.

python3 generate.py --seed S --out DIR [--exotic]
writes DIR/steps.json ([[date, root], …]) and one complete folder per root (`inputs`, `inputs-2`, …: the files as they stand at that
step). Ids, times and amounts are small so that roundings, ties and edges are frequent. `--exotic` adds the places where the SPEC's
words leave room (READINGS.md).
"""

import argparse
import csv
import datetime
import io
import json
import random
import zoneinfo
from pathlib import Path

from generate_rules import ENTITLEMENTS, PARTIES, RuleMaker, chance
from generate_statements import StatementMaker
from money import show

FIRST_DAYS = ["2026-03-01", "2026-03-30", "2026-12-29", "2026-06-29", "2026-03-07", "2026-05-11"]
CLOCK = ["00:00:00", "09:00:00", "09:00:00", "09:00:01", "10:30:00", "12:00:00", "18:00:00", "23:30:00"]
COLUMNS = {
    "orders": ["order_id", "bundle", "channel", "quantity", "currency", "paid", "list", "fee", "paid_at"],
    "redemptions": ["redemption_id", "order_id", "entitlement", "code", "status", "redeemed_at", "reversed_at"],
    "refunds": ["refund_id", "order_id", "amount", "entitlement", "units", "status", "refunded_at"],
    "payouts": ["payout_id", "party", "amount", "currency", "paid_at"],
}
REQUIRED = {"order_id", "bundle", "paid", "paid_at", "redemption_id", "entitlement", "redeemed_at", "refund_id", "amount", "refunded_at",
            "payout_id", "party"}


def csv_file(columns, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[row.get(column, "") for column in columns] for row in rows])
    return out.getvalue()


class Shop:
    """What is true, and in which folder each row of it arrives."""

    def __init__(self, seed, exotic):
        self.rng = random.Random(f"qingfen {seed}")
        self.exotic = exotic
        rng = self.rng
        self.zone_name = "Asia/Shanghai" if chance(rng, 85) else "America/New_York"
        self.zone = zoneinfo.ZoneInfo(self.zone_name)
        self.first = datetime.date.fromisoformat(rng.choice(FIRST_DAYS))
        self.mood = rng.choice(["wide", "wide", "deep", "deep", "late"])
        self.days = rng.choice([1, 2, 3, 4, 5, 6, 6]) if self.mood == "wide" else rng.choice([4, 5, 6, 6])
        self.late_percent = {"wide": 12, "deep": 3, "late": 45}[self.mood]
        self.rules = RuleMaker(rng, self.first)
        self.agreements = [self.rules.agreement(f"B{n}") for n in range(1, rng.randint(1, 3) + 1)]
        self.later_agreement = None
        self.rows = []  # (folder day index, wave, feed, row)
        self.order_facts = {}
        self.counter = {"R": 0, "F": 0, "X": 0}

    # -- texts -------------------------------------------------------------------------------------------------------------------

    def moment(self, day_index, least=None):
        """A time on a day, drawn from a short clock so that ties happen."""
        rng = self.rng
        clock = datetime.time.fromisoformat(rng.choice(CLOCK))
        when = datetime.datetime.combine(self.first + datetime.timedelta(days=day_index), clock, self.zone)
        return max(when, least) if least and not chance(rng, 10) else when

    def time_text(self, when):
        rng = self.rng
        form = rng.random()
        if form < 0.5:
            return when.astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S")
        if form < 0.8:
            return when.astimezone(self.zone).isoformat()
        if form < 0.9:
            return when.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return when.astimezone(datetime.timezone(datetime.timedelta(hours=9))).isoformat()

    def day_index(self, when):
        return (when.astimezone(self.zone).date() - self.first).days

    def next_id(self, prefix):
        self.counter[prefix] += 1
        number = self.counter[prefix]
        return f"{prefix}{number:02d}" if chance(self.rng, 70) else f"{prefix.lower()}-{number}"

    def arrival(self, when):
        """The folder a row stands in: its own day's, mostly; late or early sometimes."""
        rng, own = self.rng, self.day_index(when)
        if chance(rng, self.late_percent):
            own += rng.randint(1, 3)
        elif chance(rng, 4) and self.mood != "deep":
            own -= 1
        return max(0, own)

    def emit(self, folder, feed, row):
        """Puts a row into a folder (rows beyond the last day are lost, as in life)."""
        if folder < self.days:
            wave = 1 if chance(self.rng, 30) else 0
            self.rows.append((folder, wave, feed, row))

    # -- orders ------------------------------------------------------------------------------------------------------------------

    def order(self, number):
        rng = self.rng
        agreement = rng.choice(self.agreements)
        currency, scale = agreement["currency"], agreement["scale"]
        order_id = f"O{number}" if chance(rng, 80) else f"o/{number}"
        when = self.moment(rng.choice([-1, 0, 0, 0, 0, 1, 1, 2, 3]))
        paid = rng.choice([scale, scale, rng.randint(0, scale), rng.randint(1, 3 * scale), rng.randint(1, 3 * scale)])
        if chance(rng, 4):
            paid = rng.choice([0, 1, 2])
        row = {"order_id": order_id, "bundle": agreement["bundle"], "paid_at": self.time_text(when)}
        row["channel"] = rng.choice(["", "douyin", "douyin", "taobao", "eleme"])
        row["quantity"] = rng.choice(["", "1", "1", "2", "3"])
        row["currency"] = currency if chance(rng, 80) else ""
        if chance(rng, 4):
            row["currency"] = "USD" if currency != "USD" else "CNY"
            currency = row["currency"]
            paid = paid * 100 if agreement["currency"] == "JPY" else paid
        if chance(rng, 5):
            row["bundle"], row["currency"] = "NOPE", currency
        row["paid"] = show(paid, currency)
        if chance(rng, 50):
            row["list"] = show(rng.choice([paid, paid + rng.randint(0, scale), rng.randint(0, paid)]), currency)
        if chance(rng, 50):
            row["fee"] = show(rng.choice([0, rng.randint(0, max(0, paid // 10)), rng.randint(0, paid)]), currency)
        folder = self.arrival(when)
        self.emit(folder, "orders", row)
        if chance(rng, 10):
            self.emit(folder + rng.randint(0, 2), "orders", dict(row))
        if chance(rng, 5):
            changed = dict(row)
            changed.update(rng.choice([{"quantity": "7"}, {"channel": "meituan"}, {"bundle": "B9", "currency": currency}]))
            self.emit(folder + rng.randint(0, 2), "orders", changed)
        shares = self.shares_for(agreement, when)
        return {"id": order_id, "when": when, "paid": paid, "currency": currency, "shares": shares, "names": list(shares) or ["video"]}

    def shares_for(self, agreement, when):
        """{entitlement: share} of the version an order of this time takes (of all versions when none is effective)."""
        day = when.astimezone(self.zone).date().isoformat()
        fitting = sorted((v for v in agreement["versions"] if v["effective"] <= day), key=lambda v: v["effective"])
        versions = fitting[-1:] or agreement["versions"]
        return {share["entitlement"]: share for version in versions for share in version["shares"] if "entitlement" in share}

    # -- redemptions -------------------------------------------------------------------------------------------------------------

    def event_time(self, order):
        rng = self.rng
        if chance(rng, 8):
            return order["when"]
        if chance(rng, 4):
            return order["when"] - datetime.timedelta(hours=rng.choice([1, 20]))
        return self.moment(self.day_index(order["when"]) + rng.choice([0, 0, 0, 1, 1, 2, 3, 4]), order["when"])

    def redemption(self, order):
        rng = self.rng
        when = self.event_time(order)
        name = rng.choice(order["names"]) if not chance(rng, 4) else rng.choice(["nothing", *ENTITLEMENTS])
        row = {"redemption_id": self.next_id("R"), "order_id": order["id"], "entitlement": name, "redeemed_at": self.time_text(when)}
        row["code"] = rng.choice(["", "SECRET-1234"]) if self.exotic else ""
        row["status"] = rng.choice(["", "redeemed"])
        folder = self.arrival(when)
        if chance(rng, 5):
            self.emit(folder, "redemptions", {**row, "status": "pending"})
            folder += rng.randint(0, 1)
        backward = None
        if chance(rng, 28):
            later = max(when, self.moment(self.day_index(when) + rng.choice([0, 0, 1, 2])))
            if self.exotic and chance(rng, 15):
                later = when - datetime.timedelta(hours=2)  # reversed before it was redeemed
            backward = {**row, "status": "reversed", "reversed_at": self.time_text(later) if chance(rng, 65) else ""}
            back_folder = max(folder, self.arrival(later))
        if backward and chance(rng, 25):
            self.emit(back_folder, "redemptions", backward)  # first seen as reversed
            return
        self.emit(folder, "redemptions", row)
        if backward:
            self.emit(back_folder, "redemptions", backward)
            if chance(rng, 8):
                self.emit(back_folder + 1, "redemptions", row)  # the way back
        if chance(rng, 8):
            self.emit(folder + rng.randint(0, 1), "redemptions", {**row, "code": "OTHER" if self.exotic else ""})
        if self.exotic and chance(rng, 5):
            self.emit(folder + 1, "redemptions", {**row, "status": "pending"})  # pending after it was a record
        if chance(rng, 4):
            changed = {**row, **rng.choice([{"entitlement": "music"}, {"order_id": "O1"}, {"redeemed_at": "2026-01-01 00:00:00"}])}
            self.emit(folder + rng.randint(0, 2), "redemptions", changed)

    # -- refunds -----------------------------------------------------------------------------------------------------------------

    def refund(self, order):
        rng = self.rng
        when = self.event_time(order)
        paid = order["paid"]
        amount = rng.choice([0, paid, paid, rng.randint(0, paid), rng.randint(0, paid), min(1, paid), paid // 2, paid + rng.randint(1, 9)])
        row = {"refund_id": self.next_id("F"), "order_id": order["id"], "refunded_at": self.time_text(when)}
        row["amount"] = show(amount, order["currency"])
        naming = rng.choice(["", "", "", "one", "one units", "one units", "bundles", "unknown"])
        if amount == 0 and naming == "":
            naming = "bundles"
        if naming.startswith("one"):
            row["entitlement"] = rng.choice(order["names"])
        if naming == "unknown":
            row["entitlement"] = "mystery"
        if naming in ("one units", "bundles") or naming == "unknown" and chance(rng, 30):
            row["units"] = str(rng.choice([1, 1, 2, 3, 9]))
        row["status"] = rng.choice(["", "succeeded"])
        folder = self.arrival(when)
        if chance(rng, 8):
            self.emit(folder, "refunds", {**row, "status": "pending"})
            folder += rng.randint(0, 1)
        if chance(rng, 5):
            self.emit(folder, "refunds", {**row, "status": "failed"})
            if chance(rng, 40):
                self.emit(folder + 1, "refunds", row)
            return
        self.emit(folder, "refunds", row)
        if chance(rng, 28):
            self.emit(folder + rng.choice([0, 1, 1, 2]), "refunds", {**row, "status": "failed"})
        if chance(rng, 8):
            self.emit(folder + rng.randint(0, 1), "refunds", dict(row))
        if chance(rng, 4):
            self.emit(folder + rng.randint(0, 1), "refunds", {**row, "amount": show(amount + 1, order["currency"])})

    # -- turns that need several rows --------------------------------------------------------------------------------------------

    def pair(self, order, kind, name, days, **columns):
        """A record on time whose change comes `days[1]` days after the order; `days[0]` is its own day."""
        start = self.day_index(order["when"])
        when = self.moment(start + days[0], order["when"])
        if kind == "redemptions":
            row = {"redemption_id": self.next_id("R"), "order_id": order["id"], "entitlement": name, "redeemed_at": self.time_text(when)}
            change = {"status": "reversed", "reversed_at": ""}
        else:
            row = {"refund_id": self.next_id("F"), "order_id": order["id"], "refunded_at": self.time_text(when), **columns}
            change = {"status": "failed"}
        self.emit(max(0, self.day_index(when)), kind, row)
        if days[1] is not None:
            self.emit(max(0, start + days[1]), kind, {**row, **change})

    def turn(self, order):
        """One of the rarer courses of SPEC §4, on purpose."""
        rng, name = self.rng, self.rng.choice(order["names"])
        part = show(self.rng.randint(0, order["paid"]), order["currency"])
        whole = show(order["paid"], order["currency"])
        course = rng.choice(["clawed", "late valid", "zero undone", "excess", "reversed after full"])
        if course == "clawed":  # redeemed, clawed back, reversed, and the refund fails after that
            self.pair(order, "redemptions", name, (0, 1))
            self.pair(order, "refunds", name, (0, rng.choice([1, 2])), amount=part if part != "0" else whole)
        elif course == "late valid" and "expires-after" in order["shares"].get(name, {}):
            valid = int(order["shares"][name]["expires-after"][:-1])
            start = self.day_index(order["when"])
            for _ in range(rng.randint(1, 3)):
                when = self.moment(start + valid, order["when"])
                row = {"redemption_id": self.next_id("R"), "order_id": order["id"], "entitlement": name}
                row["redeemed_at"] = self.time_text(when)
                folder = max(0, start + valid + rng.randint(1, 2))
                self.emit(folder, "redemptions", row)
                if chance(rng, 40):
                    self.emit(folder + rng.randint(0, 1), "redemptions", {**row, "status": "reversed"})
        elif course == "zero undone":  # units cancelled for nothing, everything refunded, and then the first fails
            self.pair(order, "refunds", name, (0, 2), amount=show(0, order["currency"]), entitlement=name, units="1")
            self.pair(order, "refunds", name, (1, None), amount=whole)
        elif course == "excess":  # everything twice; when the first fails the second's excess is tried again
            self.pair(order, "refunds", name, (0, 1), amount=whole)
            self.pair(order, "refunds", name, (0, rng.choice([None, 2])), amount=whole)
        elif course == "reversed after full":
            self.pair(order, "redemptions", name, (0, rng.choice([1, 2])))
            self.pair(order, "refunds", name, (1, rng.choice([None, 2])), amount=whole)

    # -- the rest ----------------------------------------------------------------------------------------------------------------

    def bad_rows(self):
        rng = self.rng
        good = {"order_id": "O1", "bundle": "B1", "paid": "1", "paid_at": "2026-01-01 00:00:00", "currency": "JPY"}
        bad = [
            ("orders", {"paid": "1.2345", "currency": "CNY"}),
            ("orders", {"paid": "1e2"}),
            ("orders", {"paid": "NaN"}),
            ("orders", {"paid": "1,000"}),
            ("orders", {"paid": "-1"}),
            ("orders", {"fee": "2"}),
            ("orders", {"quantity": "0"}),
            ("orders", {"paid": "99999999999999999999"}),
            ("orders", {"paid_at": "yesterday"}),
            ("redemptions", {"redemption_id": "", "entitlement": "video", "redeemed_at": "2026-03-01 09:00:00"}),
            ("redemptions", {"redemption_id": "X9", "entitlement": "video", "redeemed_at": "2026-03-01 09:00:00", "status": "gone"}),
            ("refunds", {"refund_id": "X8", "amount": "0", "refunded_at": "2026-03-01 09:00:00"}),
            ("refunds", {"refund_id": "X7", "amount": "-5", "refunded_at": "2026-03-01 09:00:00"}),
        ]
        for feed, columns in rng.sample(bad, rng.randint(0, 2)):
            row = {**good, **columns}
            if feed == "orders":
                row["order_id"] = self.next_id("X")
            self.emit(rng.randrange(self.days), feed, row)

    def payout(self, number):
        rng = self.rng
        agreement = rng.choice(self.agreements)
        row = {
            "payout_id": f"PAY{number}",
            "party": rng.choice(PARTIES),
            "amount": show(rng.randint(1, agreement["scale"]), agreement["currency"]),
            "currency": "" if self.exotic and chance(rng, 30) else agreement["currency"],
        }
        when = self.moment(rng.randrange(self.days))
        row["paid_at"] = self.time_text(when)
        self.emit(self.arrival(when), "payouts", row)

    def play(self):
        rng = self.rng
        deep = self.mood == "deep"
        for number in range(1, rng.choice([1, 1, 2, 3] if deep else [1, 2, 3, 4, 6, 8, 12]) + 1):
            order = self.order(number)
            for _ in range(rng.choice([4, 8, 12, 16] if deep else [0, 1, 2, 4, 6, 8])):
                (self.refund if chance(rng, 25) else self.redemption)(order)
            while order["paid"] and chance(rng, 25):
                self.turn(order)
        if chance(rng, 15):
            ghost = {"id": "GHOST", "when": self.moment(0), "paid": 500, "currency": "CNY", "names": ENTITLEMENTS[:2], "shares": {}}
            self.redemption(ghost)
            self.refund(ghost)
        if chance(rng, 30):
            self.bad_rows()
        if chance(rng, 20):
            for number in range(rng.randint(1, 3)):
                self.payout(number + 1)
        rng.shuffle(self.rows)  # the order within a file is free but for changes of one record, restored below
        self.keep_order_of_changes()

    def keep_order_of_changes(self):
        """Puts rows of one id back into an order in which a change follows what it changes, mostly."""
        if chance(self.rng, 10):
            return
        rank = {"pending": 0, "": 1, "redeemed": 1, "succeeded": 1, "reversed": 2, "failed": 2}
        self.rows.sort(key=lambda entry: rank.get(entry[3].get("status", ""), 1))


class Case:
    """The files of a shop at each step, and the steps themselves."""

    def __init__(self, seed, exotic=False):
        self.shop = Shop(seed, exotic)
        self.shop.play()
        self.rng = self.shop.rng
        self.exotic = exotic
        self.rerun = self.rng.randrange(self.shop.days) if chance(self.rng, 20) else None
        self.rules_later = self.rng.randrange(1, self.shop.days) if self.shop.days > 1 and chance(self.rng, 15) else None
        self.missing_store = self.rng.randrange(1, self.shop.days) if self.shop.days > 1 and chance(self.rng, 5) else None
        self.store_comes = self.rng.choice([None, 1, 2])  # days after its own; None: never
        self.layouts = {}
        self.static = {}
        self.partners = {}
        self.write_rules()

    def write_rules(self):
        shop = self.shop
        self.static["qingfen.yaml"] = (
            f"zone: {shop.zone_name}\nrules: rules\nstore: {{folder: \"store/{{date}}\"}}\n"
            'ledger: {sqlite: output/ledger.sqlite}\noutput: output\narchive: archive\nlang: zh\nmax-rejected: "100"\n'
        )
        for agreement in shop.agreements:
            self.static[f"rules/agreements/{agreement['bundle'].lower()}.yaml"] = shop.rules.agreement_text(agreement)
        for name in [*PARTIES, "douyin"]:
            text, settings = shop.rules.partner(name, self.exotic)
            self.static[f"rules/partners/{name}.yaml"] = text
            if settings:
                self.partners[name] = settings
        self.later_rules = {}
        if self.rules_later is not None:
            late = shop.rules.agreement("NOPE")
            while late["currency"] not in ("CNY",):
                late = shop.rules.agreement("NOPE")
            self.later_rules["rules/agreements/nope.yaml"] = shop.rules.agreement_text(late)

    def layout(self, feed):
        """The columns of a feed's files in this case: optional ones that nobody uses may be left out."""
        if feed not in self.layouts:
            rng = self.rng
            used = {name for _, _, kind, row in self.shop.rows if kind == feed for name, value in row.items() if value}
            columns = [name for name in COLUMNS[feed] if name in REQUIRED or name in used or chance(rng, 60)]
            if chance(rng, 25):
                rng.shuffle(columns)
            if chance(rng, 20):
                columns.append("note")
            self.layouts[feed] = columns
        return self.layouts[feed]

    def store_files(self, waves, today):
        """The store's files; rows of the second wave of the rerun day stand there only when `waves` is 2."""
        files = {}
        for index in range(self.shop.days):
            day = self.shop.first + datetime.timedelta(days=index)
            for feed in COLUMNS:
                rows = [
                    row
                    for folder, wave, kind, row in self.shop.rows
                    if folder == index and kind == feed and (wave == 0 or index != self.rerun or waves == 2)
                ]
                if feed == "payouts" and not rows:
                    continue
                if index == self.missing_store and feed == "refunds" and not self.store_has_come(today):
                    continue
                files[f"store/{day.isoformat()}/{feed}.csv"] = csv_file(self.layout(feed), rows)
        return files

    def store_has_come(self, today):
        return self.store_comes is not None and today >= self.shop.first + datetime.timedelta(days=self.missing_store + self.store_comes)

    def plan(self):
        """[(date, waves, whether later rules are there)] per step."""
        steps = []
        for index in range(self.shop.days):
            later = self.rules_later is not None and index >= self.rules_later
            second = self.rerun is not None and index > self.rerun
            steps.append((self.shop.first + datetime.timedelta(days=index), 2 if second else 1, later))
            if index == self.rerun:
                steps.append((steps[-1][0], 2, later))
        if chance(self.rng, 8):
            steps.append(steps[-1])  # nothing new: republished
        return steps

    def files_without_statements(self, waves, later, today):
        return {**self.static, **(self.later_rules if later else {}), **self.store_files(waves, today)}


def write_root(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def generate(seed, out, exotic=False):
    """Writes the case of a seed under `out`; returns its steps [(date, root)]."""
    case = Case(seed, exotic)
    plan = case.plan()
    draft = []
    for number, (day, waves, later) in enumerate(plan):
        draft.append((day, case.files_without_statements(waves, later, day)))
    statements = StatementMaker(case, draft, out).per_step()
    steps, previous, root = [], None, None
    for number, ((day, files), lines) in enumerate(zip(draft, statements)):
        whole = {**files, **lines}
        if whole != previous:
            root = "inputs" if number == 0 else f"inputs-{number + 1}"
            write_root(Path(out) / root, whole)
            previous = whole
        steps.append((day, root))
    (Path(out) / "steps.json").write_text(json.dumps([[day.isoformat(), root] for day, root in steps]) + "\n")
    return steps


def main():
    parser = argparse.ArgumentParser(description="Writes the random shop of a seed.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--exotic", action="store_true")
    arguments = parser.parse_args()
    for day, root in generate(arguments.seed, Path(arguments.out), arguments.exotic):
        print(day, root)


if __name__ == "__main__":
    main()
