"""What a person or a machine gives to be recorded, and the numbers people write."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.absence import Absence
from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence, SourcedValue
from essor.foundations.text import fold
from essor.foundations.units import UNITS
from essor.records.indicateurs.choices import Nature, Origine
from essor.records.plans.models import Action

EXPECTED_NUMBER = "un nombre comme 1 200, 4,5 ou -3"
# Digits together or grouped in threes, then decimals after a comma or a point.
_NUMBER = re.compile(r"(-?)(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d+))?", re.ASCII)
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)
MOST_DIGITS, MOST_DECIMALS = 14, 6
NOT_UNITS = ("liste", "periode")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurValues:
    """A value with its provenance; ``absence`` says why there is none."""

    periode: Period
    source_title: str
    read_on: dt.date
    confiance: Confidence
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    absence: Absence | None = None
    source_href: str = ""
    licence: str = ""
    published_on: dt.date | None = None
    is_self_declared: bool = False
    commentaire: str = ""
    nature: Nature = Nature.VALEUR
    action: Action | None = None
    origine: Origine = Origine.SAISIE
    is_demonstration: bool = False

    @classmethod
    def of(
        cls,
        sourced: SourcedValue,
        *,
        periode: Period,
        origine: Origine,
        is_demonstration: bool = False,
    ) -> "ValeurValues":
        """Return what a sourced value says over a period; its unit is checked by the record."""
        source = sourced.source
        return cls(
            periode=periode,
            source_title=source.title,
            source_href=source.href,
            licence=source.licence,
            published_on=source.published_on,
            read_on=source.read_on,
            confiance=sourced.confidence,
            value=sourced.value,
            low=sourced.low,
            high=sourced.high,
            absence=sourced.absence,
            is_self_declared=sourced.is_self_declared,
            origine=origine,
            is_demonstration=is_demonstration,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CibleValues:
    """What is aimed at by a day, and the text that says so."""

    cible_on: dt.date
    source_title: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    source_href: str = ""
    commentaire: str = ""
    is_demonstration: bool = False


def parse_number_fr(text: str) -> Decimal:
    """Read « 1 200,5 », « 1200.5 », « -3 ». Raises UserFault; « 1.200 » is ambiguous."""
    folded = fold(text.replace("\u2212", "-"))
    if _AMBIGUOUS.fullmatch(folded):
        raise UserFault.single(
            "milliers ou décimales\u00a0: le nombre est ambigu",
            value=text,
            expected=EXPECTED_NUMBER,
            code="nombre_ambigu",
        )
    match = _NUMBER.fullmatch(folded)
    if match is None:
        raise UserFault.single(
            "ce n'est pas un nombre", value=text, expected=EXPECTED_NUMBER, code="nombre"
        )
    sign, whole, decimals = match[1], match[2].replace(" ", "").lstrip("0"), match[3] or ""
    if len(whole) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        raise UserFault.single(
            "le nombre est trop long",
            value=text,
            expected=f"{MOST_DIGITS} chiffres et {MOST_DECIMALS} décimales au plus",
            code="nombre_long",
        )
    return Decimal(f"{sign}{whole or 0}.{decimals or 0}")


def parse_figure_fr(text: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Read a figure or an interval, as value, lower and upper bound. Raises UserFault.

    « 12 » is a value; « 10 à 15 », « entre 10 et 15 », « au moins 10 », « au plus 15 » are bounds.
    """
    folded = fold(text)
    for shape, has_low, has_high in _INTERVALS:
        if match := shape.fullmatch(folded):
            numbers = [parse_number_fr(found) for found in match.groups()]
            return None, numbers[0] if has_low else None, numbers[-1] if has_high else None
    return parse_number_fr(text), None, None


_INTERVALS = (
    (re.compile(r"(?:entre|de) (.+) (?:et|a) (.+)"), True, True),
    (re.compile(r"(-?[\d .,]+) a (-?[\d .,]+)"), True, True),
    (re.compile(r"(?:au moins|>=|\u2265) ?(.+)"), True, False),
    (re.compile(r"(?:au plus|<=|\u2264) ?(.+)"), False, True),
)


def read_unit(text: str) -> str:
    """Return the code of a known unit, by its code or its label; another one as it is written."""
    clean = " ".join(text.split())
    for code, label in UNITS.items():
        if code not in NOT_UNITS and fold(clean) in {fold(code), fold(label)}:
            return code
    return clean
