import datetime as dt
from pathlib import Path

import pytest

from essor.observatory.catalogue import get_source, list_sources
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from essor.observatory.reading import values_of
from essor.observatory.refresh import SourceReport, refresh
from tests.observatory.made import ZONES, write_flores, write_series, write_zones

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
CLERMONT, MOND_ARVERNE = "246300701", "200069177"


def bring(lake: Lake, folder: Path, *names: str) -> dict[str, SourceReport]:
    sources = [get_source(name) for name in names]
    return {one.source: one for one in refresh(lake=lake, sources=sources, folder=folder, at=AT)}


def test_every_description_reads_and_every_indicator_names_known_sources() -> None:
    known = {source.name for source in list_sources()}
    assert known
    for indicator in list_indicators():
        assert set(indicator.sources) <= known, indicator.id


def test_an_empty_folder_loads_nothing_and_says_so(lake: Lake, folder: Path) -> None:
    (report,) = bring(lake, folder, "insee_flores").values()
    assert report.state == "absent"
    statuses = {one.status for one in values_of(lake, niveau="territoire", code="ti-8404")}
    assert statuses == {"non_charge"}


def test_a_territory_adds_its_intercommunalites(lake: Lake, folder: Path) -> None:
    write_series(folder, [
        (CLERMONT, "epci", 2024, 100), (MOND_ARVERNE, "epci", 2024, 7),
        ("63113", "communes", 2024, 60),
        (CLERMONT, "epci", 2023, 90), ("63113", "bv", 2024, 999), ("ZZZZZZZZZ", "epci", 2024, 5),
    ])  # fmt: skip
    report = bring(lake, folder, "urssaf_effectifs_prives")["urssaf_effectifs_prives"]
    count = report.counts["series"]
    assert (count.read, count.kept, sorted(count.refused.values())) == (6, 4, [1, 1])
    found = values_of(lake, niveau="territoire", code="ti-8404", latest=False)
    jobs = {one.vintage: one for one in found if one.indicator.id == "emploi_salarie_prive"}
    assert {year: (one.value, one.source_rows) for year, one in jobs.items()} == {"2024": (107, 2)}
    assert "2023" not in jobs, "a territory with a member missing is not added up"


def test_a_zone_is_shown_for_the_territory_it_covers(lake: Lake, folder: Path) -> None:
    write_zones(folder)
    write_flores(folder, [
        ("8408", "CG", 50, 60), ("8408", "GZ", 40, 40), ("0051", "CG", 10, 20),
        ("0051", "GZ", 80, None),
    ])  # fmt: skip
    bring(lake, folder, "insee_zones_emploi", "insee_flores")
    found = values_of(lake, niveau="territoire", code="ti-8404")
    by = {(one.indicator.id, one.rubrique): one for one in found}
    quotient = by["quotient_localisation", "CG"]
    assert quotient.lieu.nom == "Clermont-Ferrand"
    assert quotient.value == pytest.approx((60 / 100) / (80 / 120))
    assert quotient.low is not None
    assert quotient.high is not None
    assert quotient.low < quotient.value < quotient.high
    assert by["emploi_branche", "CG"].value == 60


# Local inventories, interfaces, large files: none of them is among the shared files.


BROKEN = {
    "renamed": (ZONES.replace("codgeo", "code_geo"), "utf-8", "colonne_absente"),
    "encoding": (ZONES, "cp1252", "fichier_illisible"),
    "repeated column": (ZONES + ",codgeo", "utf-8", "colonne_double"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_changed_file_is_refused_and_the_last_good_version_stays(
    lake: Lake, folder: Path, broken: str
) -> None:
    header, encoding, code = BROKEN[broken]
    write_zones(folder)
    assert bring(lake, folder, "insee_zones_emploi")["insee_zones_emploi"].state == "charge"
    before = lake.current()
    extra = ",63113" if broken == "repeated column" else ""
    write_zones(folder, f"63113,Clermont-Férrand,x,8408,y{extra}", header=header, encoding=encoding)
    report = bring(lake, folder, "insee_zones_emploi")["insee_zones_emploi"]
    assert (report.state, [fault.code for fault in report.faults]) == ("refuse", [code])
    assert lake.current() == before
    assert lake.manifest("insee_zones_emploi")["tables"] == {"zone_emploi_commune": 2}  # type: ignore[index]


def test_a_truncated_or_repeated_file_is_refused(lake: Lake, folder: Path) -> None:
    rows = [f"63{n:03},Commune {n},z,8408,Zone" for n in range(1, 11)]
    write_zones(folder, *rows)
    bring(lake, folder, "insee_zones_emploi")
    write_zones(folder, *rows[:4])
    cut = bring(lake, folder, "insee_zones_emploi")["insee_zones_emploi"]
    assert [fault.code for fault in cut.faults] == ["fichier_tronque"]
    write_zones(folder, *rows, rows[0].replace("8408", "8410"))
    twice = bring(lake, folder, "insee_zones_emploi")["insee_zones_emploi"]
    assert [fault.code for fault in twice.faults] == ["doublon"]
    write_zones(folder, *rows, "63011,Com")
    ragged = bring(lake, folder, "insee_zones_emploi")["insee_zones_emploi"]
    assert [fault.code for fault in ragged.faults] == ["ligne_illisible"]
    flores = write_flores(folder, [("8408", "CG", 1, 2)])
    flores.write_bytes(flores.read_bytes()[:-20])
    parquet = bring(lake, folder, "insee_flores")["insee_flores"]
    assert [fault.code for fault in parquet.faults] == ["fichier_illisible"]


def test_the_same_files_change_nothing(lake: Lake, folder: Path) -> None:
    write_zones(folder)
    bring(lake, folder, "insee_zones_emploi")
    before = lake.current()
    assert bring(lake, folder, "insee_zones_emploi")["insee_zones_emploi"].state == "inchange"
    assert lake.current() == before
