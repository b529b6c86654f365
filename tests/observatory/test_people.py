import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from essor.observatory import geography
from essor.observatory.catalogue import get_source
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.refresh import SourceReport, refresh
from tests.observatory.made import write_flores, write_zones
from tests.observatory.made_people import (
    TEXTS,
    URSSAF,
    URSSAF_COLUMNS,
    URSSAF_ROWS,
    write_people,
    write_urssaf,
)

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
MINE = (
    "anct_frr", "anct_zonages", "dares_part_femmes", "dares_tensions", "etalab_cog",
    "france_travail_demandeurs", "insee_emploi_lieu_travail", "insee_passage", "urssaf_branches",
)  # fmt: skip
OTHERS = ("insee_flores", "insee_zones_emploi")
TI = ("territoire", "ti-8404")


def bring(lake: Lake, folder: Path, *names: str) -> dict[str, SourceReport]:
    sources = [get_source(name) for name in names]
    return {one.source: one for one in refresh(lake=lake, sources=sources, folder=folder, at=AT)}


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Lake, dict[str, SourceReport]]]:
    """A lake with every good file, computed once: a refused file leaves it as it is."""
    faits = geography.shipped()
    communes = tuple(one for one in faits.geographie.communes if one.code_departement == "63")
    small = replace(faits, geographie=replace(faits.geographie, communes=communes))
    root = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geography, "shipped", lambda: small)
        files = root / "fichiers"
        files.mkdir()
        write_people(files)
        write_zones(files)
        write_flores(files, [("8408", "CG", 50, 60), ("8408", "CA", 20, 20)])
        lake = Lake(root / "lac")
        yield lake, bring(lake, files, *MINE, *OTHERS)


def value(lake: Lake, id_: str, niveau: str, code: str, rubrique: str = "") -> Value:
    found = [
        one
        for one in values_of(lake, niveau=niveau, code=code)
        if (one.indicator.id, one.rubrique) == (id_, rubrique)
    ]
    assert len(found) == 1, (id_, niveau, code, rubrique)
    return found[0]


READ_KEPT_REFUSED = {
    ("anct_frr", "communes"): (5, 3, ["classement", "code de commune"]),
    ("anct_zonages", "densite"): (3, 2, ["code de commune"]),
    ("anct_zonages", "ruralite"): (3, 1, ["code de commune", "pas connu"]),
    ("anct_zonages", "centralite"): (3, 1, ["code de commune", "pas connu"]),
    ("dares_part_femmes", "parts"): (7, 4, ["pas publiée", "période", "pourcentage"]),
    ("dares_tensions", "tensions"): (
        10, 5, ["classe de 1 à 5", "code du lieu", "métier parent", "ni catégorie", "échelon"],
    ),
    ("etalab_cog", "communes"): (7, 4, ["code de commune", "commune actuelle", "population"]),
    ("france_travail_demandeurs", "demandes"): (
        11, 5, ["code du lieu", "mois", "nombre entier", "plusieurs valeurs", "répétée"],
    ),
    ("insee_emploi_lieu_travail", "series"): (
        6, 2, ["nombre d'emplois", "partie régionale", "quatre chiffres", "total des secteurs"],
    ),
    ("insee_passage", "passages"): (7, 4, ["arrondissement", "cinq caractères", "pas une commune"]),
    ("urssaf_branches", "effectifs"): (5, 4, ["négatif"]),
}  # fmt: skip


@pytest.mark.parametrize("file", READ_KEPT_REFUSED, ids="/".join)
def test_each_row_is_kept_or_set_apart_with_its_reason(
    world: tuple[Lake, dict[str, SourceReport]], file: tuple[str, str]
) -> None:
    source, role = file
    report = world[1][source]
    assert report.state == "charge", report.faults
    read, kept, reasons = READ_KEPT_REFUSED[file]
    count = report.counts[role]
    assert (count.read, count.kept) == (read, kept), count.refused
    found = sorted(count.refused)
    assert len(found) == len(reasons), found
    for word in reasons:
        assert any(word in reason for reason in found), (word, found)


