"""Values as the API reads and writes them: strict, bounded, and never guessed.

Dates are ISO 8601 days, amounts are numbers of euros before tax, texts hold no character that a
database refuses. A field whose name ends with a unit is in that unit.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StrictInt,
    WithJsonSchema,
)

from essor.foundations.periods import Period
from essor.records.jalons.values import precision_of
from essor.records.plans.announcements import period_at
from essor.records.plans.choices import Precision

LONGEST_TEXT = 32_000
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
MOST_EUR = Decimal("999999999999.99")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Given(BaseModel):
    """What a client sends: a field that nobody defined is a fault, not a silence."""

    model_config = ConfigDict(extra="forbid", strict=False)


class Shown(BaseModel):
    """What the API sends."""

    model_config = ConfigDict(from_attributes=False)


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("un texte est attendu")
    if "\x00" in value:
        raise ValueError("le caractère nul est refusé")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("un caractère n'est pas de l'Unicode valable") from error
    return value


def _day(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise ValueError("une date est attendue, comme 2026-03-31")
    day = dt.date.fromisoformat(value)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"une date de {FIRST_DAY.year} à {LAST_DAY.year} est attendue")
    return day


def _instant(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not ISO_DAY.match(value):
        raise ValueError("un instant est attendu, comme 2026-03-31T08:00:00+02:00")
    instant = dt.datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("le fuseau manque, comme +02:00 ou Z")
    if not FIRST_DAY <= instant.date() <= LAST_DAY:
        raise ValueError(f"un instant de {FIRST_DAY.year} à {LAST_DAY.year} est attendu")
    return instant


def _euros(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("un nombre d'euros est attendu")
    amount = Decimal(str(value))
    if not amount.is_finite() or not 0 <= amount <= MOST_EUR:
        raise ValueError(f"un montant de 0 à {MOST_EUR} est attendu")
    if amount != round(amount, 2):
        raise ValueError("deux décimales au plus sont attendues")
    return amount


def as_number(amount: Decimal) -> int | float:
    """Write an amount as a JSON number, whole when it is: as the exports of the plan do."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


Text = Annotated[str, BeforeValidator(_text), Field(max_length=LONGEST_TEXT)]
Line = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=300, pattern=r"\S")]
Day = Annotated[
    dt.date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-31"]}),
]
Instant = Annotated[
    dt.datetime,
    BeforeValidator(_instant),
    WithJsonSchema(
        {"type": "string", "format": "date-time", "examples": ["2026-03-31T08:00:00+02:00"]}
    ),
]
Euros = Annotated[
    Decimal,
    BeforeValidator(_euros),
    PlainSerializer(as_number, return_type=int | float),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": float(MOST_EUR)}),
]
Number = Annotated[
    Decimal, PlainSerializer(as_number, return_type=int | float), WithJsonSchema({"type": "number"})
]
Days = Annotated[StrictInt, Field(ge=0, le=36_525)]
Level = Annotated[StrictInt, Field(ge=1, le=5)]
Rank = Annotated[StrictInt, Field(ge=0, le=100_000)]
Link = Annotated[str, BeforeValidator(_text), Field(max_length=1000, pattern=r"^(https?://\S+)?$")]
Flag = StrictBool


class ShownPeriod(Shown):
    """A date as its source gave it: the first day of what was named, and how finely."""

    debut_on: dt.date = Field(description="Premier jour de ce qui a été dit.")
    fin_on: dt.date = Field(description="Dernier jour de ce qui a été dit.")
    precision: Precision = Field(description="Finesse : jour, mois, trimestre ou annee.")
    libelle: str = Field(description="En français : « mars 2026 », « 2027 ».")

    @classmethod
    def of(cls, period: Period | None) -> "ShownPeriod | None":
        """Write a period, None when it is unknown."""
        if period is None:
            return None
        return cls(
            debut_on=period.start,
            fin_on=period.end,
            precision=precision_of(period),
            libelle=period.label(),
        )


class GivenPeriod(Given):
    """A date, as finely as it is known."""

    on: Day = Field(description="Un jour de ce qui est dit.")
    precision: Precision = Field(
        default=Precision.JOUR, description="Finesse : jour, mois, trimestre ou annee."
    )

    def period(self) -> Period:
        """Return the days that it may mean."""
        found = period_at(self.on, self.precision)
        assert found is not None
        return found


class ShownSource(Shown):
    """Where a value can be read."""

    title: str | None = Field(description="Titre de la source.")
    href: str | None = Field(description="Adresse de la source.")


def or_none(text: str) -> str | None:
    """Write an empty text as null: nobody said anything."""
    return text or None


__all__ = [
    "Day",
    "Days",
    "Euros",
    "Flag",
    "Given",
    "GivenPeriod",
    "Instant",
    "Level",
    "Line",
    "Link",
    "Number",
    "Rank",
    "Shown",
    "ShownPeriod",
    "ShownSource",
    "Text",
    "as_number",
    "or_none",
]
