"""Establishments of the directory, again."""

import math
from collections.abc import Callable, Iterator
from typing import Any

from essor.references.nomenclatures.tranche_effectif import TrancheEffectif, tranches_effectif
from tests.observatory.recompute.tables import Asked, Bounds, Row, point, total

Formula = Callable[[Asked], Bounds]
CLASSES = {"0 salarié": (0, 0), "1 à 9 salariés": (1, 9), "10 à 49 salariés": (10, 49),
           "50 à 249 salariés": (50, 249)}  # fmt: skip
UNKNOWN = "taille inconnue, ou sans salarié"


def _industry(asked: Asked) -> list[Row]:
    return [one for one in asked.here("etablissement_actif") if one["secteur"] == "industrie"]


def _count(rows: list[Row]) -> float:
    return total(rows, "nombre")


def _bands() -> dict[str, TrancheEffectif]:
    return {one.code: one for one in tranches_effectif() if one.au_moins is not None}


def _sized(asked: Asked) -> Iterator[tuple[int, TrancheEffectif]]:
    bands = _bands()
    for one in _industry(asked):
        if one["tranche_effectif"] in bands:
            yield one["nombre"], bands[one["tranche_effectif"]]


def _establishments(asked: Asked) -> Bounds:
    rows = _industry(asked)
    return point(_count([one for one in rows if asked.rubrique in ("", _class(one))]))


def _class(row: Row) -> str:
    band: Any = _bands().get(row["tranche_effectif"])
    if band is None:
        return UNKNOWN
    most = band.au_plus
    found = (name for name, (_, end) in CLASSES.items() if most is not None and most <= end)
    return next(found, "plus de 249 salariés")


def _manufacturers(asked: Asked) -> Bounds:
    rows = [one for one in asked.here("etablissement_actif") if one["section"] == "C"]
    return point(_count(rows))


def _employers(asked: Asked) -> Bounds:
    rows = _industry(asked)
    low = _count([one for one in rows if one["caractere_employeur"] == "O"])
    return low, low + _count([one for one in rows if not one["caractere_employeur"]])


def _unsized(asked: Asked) -> Bounds:
    rows = _industry(asked)
    return point(
        100 * _count([one for one in rows if one["tranche_effectif"] == "NN"]) / _count(rows)
    )


def _jobs(asked: Asked) -> Bounds:
    low = high = 0.0
    for number, band in _sized(asked):
        low += number * (band.au_moins or 0)
        high += math.inf if band.au_plus is None else number * band.au_plus
    return low, high


def _middle(asked: Asked) -> float:
    return math.fsum(
        number * math.sqrt((band.au_moins or 0) * (band.au_plus or band.au_moins or 0))
        for number, band in _sized(asked)
    )


def _rate(column: str) -> Formula:
    def computed(asked: Asked) -> Bounds:
        rows = [
            one for one in asked.here("demographie_industrie") if str(one["annee"]) == asked.vintage
        ]
        return point(100 * total(rows, column) / total(rows, "stock_1er_janvier"))

    return computed


def _first(asked: Asked) -> Bounds:
    """Return the least and the most that the largest establishment may weigh."""
    each = [(band.au_moins or 0, band.au_plus) for n, band in _sized(asked) for _ in range(n)]
    top = max(low for low, _ in each)
    tops = [one for one in each if one[0] == top]
    others = [one for one in each if one[0] != top]
    ends = [low if end is None else end for low, end in others]
    least = 100 * top / (len(tops) * top + sum(ends))
    most = tops[0][1]
    if most is None:
        return least, 100.0
    rest = (len(tops) - 1) * top + sum(low for low, _ in others)
    return least, 100 * most / (most + rest)


FORMULAS: dict[str, Formula] = {
    "emploi_industriel_sirene": _jobs,
    "etablissements_employeurs": _employers,
    "etablissements_industriels": _establishments,
    "etablissements_manufacturiers": _manufacturers,
    "part_taille_inconnue": _unsized,
    "poids_premier_etablissement": _first,
    "taux_creation_industrie": _rate("creations"),
    "taux_fermeture_industrie": _rate("fermetures"),
}
POINTS: dict[str, Callable[[Asked], float]] = {"emploi_industriel_sirene": _middle}
