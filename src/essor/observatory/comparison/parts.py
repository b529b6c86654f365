"""What a figure is the sum of, read in the tidy tables: branches, or sites that a source names."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from essor.observatory.comparison.evolution import Part
from essor.observatory.geography import Niveau
from essor.observatory.indicators.decarbonation.emissions_irep import POLLUANTS
from essor.observatory.lake import Lake
from essor.observatory.sql import literal

BRANCH_TABLES = {
    "emploi_industriel_urssaf": ("urssaf_branches", "emploi_urssaf"),
    "part_industrie_urssaf": ("urssaf_branches", "emploi_urssaf"),
    "evolution_industrie": ("urssaf_branches", "emploi_urssaf"),
    "emploi_industriel_flores": ("insee_flores", "emploi_flores"),
    "part_industrie_flores": ("insee_flores", "emploi_flores"),
    "concentration_industrie": ("insee_flores", "emploi_flores"),
}
INDUSTRIE = "BE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one figure.

    kind : « branche » or « site » ; of : what is added up, in French
    uncertain : names of the sites that may or may not be in the place, counted nowhere
    """

    kind: str
    of: str
    parts: tuple[Part, ...]
    uncertain: tuple[str, ...] = ()


def parts_of(
    lake: Lake, *, indicator: str, niveau: str, code: str, rubrique: str = ""
) -> Parts | None:
    """Return what the figure of a place is the sum of; None where no source tells."""
    if indicator in BRANCH_TABLES and niveau == Niveau.ZONE_EMPLOI:
        return _branches(lake, BRANCH_TABLES[indicator], code)
    folder = lake.marts_folder()
    if folder is None:
        return None
    if indicator == "emissions_ets":
        return _ets(lake, folder, niveau, code)
    if indicator == "emissions_irep" and rubrique in POLLUANTS:
        return _irep(lake, folder, niveau, code, rubrique)
    return None


def _branches(lake: Lake, source: tuple[str, str], code: str) -> Parts | None:
    rows = _rows(
        lake.source_folder(source[0]),
        f"SELECT branche, CAST(annee AS VARCHAR), emploi::DOUBLE FROM {{{source[1]}}} "
        "WHERE code_zone_emploi = ? AND branche_a5 = ? ORDER BY ALL",
        (code, INDUSTRIE),
        (source[1],),
    )
    if not rows:
        return None
    return Parts(kind="branche", of="emplois de l'industrie", parts=_parts(rows))


def _ets(lake: Lake, marts: Path, niveau: str, code: str) -> Parts | None:
    """Installations surely inside; those that a postcode leaves in doubt are only named."""
    rows = _rows(
        lake.source_folder("europe_eu_ets"),
        "WITH dedans AS (SELECT code_commune_insee FROM {appartenance} "
        "WHERE niveau = ? AND code = ?), sur AS (SELECT identifiant, "
        "bool_and(code_commune_insee IN (SELECT * FROM dedans)) AS est_sur, "
        "bool_or(code_commune_insee IN (SELECT * FROM dedans)) AS est_possible "
        "FROM {commune_possible_ets} GROUP BY identifiant) "
        "SELECT nom || ' (' || identifiant || ')', CAST(annee AS VARCHAR), sum(emission_t), "
        "est_sur FROM {emission_ets} JOIN sur USING (identifiant) WHERE est_possible "
        "GROUP BY ALL ORDER BY ALL",
        (niveau, code),
        ("commune_possible_ets", "emission_ets"),
        marts,
    )
    if not rows:
        return None
    return Parts(
        kind="site",
        of="émissions vérifiées",
        parts=_parts(row for row in rows if row[3]),
        uncertain=tuple(dict.fromkeys(row[0] for row in rows if not row[3])),
    )


def _irep(lake: Lake, marts: Path, niveau: str, code: str, rubrique: str) -> Parts | None:
    rows = _rows(
        lake.source_folder("georisques_irep"),
        "SELECT nom || ' (' || identifiant || ')', CAST(annee AS VARCHAR), sum(quantite_t) "
        "FROM {emission_irep} JOIN {appartenance} USING (code_commune_insee) "
        f"WHERE niveau = ? AND code = ? AND milieu = 'Air' AND polluant = '{POLLUANTS[rubrique]}' "
        "AND quantite_t IS NOT NULL GROUP BY ALL ORDER BY ALL",
        (niveau, code),
        ("emission_irep",),
        marts,
    )
    return Parts(kind="site", of="CO2 déclaré", parts=_parts(rows)) if rows else None


def _parts(rows: Iterable[tuple[Any, ...]]) -> tuple[Part, ...]:
    series: dict[str, dict[str, float]] = {}
    for name, vintage, figure, *_ in rows:
        if figure is not None:
            series.setdefault(name, {})[vintage] = figure
    return tuple(Part(name=name, series=held) for name, held in series.items())


@lru_cache(maxsize=64)
def _rows(
    folder: Path | None,
    sql: str,
    asked: tuple[str, ...],
    tables: tuple[str, ...],
    marts: Path | None = None,
) -> list[tuple[Any, ...]]:
    """Read tidy tables; a version of a source never changes, so what was read is kept."""
    if folder is None:
        return []
    named = {table: _table(folder, table) for table in tables}
    if marts is not None:
        named["appartenance"] = _table(marts, "appartenance")
    with duckdb.connect() as connection:
        return connection.execute(sql.format(**named), list(asked)).fetchall()


def _table(folder: Path, table: str) -> str:
    return f"read_parquet({literal(str(folder / f'{table}.parquet'))})"
