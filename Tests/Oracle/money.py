"""Exact money: parsing, printing, rounding and apportioning (SPEC §2). Only ints and Fractions."""

import re
from fractions import Fraction

#: ISO 4217 exponents of the currencies the generated shops use.
EXPONENTS = {"CNY": 2, "USD": 2, "EUR": 2, "HKD": 2, "GBP": 2, "JPY": 0, "KRW": 0, "VND": 0, "KWD": 3, "BHD": 3}
INT64_MAX = 2**63 - 1


def exponent(currency):
    """Digits after the point of `currency`; ValueError when it is not one we know."""
    if currency not in EXPONENTS:
        raise ValueError(f"unknown currency {currency!r}")
    return EXPONENTS[currency]


def parse_decimal(text, signed=False):
    """The exact value of a plain decimal text; ValueError for anything else (exponents, separators, NaN)."""
    pattern = r"-?[0-9]+(\.[0-9]+)?" if signed else r"[0-9]+(\.[0-9]+)?"
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(f"not a decimal amount: {text!r}")
    return Fraction(text)


def to_minor(value, currency):
    """A decimal value in minor units of `currency`; ValueError for digits beyond the exponent or an overflow."""
    minor = value * 10 ** exponent(currency)
    if minor.denominator != 1:
        raise ValueError(f"{value} has digits beyond the minor unit of {currency}")
    if abs(minor.numerator) > INT64_MAX:
        raise ValueError("amount overflows 64 bits")
    return minor.numerator


def show(minor, currency):
    """Minor units printed with exactly the exponent's decimals."""
    digits = exponent(currency)
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**digits)
    return f"{sign}{whole}" + (f".{part:0{digits}d}" if digits else "")


def parse_rate(text):
    """A rate: a percentage with at most 9 decimals (`12.5`), or a fraction of the whole (`1/3`)."""
    if "/" in text:
        above, below = text.split("/")
        return Fraction(int(above), int(below))
    return Fraction(text) / 100


def rounded(value, mode):
    """`value` rounded once to an int: half-up (half away from zero), half-even or down (towards zero)."""
    value = Fraction(value)
    sign = -1 if value < 0 else 1
    whole, rest = divmod(abs(value).numerator, value.denominator)
    twice = 2 * rest
    if mode == "half-up":
        up = twice >= value.denominator
    elif mode == "half-even":
        up = twice > value.denominator or (twice == value.denominator and whole % 2 == 1)
    elif mode == "down":
        up = False
    else:
        raise ValueError(f"unknown rounding {mode!r}")
    return sign * (whole + (1 if up else 0))


def apportion(total, weights):
    """Each part is total·w/Σw rounded down; units left go one each to the largest remainders, ties to the earliest."""
    whole = sum(weights)
    exact = [Fraction(total) * weight / whole for weight in weights]
    parts = [value.numerator // value.denominator for value in exact]
    left = total - sum(parts)
    ranking = sorted(range(len(weights)), key=lambda i: (-(exact[i] - parts[i]), i))
    for i in [i for i in ranking if weights[i] > 0][:left]:
        parts[i] += 1
    return parts
