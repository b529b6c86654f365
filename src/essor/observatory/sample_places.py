"""Which places a sample speaks of: those of its territory, at the levels it is whole at."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from essor.observatory.geography import COVERING, ZONINGS, Niveau
from essor.observatory.lake import is_sample_version
from essor.observatory.samples import Sample, list_samples

TABLE = "echantillon"


def lay_samples(connection: duckdb.DuckDBPyConnection, folders: Mapping[str, Path]) -> None:
    """Create `echantillon(source, niveau, code)`: every place that a loaded sample speaks of.

    folders : source -> folder of its tidy tables
    A zoning that comes from a sample is whole for its territory only: others lose it.
    """
    connection.execute(
        f"CREATE TABLE {TABLE}(source VARCHAR, territoire VARCHAR, niveau VARCHAR, code VARCHAR)"
    )
    zonings = {table: niveau for niveau, (table, _, _) in ZONINGS.items()}
    loaded = [
        one
        for one in list_samples()
        if one.source in folders and is_sample_version(folders[one.source].name)
    ]
    for sample in loaded:
        for niveau in {zonings[one] for one in sample.cuts if one in zonings}:
            connection.execute(
                "DELETE FROM zonage WHERE niveau = ? AND territoire <> ?",
                [niveau, sample.territoire],
            )
    for territoire in sorted({one.territoire for one in loaded}):
        lay_places(connection, territoire)
        _lay(connection, [one for one in loaded if one.territoire == territoire])


def lay_places(connection: duckdb.DuckDBPyConnection, territoire: str) -> None:
    """Create `place(niveau, code)`: a territory, its members, and what covers it.

    `commune_place(niveau, code_commune_insee)` tells which communes are in them.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE place AS {PLACES}", [territoire] * 4)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE commune_place AS SELECT DISTINCT niveau, code_commune_insee "
        "FROM appartenance JOIN place USING (niveau, code)"
    )


def condition(sources: Mapping[str, Path], mine: tuple[str, ...]) -> str:
    """Return the SQL condition that a place is one that the samples of an indicator speak of."""
    names = [one for one in mine if is_sample_version(sources[one].name)]
    return " AND ".join(
        f"(niveau, code) IN (SELECT (niveau, code) FROM {TABLE} WHERE source = '{one}')"
        for one in names
    )


def _lay(connection: duckdb.DuckDBPyConnection, samples: Sequence[Sample]) -> None:
    said = [(one.source, one.territoire, niveau) for one in samples for niveau in one.niveaux]
    sources, territoires, niveaux = (list(column) for column in zip(*said, strict=True))
    connection.execute(
        f"INSERT INTO {TABLE} SELECT s.source, s.territoire, niveau, code "
        "FROM (SELECT unnest(?) AS source, unnest(?) AS territoire, unnest(?) AS niveau) AS s "
        "JOIN place USING (niveau)",
        [sources, territoires, niveaux],
    )


_COVERING = ", ".join(f"'{one}'" for one in COVERING)

# An intercommunalité is a place of the territory only when all its communes are.
PLACES = f"""
SELECT '{Niveau.TERRITOIRE}' AS niveau, CAST(? AS VARCHAR) AS code
UNION ALL
SELECT '{Niveau.COMMUNE}', code_commune_insee FROM appartenance
WHERE niveau = '{Niveau.TERRITOIRE}' AND code = ?
UNION ALL
SELECT '{Niveau.EPCI}', e.code FROM appartenance AS e
LEFT JOIN appartenance AS t ON t.code_commune_insee = e.code_commune_insee
    AND t.niveau = '{Niveau.TERRITOIRE}' AND t.code = ?
WHERE e.niveau = '{Niveau.EPCI}' GROUP BY e.code HAVING count(*) = count(t.code)
UNION ALL
SELECT niveau, code FROM zonage WHERE territoire = ? AND niveau IN ({_COVERING})
"""
