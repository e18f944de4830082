"""Agreements and partner files: the rule book of a run (SPEC §3, §12). Rules are taken to be valid."""

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import yaml

from money import exponent, parse_rate


@dataclass
class Tier:
    """One step of a tariff: `up_to` in units or minor units (None: no bound), a rate or a fixed price, and a flat fee."""

    up_to: object
    percent: object
    fixed: object
    flat: int


@dataclass
class Share:
    """One line of an agreement, in the words of SPEC §3; amounts in minor units."""

    place: int
    to: str
    entitlement: object = None
    units: int = 1
    fixed: object = None
    percent: object = None
    of_rest: bool = False
    minimum: object = None
    maximum: object = None
    tiers: object = None
    by: str = ""
    mode: str = ""
    per: str = ""
    remainder: bool = False
    gives: str = ""
    expires_after: object = None
    on_expiry: str = "remainder"

    def tiered(self):
        return self.tiers is not None


@dataclass
class Version:
    bundle: str
    currency: str
    effective: datetime.date
    base: str
    rounding: str
    allow_loss: bool
    refund: str
    shares: list

    def apportioned(self):
        """True for the form without a remainder line: percents of base that sum to 100."""
        return getattr(self, "implicit_remainder", False)


@dataclass
class Agreement:
    bundle: str
    currency: str
    versions: list

    def version_for(self, day):
        """The newest version in force on `day`, or None."""
        fitting = [version for version in self.versions if version.effective <= day]
        return max(fitting, key=lambda version: version.effective) if fitting else None


@dataclass
class Statement:
    url: str
    matches: str
    on: list
    grace: int
    absolute: Fraction
    percent: Fraction
    side: str

    def dated(self):
        return "{" in self.url


@dataclass
class Partner:
    name: str
    period: str
    statement: object


@dataclass
class RuleBook:
    agreements: dict = field(default_factory=dict)
    partners: dict = field(default_factory=dict)


def amount(text, currency):
    """A rule's amount (major units, quoted) in minor units."""
    minor = Fraction(text) * 10 ** exponent(currency)
    assert minor.denominator == 1, f"{text} has digits beyond {currency}"
    return minor.numerator


def days(text):
    assert text.endswith("d"), text
    return int(text[:-1])


def read_tier(entry, by, currency):
    up_to = entry.get("up-to")
    if up_to is not None:
        up_to = int(up_to) if by == "units" else amount(up_to, currency)
    return Tier(
        up_to=up_to,
        percent=parse_rate(entry["percent"]) if "percent" in entry else None,
        fixed=amount(entry["fixed"], currency) if "fixed" in entry else None,
        flat=amount(entry.get("flat", "0"), currency),
    )


def default_gives(share):
    """SPEC §3: cancelled for fixed entitlement shares and by units, held for others, all without entitlement."""
    if share.entitlement is None:
        return "all"
    if share.fixed is not None or share.by == "units":
        return "cancelled"
    return "held"


def read_share(place, entry, currency):
    share = Share(place=place, to=entry["to"], entitlement=entry.get("entitlement"))
    share.units = int(entry.get("units", "1"))
    share.remainder = entry.get("remainder") == "true"
    share.of_rest = entry.get("of") == "rest"
    if "fixed" in entry:
        share.fixed = amount(entry["fixed"], currency)
    if "percent" in entry:
        share.percent = parse_rate(entry["percent"])
    if "min" in entry:
        share.minimum = amount(entry["min"], currency)
    if "max" in entry:
        share.maximum = amount(entry["max"], currency)
    if "tiered" in entry:
        tariff = entry["tiered"]
        share.by, share.mode, share.per = tariff["by"], tariff["mode"], tariff["per"]
        share.tiers = [read_tier(tier, share.by, currency) for tier in tariff["tiers"]]
    if "expires-after" in entry:
        share.expires_after = days(entry["expires-after"])
    share.on_expiry = entry.get("on-expiry", "remainder")
    share.gives = entry.get("gives") or default_gives(share)
    return share


def read_version(bundle, currency, entry):
    shares = [read_share(place, share, currency) for place, share in enumerate(entry["shares"])]
    implicit = not any(share.remainder for share in shares)
    if implicit:
        shares.append(Share(place=len(shares), to="platform", remainder=True, gives="all"))
    version = Version(
        bundle=bundle,
        currency=currency,
        effective=datetime.date.fromisoformat(entry["effective"]),
        base=entry.get("base", "paid"),
        rounding=entry.get("rounding", "half-up"),
        allow_loss=entry.get("allow-loss") == "true",
        refund=entry.get("refund", "ratio"),
        shares=shares,
    )
    version.implicit_remainder = implicit
    return version


def read_statement(entry):
    if entry is None:
        return None
    tolerance = entry.get("tolerance", {})
    return Statement(
        url=entry["url"],
        matches=entry["matches"],
        on=entry["on"],
        grace=days(entry.get("grace", "2d")),
        absolute=Fraction(tolerance.get("absolute", "0")),
        percent=Fraction(tolerance.get("percent", "0")) / 100,
        side=tolerance.get("side", "both"),
    )


def load_yaml(path):
    """YAML with every scalar left as the text that was written."""
    return yaml.load(Path(path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def read_rules(folder):
    """The rule book under `folder`: agreements/*.yaml and partners/*.yaml."""
    book = RuleBook()
    for path in sorted(Path(folder, "agreements").glob("*.yaml")):
        data = load_yaml(path)
        versions = [read_version(data["bundle"], data["currency"], entry) for entry in data["versions"]]
        book.agreements[data["bundle"]] = Agreement(data["bundle"], data["currency"], versions)
    for path in sorted(Path(folder, "partners").glob("*.yaml")):
        data = load_yaml(path)
        book.partners[data["partner"]] = Partner(data["partner"], data["period"], read_statement(data.get("statement")))
    return book
