"""The tables of the page as files: what is downloaded is what is shown, every row of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from essor.foundations.tables import Value
from essor.observatory.wording import STATUSES
from essor.web.comparaison.asked import Asked
from essor.web.comparaison.words import plural

Sections = Mapping[str, Any]
Lines = Sequence[Sequence[Value]]


def cell(figure: float | None) -> Decimal | None:
    """Return a number as a file holds it; an unknown is an empty cell."""
    return None if figure is None else Decimal(repr(figure))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Heads of a file, and its rows from the sections of the page."""

    labels: tuple[str, ...]
    lines: Callable[[Asked, Sections], Lines]


def _rank(asked: Asked, sections: Sections) -> Lines:
    return [
        [
            line.rank.best, line.rank.worst, line.place.code, line.place.nom,
            cell(line.place.value), cell(line.place.low), cell(line.place.high),
            asked.ground.indicator.unit,
            STATUSES[line.place.status] or "connu", asked.rubrique, asked.vintage,
            line.place.source_rows, "oui" if line.is_own else "", "oui" if line.is_alike else "",
        ]
        for line in sections["rank"].every
    ]  # fmt: skip


def _spread(asked: Asked, sections: Sections) -> Lines:
    return [[plural(asked.niveau), said, figure] for said, figure in sections["rank"].quantiles]


def _alike(asked: Asked, sections: Sections) -> Lines:
    return [
        [
            one.code, one.nom, one.distance, " ; ".join(one.near), " ; ".join(one.far),
            " ; ".join(one.unknown), one.without, one.drawn, " ; ".join(one.lost_without),
            one.firmness,
        ]
        for one in sections["alike"].lines
    ]  # fmt: skip


def _evolution(asked: Asked, sections: Sections) -> Lines:
    found = sections["evolution"]
    return [] if found is None else [
        [
            one.vintage, cell(one.value.value) if one.value else None,
            cell(one.value.low) if one.value else None, cell(one.value.high) if one.value else None,
            one.index, one.region, one.france, one.alike, one.count,
        ]
        for one in found.moments
    ]  # fmt: skip


def _driver(asked: Asked, sections: Sections) -> Lines:
    found = sections["driver"]
    if found is None:
        return []
    start, end, driver = found.start, found.end, found.driver
    return [
        [
            one.name, cell(one.series.get(start)), cell(one.series.get(end)),
            "oui" if one.name == driver.name else "",
            "oui" if one.name not in driver.apart else "connu à une seule des deux dates",
        ]
        for one in found.parts.parts
    ]  # fmt: skip


TABLES: Mapping[str, Table] = {
    "rang": Table(
        labels=(
            "Rang au mieux", "Rang au pire", "Code", "Lieu", "Valeur", "Borne basse",
            "Borne haute", "Unité", "État", "Rubrique", "Millésime", "Lignes de la source",
            "Ici", "Semblable",
        ),
        lines=_rank,
    ),
    "distribution": Table(labels=("Lieux", "Part", "Valeur"), lines=_spread),
    "semblables": Table(
        labels=(
            "Code", "Territoire", "Distance", "Proche", "Éloigné", "Inconnu",
            "Reste si un trait manque", "Reste aux tirages", "Perdu sans", "Solidité",
        ),
        lines=_alike,
    ),
    "evolution": Table(
        labels=(
            "Millésime", "Valeur", "Borne basse", "Borne haute", "Base 100 ici",
            "Base 100 région", "Base 100 France", "Base 100 semblables", "Semblables connus",
        ),
        lines=_evolution,
    ),
    "moteur": Table(
        labels=("Branche ou site", "Au départ", "À l'arrivée", "Pèse le plus", "Compté"),
        lines=_driver,
    ),
}  # fmt: skip
