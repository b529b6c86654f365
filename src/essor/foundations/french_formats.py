"""Write numbers and dates in French, with the spaces that keep a figure on one line."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

# Typographers prefer the narrow one, U+202F; most screen fonts draw it as no space at all.
NBSP = "\u00a0"
MINUS = "\u2212"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def format_number(value: Decimal | int | float, *, decimals: int | None = None) -> str:
    """« 1 200,5 »: no-break space every three digits, decimal comma, true minus sign.

    decimals : exact number of decimals, rounded half to even; None keeps those of the value
    """
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", NBSP)
    is_negative = number < 0
    return (MINUS if is_negative else "") + grouped + ("," + fraction if fraction else "")


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """« 0 action », « 2 actions »: French keeps the singular below two."""
    noun = singular if abs(number) < 2 else plural or f"{singular}s"
    return f"{format_number(number)} {noun}"


def format_eur(value: Decimal | int, *, decimals: int | None = None) -> str:
    """« 1 200,50 € »; cents appear only when there are some, unless `decimals` says otherwise."""
    amount = Decimal(value)
    if decimals is None:
        decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{format_number(amount, decimals=decimals)}{NBSP}€"


def format_date(day: date) -> str:
    """« 1er mars 2026 », in full: no reader can swap day and month."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def format_date_short(day: date) -> str:
    """« 01/03/2026 », for tables and exports."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"
