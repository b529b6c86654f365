"""Tonnes of each week as people type them: « 400 ; 400 ; 250,5 » or « 400 × 6 »."""

import re
from decimal import Decimal, InvalidOperation

from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.records.terres.models.chantiers import LONGEST_WEEKS

BLANKS = "\u00a0\u202f"
REPEATED = re.compile(r"^(?P<tonnes>[^x×*]+?)\s*[x×*]\s*(?P<times>\d{1,3})$")
RUN_TOGETHER = re.compile(r",[ \t]|\d{3}[ \t]+\d{3}(?!\d)")
"""« 300, 300 » and « 300 300 » are two weeks run together, not one number."""
SEPARATORS = re.compile(r"[;\n]+")
EXPECTED = (
    "des tonnes séparées par des points-virgules, « 400 ; 400 ; 250 », ou « 400 × 6 » pour six "
    "semaines pareilles"
)


def read_weeks(text: str) -> list[float]:
    """Return one number per week. Raises UserFault with every wrong part."""
    found: list[float] = []
    wrong = []
    for part in (one.strip() for one in SEPARATORS.split(text)):
        weeks = _read(part) if part else []
        if weeks is None:
            wrong.append(part)
        else:
            found.extend(weeks)
    if wrong:
        raise UserFault.single(
            "Des semaines ne se lisent pas.", value=" ; ".join(wrong), expected=EXPECTED
        )
    return found


def write_weeks(weeks: list[float]) -> str:
    """Write weeks, equal ones in a row together: « 400 × 6 ; 250 »."""
    runs: list[tuple[float, int]] = []
    for tonnes in weeks:
        if runs and runs[-1][0] == tonnes:
            runs[-1] = (tonnes, runs[-1][1] + 1)
        else:
            runs.append((tonnes, 1))
    return " ; ".join(
        format_number(tonnes) if times == 1 else f"{format_number(tonnes)} × {times}"
        for tonnes, times in runs
    )


def to_number(text: str) -> float | None:
    """Read a number with a comma or a point; None when it is none or negative."""
    try:
        number = float(Decimal(plain(text)))
    except InvalidOperation:
        return None
    return number if 0 <= number < float("inf") else None


def plain(text: str) -> str:
    """Take the spaces off a number and put its point."""
    for blank in BLANKS:
        text = text.replace(blank, "")
    return "".join(text.split()).replace(",", ".")


def _read(part: str) -> list[float] | None:
    if RUN_TOGETHER.search(part):
        return None
    match = REPEATED.match(part)
    times = int(match["times"]) if match else 1
    tonnes = to_number(match["tonnes"] if match else part)
    if tonnes is None or times > LONGEST_WEEKS:
        return None
    return [tonnes] * times
