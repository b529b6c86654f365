"""Communes of yesterday: a merger adds and says so, a split is never shared out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.observatory.catalogue import get_source, list_sources
from essor.observatory.geography import lay_geography
from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.indicators.listing import rows_by_place
from essor.observatory.lake import Lake
from essor.observatory.provenance import provenance
from essor.observatory.reading import Value, values_of
from essor.observatory.refresh import refresh
from essor.observatory.source import FormerCommunes
from essor.observatory.source_rows import source_rows_of
from essor.observatory.vintages import find_moves, lay_moved, note_of
from tests.observatory.made_environment import ENAF, FRICHE

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
# « 63999 » became Clermont-Ferrand; « 63998 » was split; Riom was split, Ménétrol left it.
PASSAGE = """\
Année;Niveau;Type;Ancien Code Officiel;Code Courant Officiel
2025;COM;commune;63113;63113
2025;COM;commune;63999;63113
2025;COM;commune;63998;63113
2025;COM;commune;63998;63014
2025;COM;commune;63300;63300
2025;COM;commune;63300;63224
2025;COM;commune;63224;63224
2025;COM;commune;63014;63014
"""


def bring(lake: Lake, folder: Path, *names: str) -> None:
    (folder / "geocodes_passage_annuel.csv").write_text(PASSAGE, encoding="utf-8")
    sources = [get_source(name) for name in ("insee_passage", *names)]
    reports = refresh(lake=lake, sources=sources, folder=folder, at=AT)
    assert {one.state for one in reports} == {"charge"}, [one.faults for one in reports]


def figure(lake: Lake, id_: str, niveau: str, code: str, vintage: str) -> Value:
    (found,) = [
        one
        for one in values_of(lake, niveau=niveau, code=code, latest=False)
        if (one.indicator.id, one.rubrique, one.vintage) == (id_, "", vintage)
    ]
    return found


def test_values_of_communes_are_added_in_a_merger_and_set_apart_in_a_split(
    lake: Lake, folder: Path
) -> None:
    codes = ("63113", "63999", "63998", "63300", "63014", "63997")
    ENAF.write(folder, *({"idcom": code} for code in codes))
    bring(lake, folder, "cerema_enaf")
    clermont = figure(lake, "consommation_espace", "commune", "63113", "2021")
    assert (clermont.value, clermont.source_rows, clermont.moved_rows) == (pytest.approx(0.2), 2, 1)
    assert clermont.note == (
        "dont une ligne codée dans une ancienne commune, ramenée à celle d'aujourd'hui"
    )
    (rows,) = source_rows_of(lake, clermont)
    assert (rows.total, sorted(row[-1] for row in rows.rows)) == (2, [False, True])
    departement = figure(lake, "consommation_espace", "departement", "63", "2021")
    assert (departement.value, departement.source_rows) == (pytest.approx(0.3), 3)
    riom = {one.indicator.id: one.status for one in values_of(lake, niveau="commune", code="63300")}
    assert riom["consommation_espace"] == "sans_donnee", "what was split is not shared out"
    said = provenance(lake, get_source("cerema_enaf")).moves
    assert [one.split("\u00a0: ")[1] for one in said] == [
        "1 (14 lignes)", "1 (14 lignes)", "2 (28 lignes)",
    ]  # fmt: skip


def test_after_the_split_each_commune_keeps_its_value(lake: Lake, folder: Path) -> None:
    ENAF.write(folder, {"idcom": "63300"}, {"idcom": "63224"})
    bring(lake, folder, "cerema_enaf")
    for code in ("63300", "63224"):
        found = figure(lake, "consommation_espace", "commune", code, "2021")
        assert (found.value, found.moved_rows, found.note) == (pytest.approx(0.1), 0, "")


def test_an_object_follows_its_commune_and_stays_in_one_that_was_split(
    lake: Lake, folder: Path
) -> None:
    FRICHE.write(
        folder, {}, {"site_id": "2", "comm_insee": "63999"}, {"site_id": "3", "comm_insee": "63300"}
    )
    bring(lake, folder, "cnig_friches")
    with duckdb.connect() as connection:
        lay_geography(connection)
        path = lake.source_folder("cnig_friches")
        marts = lake.marts_folder()
        assert path is not None
        connection.execute(f"CREATE VIEW deplacement AS FROM '{marts}/deplacement.parquet'")
        lay_moved(connection, {"cnig_friches": path})
        found = connection.execute(
            "SELECT site_id, code_commune_insee, est_deplacee FROM friche_cnig ORDER BY 1"
        ).fetchall()
    assert found == [("2", "63113", True), ("3", "63300", False), ("63113_1", "63113", False)]


def test_without_the_passage_table_the_shipped_communes_are_followed(
    lake: Lake, folder: Path
) -> None:
    ENAF.write(folder, {"idcom": "63113"}, {"idcom": "01003"})
    sources = [get_source("cerema_enaf")]
    refresh(lake=lake, sources=sources, folder=folder, at=AT)
    assert len(provenance(lake, sources[0]).moves) == 1


def test_tables_that_are_followed_have_a_commune() -> None:
    followed = {
        table.name: {one.name for one in table.columns}
        for source in list_sources()
        for table in source.tables
        if table.former_communes in tuple(FormerCommunes)
    }
    assert len(followed) >= 6
    assert all("code_commune_insee" in columns for columns in followed.values())


@pytest.mark.parametrize(("rows", "words"), [(0, ""), (1, "une ligne"), (12, "12 lignes")])
def test_the_note_counts(rows: int, words: str) -> None:
    assert note_of(rows).startswith(f"dont {words}") if rows else note_of(rows) == ""


@pytest.fixture(scope="module")
def france() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        lay_geography(connection)
        yield connection


LEVELS = ("commune", "epci", "territoire", "departement", "region", "france")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 450), st.integers(-1000, 10**9)), max_size=60))
def test_what_is_added_is_exact_at_every_level(
    france: duckdb.DuckDBPyConnection, drawn: list[tuple[int, int]]
) -> None:
    """A sum at a level is the sum of its communes, to the unit, and counts each row once."""
    memberships = france.execute("SELECT code_commune_insee, niveau, code FROM appartenance")
    places: dict[str, list[tuple[str, str]]] = {}
    for commune, niveau, code in memberships.fetchall():
        places.setdefault(commune, []).append((niveau, code))
    communes = sorted(places)
    given_rows = [(communes[place % len(communes)], value) for place, value in drawn]
    france.execute("CREATE OR REPLACE TABLE mesure(code_commune_insee VARCHAR, n BIGINT)")
    if given_rows:
        france.executemany("INSERT INTO mesure VALUES (?, ?)", given_rows)
    sql = added_by_place("SELECT * FROM mesure", value="n", vintage="'2024'")
    found = {(row[0], row[1]): (row[4], row[8]) for row in france.execute(sql).fetchall()}
    sums: Counter[tuple[str, str]] = Counter()
    lines: Counter[tuple[str, str]] = Counter()
    for commune, value in given_rows:
        for place in places[commune]:
            sums[place] += value
            lines[place] += 1
    assert found == {place: (float(sums[place]), lines[place]) for place in lines}
    listed = rows_by_place("mesure", vintage="'2024'")
    counted = france.execute(f"SELECT _niveau, _code, count(*) FROM ({listed}) GROUP BY ALL")
    assert {(n, c): k for n, c, k in counted.fetchall()} == dict(lines)


def test_moves_of_no_table_are_none(france: duckdb.DuckDBPyConnection) -> None:
    find_moves(france, [])
    assert france.execute("SELECT count(*) FROM deplacement").fetchall() == [(0,)]


@pytest.mark.shared
def test_every_additive_figure_is_exact_from_commune_to_country(lake_of_shared: Lake) -> None:
    """On the producers' own files: what is added by place, added again from its communes."""
    additive = [
        one.id
        for one in list_indicators()
        if "added_by_place" in (find_spec(one.module).loader.get_source(one.module) or "")  # type: ignore[union-attr]
    ]
    marts = lake_of_shared.marts_folder()
    with duckdb.connect() as connection:
        wrong = connection.execute(
            f"""
            WITH v AS (FROM '{marts}/valeurs.parquet' WHERE list_contains(?, id)),
            somme AS (
                SELECT v.id, a.niveau, a.code, v.rubrique, v.vintage, sum(v.value) AS value,
                       sum(v.source_rows) AS source_rows
                FROM v JOIN '{marts}/appartenance.parquet' AS a ON a.code_commune_insee = v.code
                WHERE v.niveau = 'commune' GROUP BY ALL
            )
            SELECT id, niveau, code, rubrique, v.value, s.value
            FROM v FULL JOIN somme AS s USING (id, niveau, code, rubrique, vintage)
            WHERE v.source_rows IS DISTINCT FROM s.source_rows
               OR abs(coalesce(v.value, -1) - coalesce(s.value, -2)) > 1e-9 * abs(s.value)
            """,
            [additive],
        ).fetchall()
        told = connection.execute(
            f"SELECT count(DISTINCT (id, niveau)) FROM '{marts}/valeurs.parquet' "
            "WHERE list_contains(?, id)", [additive],
        ).fetchone()  # fmt: skip
    assert told is not None
    assert told[0] >= 6 * len(LEVELS)
    assert wrong == []
