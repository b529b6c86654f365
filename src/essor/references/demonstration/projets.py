"""The demonstration big projects, as their file gives them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

FILE = "projets.yaml"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFact:
    """A phase; ``passage`` is empty unless a source shows it, ``jalons`` are titles."""

    titre: str
    question: str = ""
    decideur: str = ""
    jalons: tuple[str, ...] = ()
    passage: str = ""
    passage_on: date | None = None
    passage_precision: str = ""
    preuve_texte: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjetFact:
    """One big project: the first words of its action's title, then what is published of it.

    echeance, cout : title of the milestone and subject of the cost that stand for the whole
    dates, couts : announcements found since those of the action, days in ISO 8601, euros
    """

    action: str
    presentation: str
    read_on: date
    echeance: str = ""
    cout: str = ""
    site: Data = field(default_factory=dict)
    parcelles: tuple[Data, ...] = ()
    phases: tuple[PhaseFact, ...] = ()
    lots: tuple[Data, ...] = ()
    dates: tuple[Data, ...] = ()
    couts: tuple[Data, ...] = ()


@cache
def projets() -> tuple[ProjetFact, ...]:
    """Return the demonstration big projects shipped with Essor."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return tuple(_fact(dict(row), data["read_on"]) for row in data["projets"])


def _fact(row: dict[str, Any], read_on: date) -> ProjetFact:
    phases = tuple(
        PhaseFact(**{**phase, "jalons": tuple(phase.get("jalons", ()))})
        for phase in row.pop("phases", ())
    )
    parcelles = tuple(_parcelles(row.pop("parcelles", {}), read_on))
    return ProjetFact(
        read_on=read_on,
        phases=phases,
        parcelles=parcelles,
        lots=tuple(row.pop("lots", ())),
        dates=tuple(row.pop("dates", ())),
        couts=tuple(row.pop("couts", ())),
        **row,
    )


def _parcelles(data: Data, read_on: date) -> Iterator[Data]:
    """Yield one parcel per number of each section."""
    shared = {name: value for name, value in data.items() if name != "sections"}
    for section, numeros in data.get("sections", {}).items():
        for numero in numeros:
            yield {**shared, "section": section, "numero": str(numero), "read_on": read_on}
