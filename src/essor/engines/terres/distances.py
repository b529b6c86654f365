"""Distances by road: great circle × detour by default, or a matrix the person brings.

Every distance keeps its provenance. The default factor is a parameter of the territory; see
`docs/methodes/terres-plan.md` for its source and its limits.
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from essor.engines.terres.vocabulary import Provenance
from essor.foundations.errors import FaultGatherer, Place
from essor.foundations.text import fold

Array = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088  # mean radius R1, IUGG (GRS 80)
CSV_CODE = "matrice"
EXPECTED_COLUMNS = "origin;destination;km ou origine;destination;km (et min, facultative)"
_COLUMNS = {
    "origin": "origin",
    "origine": "origin",
    "lot": "origin",
    "destination": "destination",
    "exutoire": "destination",
    "km": "km",
    "min": "minutes",
    "minutes": "minutes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """One distance by road, in km, with the time when it is known."""

    km: float
    minutes: float | None = None
    provenance: str = Provenance.DONNEE


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Distances given for pairs of places, by origin and destination."""

    rows: Mapping[tuple[str, str], Distance] = field(default_factory=dict)

    def find(self, origin: str, destination: str) -> Distance | None:
        """The distance of a pair, in this direction first, then in the other; None if absent."""
        return self.rows.get((origin, destination)) or self.rows.get((destination, origin))


def great_circle_km(lon_a: Array, lat_a: Array, lon_b: Array, lat_b: Array) -> Array:
    """Great-circle distance in km between points in WGS 84 degrees (haversine); broadcasts.

    Source: R. W. Sinnott, « Virtues of the Haversine », Sky and Telescope 68 (1984).
    """
    x_a, y_a, x_b, y_b = (
        np.radians(np.asarray(one, float)) for one in (lon_a, lat_a, lon_b, lat_b)
    )
    half = np.sin((y_b - y_a) / 2) ** 2 + np.cos(y_a) * np.cos(y_b) * np.sin((x_b - x_a) / 2) ** 2
    found: Array = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return found


def road_km(
    lon_a: Array, lat_a: Array, lon_b: Array, lat_b: Array, *, detour: float, access_km: float
) -> Array:
    """Estimated road distance in km: detour × great circle + access_km; broadcasts."""
    return detour * great_circle_km(lon_a, lat_a, lon_b, lat_b) + access_km


def read_matrix(text: str, *, file: str | None = None) -> Matrix:
    """Read a CSV matrix with columns origin, destination, km and perhaps min.

    `;` or `,` between columns, decimal comma or point. Raises UserFault with every fault: missing
    column, number that is not one, negative distance, pair given twice with two distances.
    """
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    reader = csv.reader(lines, delimiter=delimiter)
    with FaultGatherer() as faults:
        header = [_COLUMNS.get(fold(name), "") for name in next(reader, [])]
        missing = [name for name in ("origin", "destination", "km") if name not in header]
        if missing:
            faults.add_message(
                "la matrice n'a pas toutes ses colonnes",
                place=Place(file=file),
                value=lines[0] if lines else "",
                expected=EXPECTED_COLUMNS,
                code=CSV_CODE,
            )
        else:
            return Matrix(rows=_read_rows(reader, header, faults, file))
    return Matrix()


def _read_rows(
    rows: Iterable[list[str]], header: list[str], faults: FaultGatherer, file: str | None
) -> dict[tuple[str, str], Distance]:
    found: dict[tuple[str, str], Distance] = {}
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        place = Place(file=file, field=f"ligne {number}")
        km = _number(row.get("km", ""), "km", place, faults)
        minutes = _number(row["minutes"], "min", place, faults) if row.get("minutes") else None
        key = (row.get("origin", ""), row.get("destination", ""))
        if not all(key):
            faults.add_message(
                "l'origine ou la destination manque",
                place=place,
                value=" → ".join(key),
                expected="deux identifiants",
                code=CSV_CODE,
            )
        elif km is not None:
            if key in found and found[key].km != km:
                faults.add_message(
                    "la paire est donnée deux fois avec deux distances",
                    place=place,
                    value=" → ".join(key),
                    expected="une ligne par paire",
                    code=CSV_CODE,
                )
            found[key] = Distance(km=km, minutes=minutes, provenance=Provenance.MATRICE)
    return found


def _number(text: str, name: str, place: Place, faults: FaultGatherer) -> float | None:
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and number >= 0:
        return number
    faults.add_message(
        f"la colonne {name} n'est pas une distance ou une durée",
        place=place,
        value=text,
        expected="un nombre positif ou nul, comme 12,5",
        code=CSV_CODE,
    )
    return None
