"""Key figures of the programme for the front page: dated parameters, never literals."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.records.plans.announcements import short_eur
from essor.references.loader import parameter, parameters
from essor.references.parameter import DatedValue, Parameter, Reference, Status

FIGURES = (
    ("programme/nombre_territoires", "Territoires labellisés"),
    ("programme/nombre_intercommunalites", "Intercommunalités membres"),
    ("programme/nombre_communes", "Communes concernées"),
    ("programme/enveloppe_nationale", "Enveloppe nationale, pour tous les territoires"),
)
AXES = "programme/axes"
PHASES = "programme/phases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A parameter as it stands on a day; `value` is None where it says nothing of that day."""

    title: str
    parameter: Parameter
    value: DatedValue | None

    @property
    def label(self) -> str:
        """Return what the reader sees."""
        return self.value.label(self.parameter.unit) if self.value else "non publié"

    @property
    def short(self) -> str:
        """Return the figure alone, for a front page: « 183 », « 100 M€ à 500 M€ »."""
        if self.value is None:
            return "non publié"
        write = short_eur if self.parameter.unit == "EUR" else format_number
        bounds = [self.value.low, self.value.high]
        numbers = [self.value.value] if self.value.value is not None else bounds
        return " à ".join(write(number) for number in numbers if number is not None) or self.label

    @property
    def references(self) -> tuple[Reference, ...]:
        """Return where it is written."""
        return self.value.references if self.value else self.parameter.references

    @property
    def is_verified(self) -> bool:
        """Tell whether a person compared it with its source."""
        return self.parameter.status is Status.VERIFIE


def figure(name: str, title: str, today: dt.date) -> Figure:
    """Return one parameter on a day. Raises UserFault when the parameter does not exist."""
    found = parameter(name)
    return Figure(title=title, parameter=found, value=_at(found, today))


def key_figures(today: dt.date) -> tuple[Figure, ...]:
    """Return the figures of the front page."""
    return tuple(figure(name, title, today) for name, title in FIGURES)


def all_parameters(today: dt.date) -> Iterable[Figure]:
    """Return every parameter of the package, for the page of sources."""
    return [
        Figure(title=found.description, parameter=found, value=_at(found, today))
        for found in parameters().values()
    ]


def _at(found: Parameter, today: dt.date) -> DatedValue | None:
    try:
        return found.at(today)
    except UserFault:
        return None
