"""Random rule files: agreements in every form of SPEC §3 and partner files of §12."""

import datetime
import json

from money import EXPONENTS, show

ENTITLEMENTS = ["video", "coupon", "music", "hotel"]
PARTIES = ["eleme", "tencent-video", "qq-music", "hotel-co"]
ROUNDINGS = ["half-up", "half-up", "half-even", "down"]


def chance(rng, percent):
    return rng.random() * 100 < percent


def flow(value):
    """A YAML flow value: mappings without quotes around keys, marked text quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    plain = value and value[0].isalpha() and all(ch.isalnum() or ch in "-_" for ch in value)
    return value if plain else json.dumps(value, ensure_ascii=False)


class RuleMaker:
    """Agreements over a few parties; `scale` is a typical paid amount in minor units."""

    def __init__(self, rng, first_day):
        self.rng, self.first_day = rng, first_day

    def money(self, low, high, currency):
        return show(self.rng.randint(low, max(low, high)), currency)

    def percent(self, room):
        """A percentage of at most `room` hundredths of a percent; returns (text, hundredths rounded up)."""
        rng = self.rng
        if chance(rng, 12) and room >= 3334:
            return rng.choice([("1/3", 3334), ("1/7", 1429), ("2/9", 2223)])
        hundredths = rng.randint(0, max(0, min(room, rng.choice([500, 3000, 6000]))))
        if chance(rng, 10) and hundredths > 0:
            return f"{(hundredths - 1) // 100}.{(hundredths - 1) % 100:02d}{rng.randint(1, 9999999):07d}", hundredths
        text = f"{hundredths // 100}.{hundredths % 100:02d}"
        return (text.rstrip("0").rstrip("."), hundredths) if chance(rng, 50) else (text, hundredths)

    def tiers(self, by, fixed, currency, scale):
        rng = self.rng
        count = rng.randint(1, 4)
        bounds, bound = [], 0
        for _ in range(count - 1):
            bound += rng.randint(1, 3) if by == "units" else rng.randint(1, max(2, scale * 2))
            bounds.append(bound if by == "units" else show(bound, currency))
        tiers = []
        for place in range(count):
            tier = {}
            if place < count - 1:
                tier["up-to"] = bounds[place]
            if fixed:
                tier["fixed"] = self.money(0, max(1, scale // 6), currency)
            else:
                tier["percent"] = self.percent(3000)[0]
            if chance(rng, 25):
                tier["flat"] = self.money(0, max(1, scale // 8), currency)
            tiers.append(tier)
        return tiers

    def party(self, channel_percent=15, platform_percent=6):
        rng = self.rng
        if chance(rng, channel_percent):
            return "@channel"
        return "platform" if chance(rng, platform_percent) else rng.choice(PARTIES)

    def entitlement_extras(self, share, gives):
        rng = self.rng
        if chance(rng, 70):
            share["units"] = rng.choice([1, 2, 3, 4, 5, 7])
        if chance(rng, 40):
            share["expires-after"] = f"{rng.randint(0, 4)}d"
            if chance(rng, 70):
                share["on-expiry"] = rng.choice(["remainder", "payee"])
        if chance(rng, 55):
            share["gives"] = rng.choice(gives[:1] * 2 + gives)

    def bound(self, share, currency, scale):
        rng = self.rng
        low = rng.randint(0, max(1, scale // 8))
        if chance(rng, 12):
            share["min"] = show(low, currency)
        if chance(rng, 15):
            share["max"] = show(low + rng.randint(0, max(1, scale // 6)), currency)

    def share(self, entitlement, currency, scale, room):
        """One share (not the remainder); returns (share, hundredths of a percent it uses of the base)."""
        rng, used = self.rng, 0
        share = {"to": self.party()}
        if entitlement is None:
            share["to"] = self.party(60)
            form = rng.choice(["fixed", "percent", "percent", "tiered"])
        else:
            share["entitlement"] = entitlement
            form = rng.choice(["fixed", "percent", "percent", "tiered", "tiered"])
        gives = ["all", "held", "cancelled"]
        if form == "fixed":
            share["fixed"] = self.money(0, max(1, scale // 7), currency)
            self.bound(share, currency, scale)
        elif form == "percent":
            if chance(rng, 35):
                share["percent"], share["of"] = self.percent(9000)[0], "rest"
            else:
                share["percent"], used = self.percent(room)
            self.bound(share, currency, scale)
        else:
            by = rng.choice(["units", "amount"]) if entitlement else "amount"
            fixed = by == "units" and chance(rng, 50)
            share["tiered"] = {
                "by": by,
                "mode": rng.choice(["graduated", "volume"]),
                "per": rng.choice(["month", "quarter", "year", "lifetime"]),
                "tiers": self.tiers(by, fixed, currency, scale),
            }
            gives = ["cancelled"] if by == "units" else ["held", "cancelled"] if entitlement else gives
        if entitlement:
            self.entitlement_extras(share, gives)
        elif chance(rng, 30):
            share["gives"] = rng.choice(gives)
        return share, used

    def version(self, effective, currency, scale):
        rng = self.rng
        version = {"effective": effective.isoformat()}
        for key, choices, odds in (
            ("base", ["paid", "net", "list"], 55),
            ("rounding", ROUNDINGS, 60),
            ("refund", ["ratio", "unused-first", "unused-first"], 70),
        ):
            if chance(rng, odds):
                version[key] = rng.choice(choices)
        if chance(rng, 55):
            version["allow-loss"] = chance(rng, 70)
        names = rng.sample(ENTITLEMENTS, rng.randint(0 if chance(rng, 20) else 1, 3))
        if chance(rng, 20):
            version["shares"] = self.apportioned(names)
            return version
        shares, room = [], 9500
        for name in names:
            share, used = self.share(name, currency, scale, room)
            room -= used
            shares.append(share)
        for _ in range(rng.choice([0, 1, 1, 2])):
            share, used = self.share(None, currency, scale, room)
            room -= used
            shares.insert(rng.randint(0, len(shares)), share)
        remainder = {"to": "platform", "remainder": True}
        if chance(rng, 12) and not any(share.get("of") for share in shares):
            shares.insert(rng.randint(0, len(shares)), remainder)
        else:
            shares.append(remainder)
        version["shares"] = shares
        return version

    def apportioned(self, names):
        """The form without a remainder line: percents of base that sum to exactly 100."""
        rng = self.rng
        if len(names) == 2 and chance(rng, 40):
            parts = ["1/3", "1/3", "1/3"]
        else:
            count = len(names) + rng.randint(1, 2)
            cuts = sorted(rng.randint(0, 10000) for _ in range(count - 1))
            parts = [f"{(b - a) / 100:.2f}" for a, b in zip([0, *cuts], [*cuts, 10000])]
        shares = []
        for place, part in enumerate(parts):
            share = {"to": self.party(20, 15)}
            if place < len(names):
                share["entitlement"] = names[place]
            share["percent"] = part
            if place < len(names):
                self.entitlement_extras(share, ["all", "held", "cancelled"])
            shares.append(share)
        rng.shuffle(shares)
        return shares

    def agreement(self, bundle):
        """An agreement as plain data, with its currency and scale."""
        rng = self.rng
        currency = rng.choice(["CNY"] * 7 + ["JPY", "JPY", "KWD", "USD"])
        scale = rng.choice([7, 30, 101, 1000, 1000, 19900, 19900])
        if currency == "JPY":
            scale = min(scale, 1000)
        effective = [self.first_day - datetime.timedelta(days=rng.choice([0, 1, 30, 200]))]
        if chance(rng, 35):
            effective.append(effective[0] + datetime.timedelta(days=rng.randint(1, 3)))
        if effective[0] == self.first_day and chance(rng, 60):
            effective[0] -= datetime.timedelta(days=9)
        versions = [self.version(day, currency, scale) for day in effective]
        if chance(rng, 20):
            versions.reverse()
        return {"bundle": bundle, "currency": currency, "scale": scale, "versions": versions}

    @staticmethod
    def agreement_text(agreement):
        lines = [f"bundle: {agreement['bundle']}", f"title: {agreement['bundle']}", f"currency: {agreement['currency']}", "versions:"]
        for version in agreement["versions"]:
            head = "  - "
            for key, value in version.items():
                if key == "shares":
                    lines.append("    shares:")
                    lines += [f"      - {flow(share)}" for share in value]
                else:
                    text = value if isinstance(value, str) else flow(value)
                    lines.append(f"{head}{key}: {text}")
                head = "    "
        return "\n".join(lines) + "\n"

    def partner(self, name, exotic):
        """A partner file as (text, statement settings or None)."""
        rng = self.rng
        lines = [f"partner: {name}", f"title: {name} 公司", f"period: {rng.choice(['day', 'week', 'half-month', 'month', 'quarter'])}"]
        if chance(rng, 40):
            lines.append(f"settle: {rng.choice(['ours', 'theirs', 'lower', 'hold'])}")
        if not chance(rng, 65):
            return "\n".join(lines) + "\n", None
        orders = name == "douyin" and chance(rng, 75)
        settings = {
            "url": f"file:statements/{name}/{{date}}.csv",
            "matches": "orders" if orders else "redemptions",
            "on": ["reference"],
            "grace": rng.choice([0, 1, 1, 2, 2]),
            "tolerance": {"absolute": "0", "percent": "0", "side": "both"},
        }
        if chance(rng, 10):
            settings["url"] = f"file:statements/{name}/all.csv"
        if not orders and chance(rng, 20):
            settings["on"] = ["order_id", "item"]
        if chance(rng, 55):
            settings["tolerance"] = {
                "absolute": rng.choice(["0", "0.01", "0.02", "0.015", "0.005", "1"]),
                "percent": rng.choice(["0", "0", "1", "0.5", "10"]),
                "side": rng.choice(["both", "both", "under", "over"]),
            }
        lines.append("statement:")
        lines.append(f'  url: "{settings["url"]}"')
        lines.append(f"  matches: {settings['matches']}")
        lines.append(f"  on: {flow(settings['on'])}")
        if settings["grace"] != 2 or chance(rng, 50):
            lines.append(f"  grace: {settings['grace']}d")
        if settings["tolerance"]["absolute"] != "0" or settings["tolerance"]["percent"] != "0":
            tolerance = settings["tolerance"]
            lines.append(f"  tolerance: {flow(tolerance)}")
        return "\n".join(lines) + "\n", settings


assert set(["CNY", "JPY", "KWD", "USD"]) <= set(EXPONENTS)
