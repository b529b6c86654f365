"""Sirene: each trap of the file, counts equal to a plain count, three formats, one reading."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.observatory.bench import RawCount
from essor.observatory.catalogue import get_source
from essor.observatory.engines.duckdb_engine import DuckDBEngine
from essor.observatory.engines.engine import Job
from essor.observatory.opening import open_raw
from tests.observatory.made_sirene import (
    HEADER,
    SHORT,
    row,
    write_csv,
    write_parquet,
    write_zip,
)

SOURCE = get_source("insee_sirene_etablissements")
ROLE = "etablissements"
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def tidied(path: Path, folder: Path) -> RawCount:
    """Tidy one file into a folder, without the indicators."""
    folder.mkdir(exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder))
    opened = {ROLE: open_raw(SOURCE.files[0], path, scratch)}
    job = Job(source=SOURCE, opened=opened, scratch=scratch, out=folder)
    return DuckDBEngine().tidy(job).counts[ROLE]


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{folder}/{name}.parquet' ORDER BY ALL")
        columns = [one[0] for one in found.description or ()]
        return [dict(zip(columns, values, strict=True)) for values in found.fetchall()]


TRAPS = {
    "l'établissement est à l'étranger": {"commune": "", "pays": "99131"},
    "la commune n'est pas diffusée": {"commune": "[ND]"},
    "le code de commune n'a pas la forme attendue": {"commune": "6311"},
    "l'établissement n'est ni actif ni fermé": {"etat": "C"},
    "la nomenclature d'activité n'est pas connue": {"nomenclature": "NAFRev9"},
    "le code d'activité n'a pas la forme attendue": {"naf": "2211Z"},
    "la tranche d'effectif n'est pas de la nomenclature": {"tranche": "99"},
    "le caractère employeur n'est ni oui ni non": {"employeur": "X"},
    "une date ne se lit pas": {"creation": "01/03/2010"},
    "la date de fermeture manque": {"etat": "F", "debut": ""},
}


def test_each_row_that_means_nothing_is_set_apart_with_its_reason(tmp_path: Path) -> None:
    rows = [row(number, **given) for number, given in enumerate(TRAPS.values())]
    count = tidied(write_csv(tmp_path, [*rows, row(99)]), tmp_path / "out")
    assert count.refused == dict.fromkeys(TRAPS, 1)
    assert (count.read, count.kept) == (len(TRAPS) + 1, 1)


KEPT = [
    # Municipal districts are their commune; Corsica and overseas have codes of their own.
    (row(1, commune="75108"), ("75056", "industrie", "C", "22.11Z", "22.11Y", "12", "O", 1, 0)),
    (row(2, commune="69389"), ("69123", "industrie", "C", "22.11Z", "22.11Y", "12", "O", 1, 0)),
    (row(3, commune="13201"), ("13055", "industrie", "C", "22.11Z", "22.11Y", "12", "O", 1, 0)),
    (row(4, commune="2A004"), ("2A004", "industrie", "C", "22.11Z", "22.11Y", "12", "O", 1, 0)),
    (row(5, commune="97411"), ("97411", "industrie", "C", "22.11Z", "22.11Y", "12", "O", 1, 0)),
    # Partial diffusion counts; « NN » and nothing are the same unknown, never zero.
    (row(6, commune="01001", diffusion="P", enseigne="[ND]", tranche="NN", employeur="N"),
     ("01001", "industrie", "C", "22.11Z", "22.11Y", "NN", "N", 1, 1)),
    (row(7, commune="01002", tranche="", employeur=""),
     ("01002", "industrie", "C", "22.11Z", "22.11Y", "NN", "", 1, 0)),
    # Zero employees at the end of the year is a size.
    (row(8, commune="01004", tranche="00"),
     ("01004", "industrie", "C", "22.11Z", "22.11Y", "00", "O", 1, 0)),
    # Other sectors keep no detail; « 00.00Z », « [ND] » and a former code are unknown.
    (row(9, commune="01005", naf="62.01Z", naf_2025="62.10Y"),
     ("01005", "autre", "", "", "", "12", "O", 1, 0)),
    (row(10, commune="01006", naf="00.00Z", naf_2025=""),
     ("01006", "inconnu", "", "", "", "12", "O", 1, 0)),
    (row(11, commune="01007", naf="[ND]", naf_2025="[ND]"),
     ("01007", "inconnu", "", "", "", "12", "O", 1, 0)),
    (row(12, commune="01008", naf="28.5D", nomenclature="NAFRev1", naf_2025=""),
     ("01008", "inconnu", "", "", "", "12", "O", 1, 0)),
    # From 2027 the code is of the NAF 2025; a shop of one nomenclature is a maker of the other.
    (row(13, commune="01009", naf="35.15Y", nomenclature="NAF2025", naf_2025=""),
     ("01009", "industrie", "D", "", "35.15Y", "12", "O", 1, 0)),
    (row(14, commune="01010", naf="95.29Z", naf_2025="32.12Y"),
     ("01010", "autre", "", "", "32.12Y", "12", "O", 1, 0)),
]  # fmt: skip


@pytest.mark.parametrize("write", [write_csv, write_parquet, write_zip])
def test_each_row_that_means_something_is_counted(tmp_path: Path, write: Any) -> None:
    closed = row(50, commune="01011", etat="F", debut="2021-06-30")
    path = write(tmp_path, [*(given for given, _ in KEPT), closed])
    count = tidied(path, tmp_path / "out")
    assert (count.read, count.refused) == (len(KEPT) + 1, {})
    found = [tuple(one.values()) for one in table(tmp_path / "out", "etablissement_actif")]
    assert sorted(found) == sorted(expected for _, expected in KEPT)
    assert table(tmp_path / "out", "image_sirene") == [{"observe_le": dt.date(2026, 10, 30)}]


def test_names_never_enter_the_lake(tmp_path: Path) -> None:
    tidied(write_csv(tmp_path, [row(1), row(2, commune="6311")]), tmp_path / "out")
    written = list((tmp_path / "out").glob("*.parquet"))
    assert {one.stem for one in written} >= {"refus_etablissements", "etablissement_actif"}
    for path in written:
        told = str(table(path.parent, path.stem))
        assert "ENSEIGNE" not in told, path.stem
        assert row(2)["siret"] not in told, path.stem


def test_openings_and_closures_of_each_year(tmp_path: Path) -> None:
    lives = [
        ("1990-01-01", "A", "1990-01-01"), ("", "A", "2020-01-01"),  # unknown: before 2015
        ("2024-05-01", "A", "2024-05-01"), ("2016-02-01", "F", "2025-01-01"),
        ("2025-03-01", "F", "2025-09-01"), ("2001-01-01", "F", "2014-12-31"),
    ]  # fmt: skip
    rows = [row(number, creation=creation, etat=etat, debut=debut)
            for number, (creation, etat, debut) in enumerate(lives)]  # fmt: skip
    tidied(write_parquet(tmp_path, rows), tmp_path / "out")
    found = {
        one["annee"]: (one["stock_1er_janvier"], one["creations"], one["fermetures"])
        for one in table(tmp_path / "out", "demographie_industrie")
    }
    assert found[2015] == (2, 0, 0)
    assert found[2016] == (2, 1, 0)
    assert found[2024] == (3, 1, 0)
    assert found[2025] == (4, 1, 2)
    assert found[2026] == (3, 0, 0)
    assert max(found) == 2026


def test_a_repeated_establishment_or_a_renamed_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserFault) as twice:
        tidied(write_csv(tmp_path, [row(1), row(2), row(1)]), tmp_path / "a")
    assert [one.code for one in twice.value.faults] == ["doublon"]
    renamed = [one.replace("codeCommune", "code_commune") for one in HEADER]
    with pytest.raises(UserFault) as other:
        tidied(write_csv(tmp_path, [row(1)], header=renamed), tmp_path / "b")
    assert [one.code for one in other.value.faults] == ["colonne_absente"]


def test_a_big_file_repeated_in_part_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("essor.observatory.workbench.BIG", 1)
    rows = [row(number) for number in range(300)]
    assert tidied(write_parquet(tmp_path, rows), tmp_path / "a").read == 300
    with pytest.raises(UserFault) as twice:
        tidied(write_parquet(tmp_path, [*rows, *rows[20:120]]), tmp_path / "b")
    assert [one.code for one in twice.value.faults] == ["doublon"]


def test_an_archive_cut_or_of_several_files_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path, [row(number) for number in range(200)])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserFault) as cut:
        tidied(path, tmp_path / "a")
    assert [one.code for one in cut.value.faults] == ["fichier_illisible"]


def test_the_column_of_the_naf_2025_may_be_gone(tmp_path: Path) -> None:
    header = [one for one in HEADER if one != SHORT["naf_2025"]]
    rows = [row(1, naf="22.11Y", nomenclature="NAF2025")]
    opened = open_raw(SOURCE.files[0], write_csv(tmp_path, rows, header=header), tmp_path)
    assert (opened.missing, opened.new_columns) == ((SHORT["naf_2025"],), ())
    tidied(write_csv(tmp_path, rows, header=header), tmp_path / "out")
    (found,) = table(tmp_path / "out", "etablissement_actif")
    assert (found["naf_rev2"], found["naf_2025"], found["section"]) == ("", "22.11Y", "C")


codes = st.sampled_from(["22.11Z", "05.10Z", "39.00Z", "40.11Z", "35.11Z", "47.11A", "00.00Z", ""])
drawn = st.fixed_dictionaries({
    "commune": st.sampled_from(["63113", "75101", "75120", "2B033", "", "[ND]"]),
    "etat": st.sampled_from("AAF"), "diffusion": st.sampled_from("OP"), "naf": codes,
    "nomenclature": st.sampled_from(["NAFRev2", "NAFRev2", "NAP", "NAF2025"]),
    "tranche": st.sampled_from(["NN", "", "00", "12", "53"]),
    "employeur": st.sampled_from(["O", "N", ""]),
    "creation": st.sampled_from(["", "1900-01-01", "2014-12-31", "2015-01-01", "2026-01-02"]),
    "debut": st.sampled_from(["2014-12-31", "2019-07-01", "2026-10-01"]),
})  # fmt: skip


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(drawn, min_size=1, max_size=25), st.sampled_from([write_csv, write_parquet]))
def test_groups_add_up_to_a_plain_count(
    tmp_path: Path, given_rows: list[dict[str, str]], write: Any
) -> None:
    rows = [row(number, **one) for number, one in enumerate(given_rows)]
    count = tidied(write(tmp_path, rows), tmp_path / "out")
    kept = [one for one in given_rows if one["commune"] not in ("", "[ND]")]
    assert (count.read, count.kept) == (len(rows), len(kept))
    active = table(tmp_path / "out", "etablissement_actif")
    assert _counted(active, "nombre") == _plain(one for one in kept if one["etat"] == "A")
    moves = table(tmp_path / "out", "demographie_industrie")
    for year in (2015, 2019, 2026):
        assert _year(moves, year) == _plain_year(kept, year)


def _counted(rows: Iterable[Mapping[str, Any]], column: str) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    for one in rows:
        key = one["code_commune_insee"], one["secteur"], one["tranche_effectif"]
        counts[*key, one["caractere_employeur"]] += one[column]
    return counts


def _plain(rows: Iterable[Mapping[str, str]]) -> Counter[tuple[str, ...]]:
    return Counter(
        (_commune(one), _sector(one), one["tranche"] or "NN", one["employeur"]) for one in rows
    )


def _commune(one: Mapping[str, str]) -> str:
    return "75056" if one["commune"].startswith("751") else one["commune"]


def _sector(one: Mapping[str, str]) -> str:
    if one["nomenclature"] == "NAP" or one["naf"] in ("", "00.00Z"):
        return "inconnu"
    return "industrie" if 5 <= int(one["naf"][:2]) <= 39 else "autre"


def _year(rows: Iterable[Mapping[str, Any]], year: int) -> tuple[int, int, int]:
    mine = [one for one in rows if one["annee"] == year]
    stock, opened, closed = (
        sum(one[name] for one in mine) for name in ("stock_1er_janvier", "creations", "fermetures")
    )
    return stock, opened, closed


def _plain_year(rows: Iterable[Mapping[str, str]], year: int) -> tuple[int, int, int]:
    stock = opened = closed = 0
    for one in rows:
        if _sector(one) != "industrie":
            continue
        begun = int(one["creation"][:4] or 0)
        ended = int(one["debut"][:4]) if one["etat"] == "F" else 9999
        stock += begun < year <= ended
        opened += begun == year
        closed += ended == year
    return stock, opened, closed


@pytest.mark.shared
def test_real_establishments_of_another_town_are_all_counted(
    shared_dir: Path, tmp_path: Path
) -> None:
    """Shape only: the sample has six columns of its own, put here under the producer's names."""
    path = shared_dir / "data/sirene_echantillon/etablissements_metz_57463_6salaries_plus.csv"
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT siret, codenaf, trancheeffectif, codecommune FROM read_csv('{path}', "
            "all_varchar=true)"
        ).fetchall()
    rows = [
        {**row(0), "siret": siret, SHORT["naf"]: f"{naf[:2]}.{naf[2:]}", SHORT["tranche"]: tranche,
         SHORT["commune"]: commune}
        for siret, naf, tranche, commune in found
    ]  # fmt: skip
    count = tidied(write_csv(tmp_path, rows), tmp_path / "out")
    plain = Counter(
        (tranche, 5 <= int(naf[:2]) <= 39) for _, naf, tranche, _ in found if tranche != "99"
    )
    assert count.read == len(found)
    assert count.kept == sum(plain.values())
    counted: Counter[tuple[str, bool]] = Counter()
    for one in table(tmp_path / "out", "etablissement_actif"):
        counted[one["tranche_effectif"], one["secteur"] == "industrie"] += one["nombre"]
    assert counted == plain
