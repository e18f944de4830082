"""Partners' statements: the oracle's own claims, disturbed."""

import csv
import datetime
import io
import shutil
import tempfile
from pathlib import Path

from generate_rules import chance
from money import show

COLUMNS = ["reference", "order_id", "item", "type", "amount", "currency", "time"]
OTHER_CURRENCY = {"CNY": "USD", "USD": "CNY", "JPY": "KRW", "KWD": "BHD"}


class StatementMaker:
    """Statement files per step. `draft` is [(date, files without statements)] of the steps."""

    def __init__(self, case, draft, out):
        self.case, self.rng, self.draft, self.shop = case, case.rng, draft, case.shop
        self.own = 0
        self.last_day = draft[-1][0]

    def simulate(self):
        """Runs the case without statements; returns the run that can say what is ours at the end."""
        from run import Run
        from shop import Configuration, Shop

        shop, folder = Shop(), Path(tempfile.mkdtemp())
        try:
            for day, files in self.draft:
                for name, text in files.items():
                    path = folder / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
                shop.request(Configuration(folder / "qingfen.yaml"), day)
            return Run(shop, Configuration(folder / "qingfen.yaml"), self.last_day)
        finally:
            shutil.rmtree(folder)

    def per_step(self):
        run = self.simulate()
        partners = {}  # name -> [(file day, row)]
        for name, settings in self.case.partners.items():
            partners[name] = self.lines(run, name, settings)
        columns = {name: self.layout(settings) for name, settings in self.case.partners.items()}
        gone = self.missing_files()
        return [self.files_at(number, partners, columns, gone) for number in range(len(self.draft))]

    def layout(self, settings):
        rng = self.rng
        optional = [name for name in ("order_id", "item") if name not in settings["on"] and chance(rng, 15)]
        return [name for name in COLUMNS if name not in optional]

    def missing_files(self):
        """{(partner, day): first step at which the file is there, or None for never}."""
        rng, gone = self.rng, {}
        for name in self.case.partners:
            for number, (day, _) in enumerate(self.draft):
                if chance(rng, 5):
                    gone[name, day] = rng.choice([None, number + 1, number + 2])
        return gone

    def files_at(self, number, partners, columns, gone):
        today = self.draft[number][0]
        days = sorted({day for day, _ in self.draft})
        files = {}
        for name, settings in self.case.partners.items():
            if "{date}" not in settings["url"]:
                rows = [row for day, row in partners[name] if day <= today]
                files[f"statements/{name}/all.csv"] = self.text(columns[name], rows)
                continue
            for day in days:
                if (name, day) in gone and (gone[name, day] is None or number < gone[name, day]):
                    continue
                rows = [row for file_day, row in partners[name] if file_day == day]
                files[f"statements/{name}/{day.isoformat()}.csv"] = self.text(columns[name], rows)
        return files

    @staticmethod
    def text(columns, rows):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[row[column] for column in columns] for row in rows])
        return out.getvalue()

    # -- lines -------------------------------------------------------------------------------------------------------------------

    def lines(self, run, name, settings):
        rng = self.rng
        partner = run.book.partners[name]
        claims = run.claims_of(partner)
        quiet = chance(rng, 30)  # a partner whose statements are all right
        lines = []
        for claim in claims:
            lines += [self.honest(settings, claim)] if quiet else self.disturbed(settings, claim)
        if settings["matches"] == "redemptions":
            lines += self.claims_for_waiting(run, settings, partner, quiet)
        if not quiet:
            lines += self.strays(settings)
        lines = [(max(day, self.shop.first), row) for day, row in lines if day <= self.last_day]
        rng.shuffle(lines)
        return lines

    def row(self, settings, claim, amount, **changes):
        rng = self.rng
        reference = claim.reference
        if settings["on"] == ["order_id", "item"]:
            self.own += 1
            reference = f"own-{self.own}"
        clock = rng.choice(["08:00:00", "12:00:00", "23:00:00"])
        row = {
            "reference": reference,
            "order_id": claim.order_id,
            "item": claim.item if settings["on"] != ["reference"] or chance(rng, 85) else "",
            "type": claim.type if claim.type != "redeemed" or chance(rng, 70) else "",
            "amount": show(amount, claim.currency),
            "currency": claim.currency,
            "time": f"{claim.day.isoformat()} {clock}",
        }
        return {**row, **changes}

    def honest(self, settings, claim):
        return (claim.day, self.row(settings, claim, claim.amount))

    def disturbed(self, settings, claim):
        rng, day, amount = self.rng, claim.day, claim.amount
        if chance(rng, 9) or claim.type == "reversed" and chance(rng, 25):
            return []
        changes = {}
        dice = rng.random()
        if dice < 0.14:
            amount = self.off(settings, claim)
        elif dice < 0.18 and settings["on"] == ["reference"]:
            changes["item"] = "wrong-item"
        elif dice < 0.22:
            changes["currency"] = OTHER_CURRENCY[claim.currency]
        elif dice < 0.25 and self.case.exotic:
            changes["currency"] = ""
        if claim.amount == 0 and chance(rng, 50) and claim.type == "redeemed":
            amount = rng.randint(0, 300)
        if self.case.exotic and settings["on"] == ["reference"] and chance(rng, 4):
            amount, changes = self.off(settings, claim), {"item": "wrong-item"}
        row = self.row(settings, claim, amount, **changes)
        if self.case.exotic and chance(rng, 4):  # a line dated after the day of its file
            row["time"] = f"{day + datetime.timedelta(days=1)} 08:00:00"
        elif chance(rng, 10):
            day += datetime.timedelta(days=rng.randint(1, 2))
        lines = [(day, row)]
        while chance(rng, 9):
            lines.append((day + datetime.timedelta(days=rng.choice([0, 0, 1])), dict(row)))
        return lines

    def off(self, settings, claim):
        """An amount that is off by little; reversed ones stay below 0 and, with a one-sided tolerance, right."""
        rng = self.rng
        if claim.type == "reversed" and settings["tolerance"]["side"] != "both" and not self.case.exotic:
            return claim.amount
        difference = rng.choice([-2, -1, -1, 1, 1, 2, 5, -100, 100, rng.randint(-20, 20)])
        amount = claim.amount + difference
        if claim.type == "reversed":
            return min(0, amount)
        return max(0, amount)

    def claims_for_waiting(self, run, settings, partner, quiet):
        """Claims for redemptions that wait, by their share's party or by somebody else."""
        rng, lines = self.rng, []
        for record in run.waiting_redemptions():
            if record.party == partner.name or not chance(rng, 8 if quiet else 30):
                continue
            currency = run.finding_currency(record.row.order_id) or "CNY"

            class Claim:
                reference, order_id, item, type = record.row.id, record.row.order_id, record.row.entitlement, "redeemed"
                day = record.row.day

            Claim.currency = currency
            lines.append((Claim.day, self.row(settings, Claim, rng.randint(0, 500))))
        return lines

    def strays(self, settings):
        """Lines that have no counterpart: unknown references, adjustments, lone reversals, rows that are rejected."""
        rng, lines = self.rng, []
        for number in range(rng.choice([0, 0, 0, 1, 2])):
            day = self.shop.first + datetime.timedelta(days=rng.randrange(self.shop.days))
            kind = rng.choice(["redeemed", "redeemed", "reversed", "adjustment"])
            amount = rng.randint(1, 500) * (-1 if kind == "reversed" else 1)
            row = {
                "reference": f"STRAY-{number}-{rng.randint(1, 2)}",
                "order_id": rng.choice(["", "O1", "O99"]) if settings["on"] == ["reference"] else f"O{rng.randint(70, 99)}",
                "item": rng.choice(["video", "thing"]),
                "type": kind,
                "amount": show(amount, "CNY"),
                "currency": "CNY",
                "time": f"{day.isoformat()} 12:00:00",
            }
            if chance(rng, 15):
                row["amount"] = rng.choice(["1.234", "one", "1e3", ""])
            lines.append((day, row))
        return lines
