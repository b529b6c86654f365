"""The shipped samples say of ti-8404 what the whole data say, and nothing of anybody else."""

import csv
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from essor.commands import observatoire
from essor.foundations.errors import UserFault
from essor.observatory import sample_loading
from essor.observatory.catalogue import get_source, list_sources
from essor.observatory.indicators.compute import VALUES
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.refresh import refresh
from essor.observatory.sample_extraction import extract_samples
from essor.observatory.sample_loading import load_samples
from essor.observatory.samples import Sample, list_samples, sample_of

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
MAX_BYTES = 400_000

# What a sample cannot say of ti-8404 as the whole data do, and why; absent rather than wrong.
SHORTER = {"part_femmes_metiers_industriels": "2005"}  # history from this year only, for its size
ADDED_REST = {  # the other zones are one row: same value for the country, fewer rows under it
    "emploi_branche", "emploi_industriel_flores", "emploi_industriel_urssaf", "emploi_total",
    "evolution_industrie", "part_industrie_flores", "part_industrie_urssaf",
    "concentration_industrie",
}  # fmt: skip
# Above the territory, what is counted commune by commune is left out: the sum would be of a part.
BY_COMMUNE = {
    "communes_centralite", "communes_densite", "communes_frr", "communes_ruralite",
    "emissions_ets", "emissions_irep", "friches_non_verifiees", "friches_verifiees",
    "population_frr", "population_municipale", "prix_median_logement", "sites_irep",
    "subventions_etat", "subventions_etat_par_habitant", "subventions_taux_a_verifier",
}  # fmt: skip

Key = tuple[str, str, str, str, str]


def by_key(lake: Lake, *, latest: bool) -> dict[Key, tuple[object, ...]]:
    found = values_of(lake, niveau="territoire", code="ti-8404", latest=latest)
    return {
        key(one): (*map(settled, (one.value, one.low, one.high)), one.status, rows(one))
        for one in found
    }


def settled(number: float | None) -> str:
    """Write a number without its last digits: a sum depends on the order of its terms."""
    return "" if number is None else f"{number:.12g}"


def key(one: Value) -> Key:
    return one.indicator.id, one.lieu.niveau, one.lieu.code, one.rubrique, one.vintage


def rows(one: Value) -> int | None:
    is_rest = one.lieu.niveau == "france" and one.indicator.id in ADDED_REST
    return None if is_rest else one.source_rows


@pytest.fixture
def copied(lake_of_samples: Lake, tmp_path: Path) -> Lake:
    shutil.copytree(lake_of_samples.root, tmp_path / "copie")
    return Lake(tmp_path / "copie")


def every_row() -> Iterator[tuple[Sample, str, dict[str, str]]]:
    for sample in list_samples():
        for table in sample.cuts:
            with sample.path(table).open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    yield sample, table, row


