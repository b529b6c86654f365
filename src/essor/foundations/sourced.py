"""A number from outside, with everything a reader needs to trust or doubt it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from essor.foundations.absence import Absence
from essor.foundations.errors import FaultGatherer, Place
from essor.foundations.fields import FieldReader


class Confidence(StrEnum):
    """How far the value can be relied upon, as judged by whoever entered it."""

    HAUTE = "haute"  # official statistics, signed act, audited account
    MOYENNE = "moyenne"  # announced by the owner or the administration
    FAIBLE = "faible"  # press, estimate, word of mouth

    @property
    def label(self) -> str:
        """French label, as shown on screen."""
        return f"confiance {self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value was read.

    licence : the licence of the data, or the reason why it may be cited
    published_on : None when the document bears no date
    read_on : the day a person read it there
    """

    title: str
    href: str
    licence: str
    read_on: date
    published_on: date | None = None

    def __post_init__(self) -> None:
        with FaultGatherer() as faults:
            if not self.title.strip():
                faults.add_message("la source n'a pas de titre", code="source_titre")
            if not self.href.startswith(("https://", "http://")):
                faults.add_message(
                    "le lien de la source n'est pas une adresse",
                    value=self.href,
                    expected="une adresse en https://",
                    code="source_lien",
                )
            if not self.licence.strip():
                faults.add_message("la source n'a pas de licence", code="source_licence")
            if self.published_on is not None and self.published_on > self.read_on:
                faults.add_message(
                    "la source est lue avant d'être publiée",
                    value=self.read_on.isoformat(),
                    expected=f"une date à partir du {self.published_on.isoformat()}",
                    code="source_dates",
                )

    def as_dict(self) -> dict[str, object]:
        """For JSON; dates in ISO 8601."""
        return {
            "title": self.title,
            "href": self.href,
            "licence": self.licence,
            "read_on": self.read_on.isoformat(),
            "published_on": self.published_on.isoformat() if self.published_on else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Source":
        """Read what `as_dict` wrote, or the same in YAML; raises UserFault with all faults."""
        reader = FieldReader(data)
        title, href = reader.text("title"), reader.text("href")
        licence, read_on = reader.text("licence"), reader.day("read_on")
        published_on = reader.day("published_on", is_required=False)
        reader.close()
        assert read_on is not None
        return cls(
            title=title, href=href, licence=licence, read_on=read_on, published_on=published_on
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedValue:
    """A value, an interval, or the reason why there is none.

    value : the figure announced or measured; None for an interval alone or an absence
    low, high : bounds of the truth, either may be open; they enclose the value when there is one
    absence : why there is no figure; only a secret may keep bounds
    unit : as written in the parameters (« EUR », « m2 », « emplois »)
    observed_on : the day the figure holds for; may be None for an absence only
    is_self_declared : given by the party it concerns, not checked by anyone else
    Raises UserFault with every contradiction at once.
    """

    unit: str
    source: Source
    confidence: Confidence
    observed_on: date | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    absence: Absence | None = None
    is_self_declared: bool = False

    def __post_init__(self) -> None:
        with FaultGatherer() as faults:
            if not self.unit.strip():
                faults.add_message("l'unité manque", code="unite")
            self._check_presence(faults)
            self._check_bounds(faults)

    @property
    def has_bounds(self) -> bool:
        """Whether at least one bound is known."""
        return self.low is not None or self.high is not None

    @property
    def lowest(self) -> Decimal | None:
        """The lower bound of the truth; a bare figure is its own bound, an open side is None."""
        return self.low if self.has_bounds else self.value

    @property
    def highest(self) -> Decimal | None:
        """The upper bound of the truth; a bare figure is its own bound, an open side is None."""
        return self.high if self.has_bounds else self.value

    def _check_presence(self, faults: FaultGatherer) -> None:
        if self.absence is None:
            if self.value is None and not self.has_bounds:
                faults.add_message("ni valeur, ni bornes, ni motif d'absence", code="vide")
            if self.observed_on is None:
                faults.add_message("la date d'observation manque", code="date")
            return
        if self.value is not None:
            faults.add_message(
                f"une valeur est donnée alors qu'elle est dite «\u00a0{self.absence.label}\u00a0»",
                value=str(self.value),
                code="absence_et_valeur",
            )
        if self.has_bounds and self.absence is not Absence.SECRET:
            faults.add_message(
                f"des bornes accompagnent une valeur «\u00a0{self.absence.label}\u00a0»",
                expected="des bornes pour un secret seulement",
                code="absence_et_bornes",
            )

    def _check_bounds(self, faults: FaultGatherer) -> None:
        numbers = [number for number in (self.low, self.value, self.high) if number is not None]
        if not all(number.is_finite() for number in numbers):
            faults.add_message("la valeur ou une borne n'est pas un nombre fini", code="nombre")
        elif numbers != sorted(numbers):
            shown = " ; ".join(str(number) for number in numbers)
            faults.add_message(
                "les bornes n'encadrent pas la valeur",
                value=shown,
                expected="borne basse ≤ valeur ≤ borne haute",
                code="bornes",
            )

    def as_dict(self) -> dict[str, object]:
        """For JSON; decimals as text so that nothing is rounded, dates in ISO 8601."""
        return {
            "unit": self.unit,
            "value": None if self.value is None else str(self.value),
            "low": None if self.low is None else str(self.low),
            "high": None if self.high is None else str(self.high),
            "absence": self.absence.value if self.absence else None,
            "observed_on": self.observed_on.isoformat() if self.observed_on else None,
            "confidence": self.confidence.value,
            "is_self_declared": self.is_self_declared,
            "source": self.source.as_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "SourcedValue":
        """Read what `as_dict` wrote, or the same in YAML; raises UserFault with all faults."""
        reader = FieldReader(data)
        unit, source_data = reader.text("unit"), reader.mapping("source")
        numbers = {name: reader.number(name) for name in ("value", "low", "high")}
        absence = reader.choice("absence", Absence, is_required=False)
        confidence = reader.choice("confidence", Confidence)
        observed_on = reader.day("observed_on", is_required=False)
        is_self_declared = reader.flag("is_self_declared")
        source = None
        with reader.faults.catching(Place(field="source")):
            source = Source.from_dict(source_data) if source_data is not None else None
        reader.close()
        assert source is not None
        assert confidence is not None
        return cls(
            unit=unit,
            source=source,
            confidence=confidence,
            observed_on=observed_on,
            absence=absence,
            is_self_declared=is_self_declared,
            **numbers,
        )
