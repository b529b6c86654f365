"""Every level that a map can be drawn at, read in the geography of the marts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from essor.observatory.geography import Niveau
from essor.observatory.sql import literal

DRAWN = (
    Niveau.TERRITOIRE,
    Niveau.EPCI,
    Niveau.ZONE_EMPLOI,
    Niveau.BASSIN_EMPLOI,
    Niveau.DEPARTEMENT,
    Niveau.REGION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zoning:
    """One level. communes : commune -> code of its place ; noms : code -> name."""

    niveau: Niveau
    communes: Mapping[str, str]
    noms: Mapping[str, str]


def read_zonings(marts: Path) -> tuple[Zoning, ...]:
    """Return the levels whose communes are known: a zoning that is not loaded is not there."""
    appartenance, lieu = (
        f"read_parquet({literal(str(marts / f'{table}.parquet'))})"
        for table in ("appartenance", "lieu")
    )
    with duckdb.connect() as connection:
        members = connection.execute(
            f"SELECT niveau, code_commune_insee, code FROM {appartenance}"
        ).fetchall()
        named = connection.execute(f"SELECT niveau, code, nom FROM {lieu}").fetchall()
    found = [
        Zoning(
            niveau=niveau,
            communes={commune: code for of, commune, code in members if of == niveau},
            noms={code: nom for of, code, nom in named if of == niveau},
        )
        for niveau in DRAWN
    ]
    return tuple(one for one in found if one.communes)


@lru_cache(maxsize=16)
def homes_in(marts: Path, niveau: str) -> Mapping[str, str]:
    """Return the places of a level that a territory reaches -> the territory that has most of it.

    Counted in communes; a place that no territory reaches is left out.
    """
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT p.code, t.code FROM "
            f"read_parquet({literal(str(marts / 'appartenance.parquet'))}) AS p JOIN "
            f"read_parquet({literal(str(marts / 'appartenance.parquet'))}) AS t "
            "USING (code_commune_insee) WHERE p.niveau = ? AND t.niveau = 'territoire' "
            "GROUP BY p.code, t.code QUALIFY row_number() OVER "
            "(PARTITION BY p.code ORDER BY count(*) DESC, t.code) = 1 ORDER BY p.code",
            [niveau],
        ).fetchall()
    return dict(rows)