def test_every_source_has_a_sample_or_no_national_file() -> None:
    without = {one.name for one in list_sources()} - {one.source for one in list_samples()}
    assert not {"insee_flores", "etalab_cog", "urssaf_effectifs_prives"} & without
    for sample in list_samples():
        source = get_source(sample.source)
        assert sample.licence == source.licence, sample.source
        assert sample.territoire == "ti-8404"
        assert next(iter(sample.cuts)) == source.tables[0].name
        header = (source.folder / "sample.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert header.split(",") == [one.name for one in source.tables[0].columns]
    size = sum(one.path(table).stat().st_size for one in list_samples() for table in one.cuts)
    assert size < MAX_BYTES


def test_no_sample_names_a_person_or_a_place_far_away() -> None:
    for sample, table, row in every_row():
        if (commune := row.get("code_commune_insee")) and table != "passage_commune":
            assert commune.startswith("63"), (sample.source, row)
        assert not row.get("producteur"), row


def test_a_lake_of_samples_answers_for_its_territory_only(lake_of_samples: Lake) -> None:
    assert lake_of_samples.samples() == {one.source for one in list_samples()}
    found = {one.indicator.id: one for one in values_of(
        lake_of_samples, niveau="territoire", code="ti-8404")}  # fmt: skip
    assert found["emploi_salarie_prive"].value == 118_073 + 4_777
    assert found["emploi_salarie_prive"].is_sample
    assert found["emploi_salarie_prive"].as_dict()["echantillon"] is True
    others = values_of(lake_of_samples, niveau="territoire", code="ti-7601")
    assert {one.status for one in others} == {"non_charge"}
    neighbour = values_of(lake_of_samples, niveau="commune", code="63300")  # Riom, same departement
    assert {one.status for one in neighbour} == {"non_charge"}
    marts = lake_of_samples.marts_folder()
    assert marts is not None
    with duckdb.connect() as connection:
        places = connection.execute(
            f"SELECT DISTINCT niveau, code FROM read_parquet('{marts / VALUES}') "
            "WHERE niveau IN ('epci', 'territoire', 'zone_emploi', 'departement', 'region')"
        ).fetchall()
    assert set(places) == {
        ("epci", "246300701"), ("epci", "200069177"), ("territoire", "ti-8404"),
        ("zone_emploi", "8408"), ("departement", "63"), ("region", "84"),
    }  # fmt: skip


def test_a_sample_never_replaces_real_data_which_replace_it(copied: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "fichiers"
    folder.mkdir()
    header = "codgeo,libgeo,ze_2020,codze2020,libze2020\n"
    (folder / "communes_zones_emploi_2020.csv").write_text(
        header + "63113,Clermont-Ferrand,x,8408,Clermont-Ferrand\n", encoding="utf-8"
    )
    source = get_source("insee_zones_emploi")
    (report,) = refresh(lake=copied, sources=[source], folder=folder, at=AT)
    assert report.state == "charge", "a short real file is not compared with a sample"
    assert "insee_zones_emploi" not in copied.samples()
    before = copied.current()
    states = {one.source: one.state for one in load_samples(lake=copied, at=AT)}
    assert states.pop("insee_zones_emploi") == "reel"
    assert set(states.values()) == {"inchange"}
    assert copied.current() == before


def test_a_faulty_sample_replaces_nothing(
    copied: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = copied.current()
    sample = sample_of("insee_zones_emploi")
    assert sample is not None
    folder = tmp_path / "faux"
    shutil.copytree(sample.folder, folder)
    with (folder / "sample.csv").open("a", encoding="utf-8") as stream:
        stream.write("63113,8408,Encore\n")
    broken = Sample(
        source=sample.source, territoire=sample.territoire, niveaux=sample.niveaux,
        read_on=sample.read_on, origin=sample.origin, licence=sample.licence, cuts=sample.cuts,
        folder=folder,
    )  # fmt: skip
    monkeypatch.setattr(sample_loading, "list_samples", lambda: (broken,))
    with pytest.raises(UserFault) as refused:
        load_samples(lake=copied, at=AT)
    assert [one.code for one in refused.value.faults] == ["doublon"]
    assert copied.current() == before


def test_the_command_says_what_is_a_sample(
    copied: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "espace"
    monkeypatch.setenv("ESSOR_DIR", str(workspace))
    shutil.copytree(copied.root, workspace / "observatoire")
    done = CliRunner().invoke(observatoire.group, ["echantillons"])
    assert done.exit_code == 0, done.output
    assert "insee_flores\u00a0: échantillon déjà là, 143 lignes" in done.output
    assert "ti-8404 seulement" in done.output
    told = CliRunner().invoke(observatoire.group, ["montrer", "--territoire", "ti-8404"])
    assert "122\xa0850 · 2024 · échantillon livré avec Essor" in told.output


def test_a_lake_of_samples_has_nothing_to_cut_out(lake_of_samples: Lake, tmp_path: Path) -> None:
    with pytest.raises(UserFault, match="en entier"):
        extract_samples(lake=lake_of_samples, out=tmp_path)


@pytest.mark.shared
def test_samples_and_whole_data_say_the_same_of_the_territory(
    lake_of_samples: Lake, lake_of_shared: Lake
) -> None:
    for latest in (True, False):
        sampled = by_key(lake_of_samples, latest=latest)
        whole = {
            one: value
            for one, value in by_key(lake_of_shared, latest=latest).items()
            if one[4] >= SHORTER.get(one[0], "")
            and set(_sources(one[0])) <= lake_of_samples.samples()
        }
        assert sampled.items() >= whole.items()
        assert {one[0] for one in set(sampled) - set(whole)} <= _not_in(lake_of_samples)


@pytest.mark.shared
def test_every_value_of_the_samples_is_a_value_of_the_whole_data(
    lake_of_samples: Lake, lake_of_shared: Lake
) -> None:
    """For each place of the samples; and what they leave out is above the territory."""
    ours, theirs = lake_of_samples.marts_folder(), lake_of_shared.marts_folder()
    key = "id, niveau, code, rubrique, vintage, status"
    differs = " OR ".join(
        f"(o.{one} IS NULL) <> (t.{one} IS NULL) OR abs(o.{one} - t.{one}) > 1e-9 * abs(t.{one})"
        for one in ("value", "low", "high")
    )
    with duckdb.connect() as connection:
        for view, folder in (("ours", ours), ("theirs", theirs)):
            assert folder is not None
            path = folder / VALUES
            connection.execute(f"CREATE VIEW {view} AS SELECT * FROM read_parquet('{path}')")
        only_here = f"SELECT {key} FROM ours EXCEPT SELECT {key} FROM theirs"
        assert connection.execute(only_here).fetchall() == []
        other = f"SELECT {key} FROM ours AS o JOIN theirs AS t USING ({key}) WHERE {differs}"
        assert connection.execute(other).fetchall() == []
        missing = connection.execute(
            "SELECT DISTINCT t.id, t.niveau FROM theirs AS t ANTI JOIN ours AS o "
            "USING (id, niveau, code, rubrique, vintage) "
            "WHERE (t.niveau, t.code) IN (SELECT (niveau, code) FROM ours) "
            "AND NOT list_contains(?, t.id) AND list_contains(?, t.id)",
            [list(SHORTER), [one for one in _all() if set(_sources(one)) <= _sampled()]],
        ).fetchall()
    assert {one for one, _ in missing} == BY_COMMUNE
    assert {niveau for _, niveau in missing} == {"departement", "region", "france"}
    only_grants = {one for one, niveau in missing if niveau == "departement"}
    assert only_grants == {one for one in BY_COMMUNE if one.startswith("subventions")}


@pytest.mark.shared
def test_the_shipped_files_are_those_cut_out_of_the_whole_data(
    lake_of_shared: Lake, tmp_path: Path
) -> None:
    extract_samples(lake=lake_of_shared, out=tmp_path)
    for sample in list_samples():
        for table in sample.cuts:
            shipped = sample.path(table)
            cut = tmp_path / sample.source / shipped.name
            assert cut.read_bytes() == shipped.read_bytes(), (sample.source, shipped.name)


def _sources(indicator: str) -> tuple[str, ...]:
    return _all()[indicator]


def _all() -> dict[str, tuple[str, ...]]:
    from essor.observatory.indicators.definition import list_indicators

    return {one.id: one.sources for one in list_indicators()}


def _sampled() -> set[str]:
    return {one.source for one in list_samples()}


def _not_in(lake: Lake) -> set[str]:
    return {one for one, sources in _all().items() if not set(sources) <= lake.samples()}