def harmed(name: str, how: str) -> bytes:
    """Give a file, harmed in one way."""
    text = TEXTS[name]
    lines = text.splitlines()
    if how == "renamed":
        column = lines[1].split('"')[1] if name.endswith("json") else lines[0].split(",")[0]
        column = column.split(";")[0].strip('"\ufeff')
        return text.replace(column, f"{column}_autre").encode()
    if how == "encoding":
        return text.replace("\ufeff", "").replace(lines[1], f"{lines[1]}é").encode("cp1252")
    if how == "cut":
        return text[: text.rindex(lines[-1]) - 3 - len(lines[-2]) // 2].encode()
    twice = lines[1] if name.endswith("csv") else lines[1].rstrip(",") + ","
    return text.replace(lines[1], f"{twice}\n{lines[1]}", 1).encode()


CODES = {
    "renamed": {"colonne_absente"},
    "encoding": {"fichier_illisible"},
    "cut": {"ligne_illisible", "fichier_illisible"},
    "twice": {"doublon"},
}


@pytest.mark.parametrize("how", CODES)
def test_a_harmed_file_is_refused_and_nothing_is_replaced(
    world: tuple[Lake, dict[str, SourceReport]], tmp_path: Path, how: str
) -> None:
    lake = world[0]
    before = lake.current()
    for name in TEXTS:
        (tmp_path / name).write_bytes(harmed(name, how))
    columns = URSSAF_COLUMNS.replace("a38", "a_38") if how == "renamed" else URSSAF_COLUMNS
    rows = (*URSSAF_ROWS, URSSAF_ROWS[0]) if how == "twice" else URSSAF_ROWS
    write_urssaf(tmp_path, *rows, columns=columns)
    if how in ("encoding", "cut"):
        (tmp_path / URSSAF).write_bytes((tmp_path / URSSAF).read_bytes()[:-20])
    tolerant = {"france_travail_demandeurs"} if how == "twice" else set()
    reports = bring(lake, tmp_path, *(one for one in MINE if one not in tolerant))
    assert {name: one.state for name, one in reports.items()} == dict.fromkeys(reports, "refuse")
    for name, report in reports.items():
        assert CODES[how] & {fault.code for fault in report.faults}, (name, report.faults)
    assert lake.current()["sources"] == before["sources"]


def test_industry_is_told_by_each_source_apart(
    world: tuple[Lake, dict[str, SourceReport]],
) -> None:
    lake = world[0]
    urssaf = value(lake, "emploi_industriel_urssaf", *TI)
    assert (urssaf.value, urssaf.lieu.code, urssaf.source_rows) == (150, "8408", 2)
    assert value(lake, "emploi_industriel_flores", *TI).value == 80
    assert value(lake, "emploi_industriel_urssaf", "france", "FR").value == 160
    assert value(lake, "part_industrie_urssaf", *TI).value == pytest.approx(30)
    assert value(lake, "part_industrie_flores", *TI).value == 100
    change = value(lake, "evolution_industrie", *TI)
    assert change.value == pytest.approx(0)
    assert change.vintage == "2019-2024"
    assert value(lake, "concentration_industrie", *TI).value == pytest.approx(0.75**2 + 0.25**2)
    assert value(lake, "emploi_total", *TI).value == 200
    assert value(lake, "emploi_total", "france", "FR").value == 250, "no part counts twice"


def test_jobseekers_of_small_communes_make_an_interval(
    world: tuple[Lake, dict[str, SourceReport]],
) -> None:
    lake = world[0]
    whole = value(lake, "demandeurs_emploi", *TI)
    assert (whole.status, whole.value, whole.low, whole.high) == ("intervalle", None, 1100, 1500)
    clermont = value(lake, "demandeurs_emploi", "commune", "63113")
    assert (clermont.value, clermont.vintage) == (1000, "2024-12")
    assert value(lake, "demandeurs_emploi", "commune", "63014").status == "sans_donnee"


def test_tension_is_the_class_and_an_absent_class_is_a_bound(
    world: tuple[Lake, dict[str, SourceReport]],
) -> None:
    lake = world[0]
    trade = "D6Z\u00a0· Techniciens de la mécanique"
    mine = value(lake, "tension_metiers_industriels", *TI, trade)
    assert (mine.value, mine.lieu.niveau, mine.lieu.code) == (5, "departement", "63")
    region = value(lake, "tension_metiers_industriels", "region", "02", trade)
    assert region.value == 4, "« reg » is read with its space, its code on two digits"
    share = value(lake, "metiers_industriels_tendus", *TI)
    assert (share.status, share.value, share.low, share.high) == ("intervalle", None, 50, 100)
    assert value(lake, "metiers_industriels_tendus", "france", "FR").value == 50
    women = value(lake, "part_femmes_metiers_industriels", *TI, trade)
    assert (women.value, women.lieu.niveau, women.vintage) == (12.6, "france", "2017-2019")
    assert value(lake, "part_femmes_metiers_industriels", *TI, "Ensemble des métiers").value == 48.3


def test_people_and_zonings_add_up(world: tuple[Lake, dict[str, SourceReport]]) -> None:
    lake = world[0]
    people = value(lake, "population_municipale", *TI)
    assert (people.value, people.source_rows) == (150, 2), "an absent population is not a zero"
    assert value(lake, "population_municipale", "departement", "63").value == 200
    assert value(lake, "communes_frr", *TI).value == 1
    assert value(lake, "communes_frr", "commune", "63113").value == 0
    assert value(lake, "population_frr", *TI).value == pytest.approx(100 / 3)
    partly = value(lake, "population_frr", "departement", "63")
    assert (partly.status, partly.low, partly.high) == ("intervalle", 25, 50)
    assert value(lake, "communes_densite", *TI, "Ceintures urbaines").value == 1
    urban = "Hors champ : DOM ou commune urbaine"
    assert value(lake, "communes_ruralite", *TI, urban).value == 1
    assert value(lake, "communes_centralite", *TI, ZONE_MAJEURE).value == 1


ZONE_MAJEURE = "Centre majeur d'équipements et de services"
