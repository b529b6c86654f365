"""Indicators of the firms: exact at every level, bounds that hold, nothing told of one firm."""

import datetime as dt
import os
from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.observatory import fingerprint as fingerprints
from essor.observatory import geography
from essor.observatory.catalogue import get_source
from essor.observatory.fingerprint import fingerprint
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.indicators.entreprises.register import bands
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.refresh import refresh
from essor.observatory.source_rows import source_rows_of
from essor.references.nomenclatures.tranche_effectif import tranches_effectif
from tests.observatory.made_sirene import row, territory, write_csv, write_parquet

SOURCE = get_source("insee_sirene_etablissements")
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
FIRMS = [one for one in list_indicators() if one.theme == "entreprises"]
BOUNDS = {one.code: (one.au_moins, one.au_plus) for one in tranches_effectif()}


def indicator(name: str) -> Indicator:
    return next(one for one in FIRMS if one.id == name)


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Thirty establishments of ti-8404, a few that closed; the communes of Puy-de-Dôme only."""
    folder = tmp_path_factory.mktemp("sirene")
    faits = geography.shipped()
    communes = tuple(one for one in faits.geographie.communes if one.code_departement == "63")
    small = replace(faits, geographie=replace(faits.geographie, communes=communes))
    closed = [row(100 + n, etat="F", creation="2012-01-01", debut="2025-06-01") for n in range(4)]
    new = [row(200 + n, creation="2025-02-01", naf="25.62B", tranche="NN") for n in range(2)]
    write_parquet(folder, [*territory(), *closed, *new])
    lake = Lake(folder / "lac")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geography, "shipped", lambda: small)
        (report,) = refresh(lake=lake, sources=[SOURCE], folder=folder, at=AT)
    assert report.state == "charge"
    return lake


def told(lake: Lake, niveau: str, code: str) -> dict[tuple[str, str], Value]:
    found = values_of(lake, niveau=niveau, code=code)
    return {(one.indicator.id, one.rubrique): one for one in found if one.indicator in FIRMS}


def test_every_figure_of_the_made_territory(firms: Lake) -> None:
    """21 of the 30 are of industry, and 2 more opened in 2025."""
    ti = told(firms, "territoire", "ti-8404")
    count = ti["etablissements_industriels", ""]
    assert (count.value, count.vintage) == (23, "2026-10")
    classes = {rubrique: one.value for (name, rubrique), one in ti.items()
               if name == "etablissements_industriels" and rubrique}  # fmt: skip
    assert classes == {
        "1 à 9 salariés": 6, "10 à 49 salariés": 6, "50 à 249 salariés": 2,
        "plus de 249 salariés": 1, "taille inconnue, ou sans salarié": 8,
    }  # fmt: skip
    assert ti["etablissements_manufacturiers", ""].value == 17
    assert ti["etablissements_employeurs", ""].value == 23
    assert ti["part_taille_inconnue", ""].value == pytest.approx(100 * 8 / 23)
    jobs = ti["emploi_industriel_sirene", ""]
    assert (jobs.low, jobs.high) == (
        5000 + 6 * 1 + 3 * 20 + 2 * 50 + 3 * 10, 9999 + 6 * 2 + 3 * 49 + 2 * 99 + 3 * 19,
    )  # fmt: skip
    assert jobs.value == pytest.approx(
        (5000 * 9999) ** 0.5 + 6 * 2**0.5 + 3 * (20 * 49) ** 0.5 + 2 * (50 * 99) ** 0.5
        + 3 * (10 * 19) ** 0.5
    )  # fmt: skip
    opened, closed = ti["taux_creation_industrie", ""], ti["taux_fermeture_industrie", ""]
    assert (opened.vintage, opened.value) == ("2025", pytest.approx(100 * 2 / 25))
    assert closed.value == pytest.approx(100 * 4 / 25)
    made = ti["taux_creation_industrie", "industrie manufacturière"]
    assert made.value == pytest.approx(100 * 2 / 19)


def test_every_level_adds_its_communes(firms: Lake) -> None:
    name = ("etablissements_industriels", "")
    by_commune = [told(firms, "commune", one)[name].value for one in ("63113", "63014", "63457")]
    assert by_commune == [18, 2, 3]
    assert told(firms, "epci", "246300701")[name].value == 20
    for niveau, code in (("departement", "63"), ("region", "84"), ("france", "FR")):
        assert told(firms, niveau, code)[name].value == 23


def test_a_value_tells_the_rows_that_it_is_made_of(firms: Lake) -> None:
    for value in told(firms, "territoire", "ti-8404").values():
        listed = sum(one.total for one in source_rows_of(firms, value))
        assert listed == value.source_rows, (value.indicator.id, value.rubrique)


def test_one_firm_is_never_told_of(firms: Lake) -> None:
    name = ("poids_premier_etablissement", "")
    alone = told(firms, "commune", "63014")[name]  # two establishments of a known size
    assert (alone.status, alone.value, alone.low, alone.high) == ("secret", None, None, None)
    many = told(firms, "territoire", "ti-8404")[name]
    assert (many.status, many.value) == ("intervalle", None)
    low, high = 5000 / (5000 + 12 + 147 + 198 + 57), 9999 / (9999 + 6 + 60 + 100 + 30)
    assert (many.low, many.high) == (pytest.approx(100 * low), pytest.approx(100 * high))


def test_a_place_without_industry_has_a_zero_and_no_jobs(lake: Lake, folder: Path) -> None:
    shops = [row(n, naf="47.11A", employeur="N", tranche="NN") for n in range(3)]
    write_csv(folder, [*shops, row(9, employeur="", commune="63300", tranche="53")])
    refresh(lake=lake, sources=[SOURCE], folder=folder, at=AT)
    clermont, riom = told(lake, "commune", "63113"), told(lake, "commune", "63300")
    count = clermont["etablissements_industriels", ""]
    assert (count.value, count.status, count.source_rows) == (0, "connu", 0)
    for name in ("emploi_industriel_sirene", "part_taille_inconnue", "taux_creation_industrie"):
        assert clermont[name, ""].status == "sans_donnee"
    employers = riom["etablissements_employeurs", ""]
    assert (employers.status, employers.low, employers.high) == ("intervalle", 0, 1)
    jobs = riom["emploi_industriel_sirene", ""]
    assert (jobs.low, jobs.high) == (10_000, None), "the last band has no upper bound"
    assert told(lake, "commune", "63014")["etablissements_industriels", ""].status == "sans_donnee"


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["00", "01", "02", "03", "11"]), min_size=3, max_size=4))
def test_the_weight_of_the_first_is_within_its_bounds(codes: list[str]) -> None:
    """Whatever the true sizes are, the share of the largest is inside, and both ends are met."""
    low, high = _weight(codes)
    shares = [
        100 * max(sizes) / sum(sizes)
        for sizes in product(*(range(BOUNDS[one][0] or 0, (BOUNDS[one][1] or 0) + 1)
                               for one in codes))
        if sum(sizes)
    ]  # fmt: skip
    if low is None or high is None:
        assert sum(one != "00" for one in codes) < 3
        return
    assert (min(shares), max(shares)) == (pytest.approx(low), pytest.approx(high))


def _weight(codes: list[str]) -> tuple[float | None, float | None]:
    rows = ", ".join(f"('63113', 'industrie', '{one}', {n})" for n, one in enumerate(codes))
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE etablissement_actif AS SELECT *, 1 AS nombre FROM (VALUES "
            f"{rows}) AS t(code_commune_insee, secteur, tranche_effectif, numero);"
            "CREATE TABLE appartenance AS SELECT '63113' AS code_commune_insee, 'commune' AS "
            "niveau, '63113' AS code;"
            "CREATE TABLE image_sirene AS SELECT DATE '2026-10-30' AS observe_le"
        )
        sql = indicator("poids_premier_etablissement").select()
        found = connection.execute(f"SELECT low, high FROM ({sql})").fetchone()
    return found or (None, None)


def test_the_bands_are_those_of_the_directory() -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM {bands()} ORDER BY rang").fetchall()
    assert [row[0] for row in rows] == [one for one in BOUNDS if one != "NN"]
    assert next(one[3] for one in rows if one[0] == "12") == pytest.approx(31.3, abs=0.05)
    assert (rows[0][2:], rows[-1][4]) == ((0, 0.0, 0), None)


def test_a_great_file_that_changes_is_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprints, "BLOCK", 64)
    path = tmp_path / "StockEtablissement_utf8.parquet"
    path.write_bytes(bytes(100_000))
    first = fingerprint(SOURCE, {"etablissements": path})
    assert fingerprint(SOURCE, {"etablissements": path}) == first
    state = path.stat()
    data = bytearray(path.read_bytes())
    data[-1] = 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert fingerprint(SOURCE, {"etablissements": path}) != first, "its end is read"
    path.write_bytes(bytes(100_000))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert fingerprint(SOURCE, {"etablissements": path}) != first, "its instant counts"
