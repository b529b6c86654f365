"""A number from outside, with everything a reader needs to trust or doubt it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from essor.foundations.absence import Absence
from essor.foundations.errors import FaultGatherer


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
