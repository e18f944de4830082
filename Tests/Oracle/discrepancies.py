"""The register of discrepancies over the runs, and its printed rows (SPEC §7)."""

from dataclasses import dataclass

from ledger import outside_text
from money import show

COLUMNS = (
    "partner,kind,key,order_id,ours,theirs,difference,currency,business_date,first_seen,age_days,state,leg,detail".split(",")
)


@dataclass
class Entry:
    finding: object
    first_seen: object
    active: bool


class Register:
    """Every discrepancy ever shown, by identity."""

    def __init__(self):
        self.entries = {}

    def update(self, today, findings, tolerated):
        """Takes the findings of a run and returns the rows to print: all not resolved, and those this run resolved."""
        found = {}
        for finding in findings:
            assert finding.identity() not in found, f"two findings of one identity: {finding.identity()}"
            found[finding.identity()] = finding
        rows = []
        for finding in tolerated:
            identity = finding.identity()
            assert identity not in found
            entry = self.entries.setdefault(identity, Entry(finding, today, True))
            if entry.finding.state != "resolved" or entry.finding is finding:
                entry.finding, entry.active = finding, False
                rows.append((identity, finding, "resolved", entry.first_seen))
        for identity, entry in self.entries.items():
            if entry.active and identity not in found:
                entry.active = False
                rows.append((identity, entry.finding, "resolved", entry.first_seen))
        for identity, finding in found.items():
            entry = self.entries.setdefault(identity, Entry(finding, today, True))
            entry.finding, entry.active = finding, True
            rows.append((identity, finding, finding.state, entry.first_seen))
        rows.sort(key=lambda row: tuple(part.encode() for part in row[0]))
        return [self.printed(today, *row[1:]) for row in rows]

    def any_open(self):
        return any(entry.active and entry.finding.state == "open" for entry in self.entries.values())

    @staticmethod
    def printed(today, finding, state, first_seen):
        ours, theirs, currency = finding.ours, finding.theirs, finding.currency
        difference = "" if ours is None and theirs is None else show((theirs or 0) - (ours or 0), currency)
        return [
            finding.partner,
            finding.kind,
            outside_text(finding.key),
            outside_text(finding.order_id),
            "" if ours is None else show(ours, currency),
            "" if theirs is None else show(theirs, currency),
            difference,
            currency,
            finding.day.isoformat(),
            first_seen.isoformat(),
            str((today - first_seen).days),
            state,
            finding.leg,
            "",
        ]
