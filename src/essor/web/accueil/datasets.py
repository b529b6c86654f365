"""Every dataset shipped with Essor: producer, vintage, licence, address, day read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# Where the provenance of each shipped dataset is written, and what it is used for.
PROVENANCES = (
    ("territoires/facts", "perimetre", "Territoires et membres"),
    ("territoires/facts", "geographie", "Communes, intercommunalités et populations"),
    ("territoires/carte", "territoires", "Contours des territoires"),
    ("territoires/carte", "regions", "Contours des régions"),
    ("territoires/contours", "communes", "Cartes des actions et des études"),
    ("territoires/contours", "communes_63", "Cartes des actions et des études, Puy-de-Dôme"),
    ("communes_locales", "marche", "Prix des logements et surfaces, pour les études de friches"),
    ("communes_locales", "ruralite", "Zonage de ruralité, pour les études de friches"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One dataset; `vintage` is empty when its producer gives none."""

    role: str
    producer: str
    title: str
    href: str
    licence: str
    vintage: str
    read_on: Any
    remarks: tuple[str, ...]


@cache
def datasets() -> tuple[Dataset, ...]:
    """Return the datasets of the package, as their provenance files describe them."""
    return tuple(_dataset(_provenance(folder)[part], role) for folder, part, role in PROVENANCES)


@cache
def _provenance(folder: str) -> Mapping[str, Any]:
    source = files("essor.references").joinpath(*folder.split("/"), "provenance.yaml")
    found: Mapping[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return found


def _dataset(written: Mapping[str, Any], role: str) -> Dataset:
    return Dataset(
        role=role,
        producer=written["producer"],
        title=written["title"],
        href=written["href"],
        licence=written["licence"],
        vintage=written.get("vintage", ""),
        read_on=written["read_on"],
        remarks=tuple(written.get("remarks", ())),
    )
