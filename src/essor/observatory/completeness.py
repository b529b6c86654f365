"""How complete the observatory is: for each territory and indicator, known, bounded or not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from essor.observatory.geography import COVERING, Niveau
from essor.observatory.indicators.compute import VALUES
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import NON_CHARGE, SANS_DONNEE
from essor.observatory.sample_places import TABLE as SAMPLES
from essor.observatory.sql import literal

CONNU = "connu"
KEPT_VERSIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a territory knows of an indicator, last vintage of each breakdown.

    status : connu (all of it), intervalle or secret (a part of it), sans_donnee, non_charge
    niveau : the finest level that tells it, empty when none does
    """

    status: str
    niveau: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """The cells of every territory. territoires : code -> name."""

    territoires: Mapping[str, str]
    cells: Mapping[tuple[str, str], Cell]
    unloaded: frozenset[str]
    sampled: Mapping[str, frozenset[str]]

    def cell(self, territoire: str, indicator: Indicator) -> Cell:
        """Return what a territory knows of an indicator."""
        found = self.cells.get((territoire, indicator.id))
        is_left_out = any(
            territoire not in self.sampled[one] for one in indicator.sources if one in self.sampled
        )
        if is_left_out or indicator.id in self.unloaded:
            return Cell(status=NON_CHARGE)
        return found or Cell(status=SANS_DONNEE)

    def counts(self, indicator: Indicator) -> Counter[str]:
        """Count the territories by status."""
        return Counter(self.cell(code, indicator).status for code in self.territoires)


def completeness(lake: Lake) -> Completeness:
    """Return how complete a lake is; nothing is known of an empty one."""
    loaded = set(lake.current()["sources"])
    unloaded = frozenset(one.id for one in list_indicators() if not set(one.sources) <= loaded)
    folder = lake.marts_folder()
    if folder is None:
        return Completeness(territoires={}, cells={}, unloaded=unloaded, sampled={})
    territoires, cells, sampled = _read(folder)
    return Completeness(territoires=territoires, cells=cells, unloaded=unloaded, sampled=sampled)


@lru_cache(maxsize=KEPT_VERSIONS)
def _read(
    folder: Path,
) -> tuple[dict[str, str], dict[tuple[str, str], Cell], dict[str, frozenset[str]]]:
    with duckdb.connect() as connection:
        territoires = connection.execute(
            f"SELECT code, nom FROM {_table(folder, 'lieu')} WHERE niveau = ? ORDER BY code",
            [Niveau.TERRITOIRE],
        ).fetchall()
        rows = connection.execute(_cells(folder)).fetchall()
        sampled = connection.execute(
            f"SELECT source, list(code) FILTER (niveau = '{Niveau.TERRITOIRE}') "
            f"FROM {_table(folder, SAMPLES)} GROUP BY source"
        ).fetchall()
    cells = {(code, id_): Cell(status=status, niveau=niveau) for code, id_, niveau, status in rows}
    return dict(territoires), cells, {one: frozenset(codes or ()) for one, codes in sampled}


def _cells(folder: Path) -> str:
    """Return the SQL of the finest level of each pair, and the worst status it has there."""
    levels = [Niveau.TERRITOIRE, *COVERING]
    ranked = ", ".join(f"('{one}', {rank})" for rank, one in enumerate(levels))
    return f"""
    WITH rang(niveau, rang) AS (VALUES {ranked}), dit AS (
        SELECT id, niveau, code, arg_max(status, vintage) AS status
        FROM {_table(folder, Path(VALUES).stem)} JOIN rang USING (niveau)
        GROUP BY id, niveau, code, rubrique
    ), lieu_dit AS (
        SELECT id, niveau, code, max(CASE status WHEN 'connu' THEN 0 WHEN 'intervalle' THEN 1
                                     ELSE 2 END) AS pire
        FROM dit GROUP BY ALL
    ), zone AS (
        SELECT code AS territoire, niveau, code FROM {_table(folder, "lieu")}
        WHERE niveau = '{Niveau.TERRITOIRE}'
        UNION ALL SELECT territoire, niveau, code FROM {_table(folder, "zonage")}
    ), trouve AS (
        SELECT z.territoire, d.id, r.rang, max(d.pire) AS pire
        FROM zone AS z JOIN lieu_dit AS d USING (niveau, code) JOIN rang AS r USING (niveau)
        GROUP BY ALL
    )
    SELECT territoire, id, (SELECT niveau FROM rang WHERE rang.rang = min(trouve.rang)),
           CASE arg_min(pire, trouve.rang) WHEN 0 THEN '{CONNU}' WHEN 1 THEN 'intervalle'
           ELSE 'secret' END
    FROM trouve GROUP BY territoire, id
    """


def _table(folder: Path, table: str) -> str:
    return f"read_parquet({literal(str(folder / f'{table}.parquet'))})"
