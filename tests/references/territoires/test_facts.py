"""What Essor ships: the programme, every commune of France, where they come from."""

import csv
from collections import Counter
from datetime import date

import pytest

from essor.foundations.codes import parse_code_commune_insee, parse_siren
from essor.references.territoires.carte.shapes import CARTE_DIR
from essor.references.territoires.publish import assemble_shipped, write_carte, write_facts
from essor.references.territoires.rattachement import attach_communes
from essor.references.territoires.summaries import summarise
from essor.references.territoires.tables import FACTS_DIR, faits_as_files, load_faits


@pytest.fixture(scope="module")
def shipped():
    return load_faits()


def test_the_numbers_of_the_programme(shipped):
    perimetre = shipped.perimetre
    assert (len(perimetre.territoires), len(perimetre.membres)) == (183, 641)
    assert Counter(m.nature.value for m in perimetre.membres) == {
        "epci": 626,
        "ept": 3,
        "commune": 12,
    }
    rows, doubles = attach_communes(membres=perimetre.membres, communes=shipped.geographie.communes)
    assert (len(rows), doubles) == (18_639, ())
    assert {r.code_territoire for r in rows} == {t.code_territoire for t in perimetre.territoires}


def test_every_commune_of_france_is_there(shipped):
    communes = shipped.geographie.communes
    assert len(communes) == len({c.code_commune_insee for c in communes}) == 34_969
    assert sum(c.siren_epci is None for c in communes) == 98
    departements = {c.code_departement for c in communes}
    assert departements == {d.code_departement for d in shipped.geographie.departements}
    assert {"2A", "2B", "75", "971", "976", "975", "987", "988"} <= departements


def test_codes_are_valid_and_point_to_something(shipped):
    geographie = shipped.geographie
    known = {g.siren for g in geographie.groupements}
    communes = {c.code_commune_insee for c in geographie.communes}
    for c in geographie.communes:
        assert parse_code_commune_insee(c.code_commune_insee) == c.code_commune_insee
        assert {c.siren_epci, c.siren_ept} - {None} <= known
    for siren in known | {m.siren for m in shipped.perimetre.membres}:
        assert parse_siren(siren) == siren
    assert {r.code_commune_insee for r in geographie.rattachees} <= communes


def test_populations_are_those_of_the_producer(shipped):
    fiche = next(f for f in summarise(shipped) if f.resume.code_territoire == "ti-8404")
    assert (fiche.resume.communes, fiche.resume.population_municipale) == (48, 337_709)
    by_siren = {g.siren: g for g in shipped.geographie.groupements}
    metropole = by_siren["246300701"]
    assert (metropole.population_municipale, metropole.population_totale) == (296_677, 302_259)
    sums = Counter()
    for c in shipped.geographie.communes:
        for siren in (c.siren_epci, c.siren_ept):
            sums[siren] += c.population_municipale or 0
    assert all(sums[g.siren] == g.population_municipale for g in by_siren.values())


def test_a_commune_of_grand_paris_belongs_by_its_ept(shipped):
    rows, _ = attach_communes(
        membres=shipped.perimetre.membres, communes=shipped.geographie.communes
    )
    found = {r.code_commune_insee: (r.code_territoire, r.siren_membre) for r in rows}
    assert found["92025"] == ("ti-1101", "200057990")  # Colombes, Boucle Nord de Seine
    assert "75056" not in found


def test_every_fact_has_its_source(shipped):
    for publication in (shipped.perimetre.publication, shipped.geographie.publication):
        assert publication.href.startswith("https://")
        assert publication.licence == "Licence Ouverte 2.0"
        assert all(len(digest) == 64 for digest in publication.files.values())
    assert shipped.perimetre.publication.valid_from == date(2024, 7, 4)


def test_files_are_small_and_written_as_they_are_read(shipped):
    for path in [*FACTS_DIR.rglob("*.csv"), *CARTE_DIR.glob("*.csv")]:
        assert path.stat().st_size < 300 * 1024, path
    for name, content in faits_as_files(shipped).items():
        assert (FACTS_DIR / name).read_text(encoding="utf-8") == content, name


def test_no_file_is_left_over(shipped):
    names = {p.relative_to(FACTS_DIR).as_posix() for p in FACTS_DIR.rglob("*") if p.is_file()}
    assert names == set(faits_as_files(shipped))


def test_a_reader_of_the_csv_needs_no_code():
    with (FACTS_DIR / "communes" / "63.csv").open(encoding="utf-8", newline="") as stream:
        row = next(r for r in csv.DictReader(stream) if r["code_commune_insee"] == "63113")
    assert row["nom"] == "Clermont-Ferrand"
    assert row["population_municipale"] == "147751"
    assert row["codes_postaux"] == "63000 63100"


@pytest.mark.shared
def test_the_producers_files_give_the_same_bytes(shared_dir, shipped, tmp_path):
    anct = shared_dir / "data/territoires_industrie/ti_phase2_183_polygones.geojson"
    assembled = assemble_shipped(
        anct=anct,
        cog=shared_dir / "data/cog",
        read_on=shipped.perimetre.publication.read_on,
    )
    assert assembled.remarks == ()
    assert write_facts(assembled, FACTS_DIR) == []
    written = write_facts(assembled, tmp_path)
    assert len(written) == len(faits_as_files(shipped))
    assert write_facts(assembled, tmp_path) == []


@pytest.mark.shared
def test_the_producers_polygons_give_the_same_map(shared_dir):
    assert not write_carte(
        territoires=shared_dir / "data/territoires_industrie/ti_phase2_183_polygones.geojson",
        regions=shared_dir / "data/contours/regions-1000m.geojson",
        folder=CARTE_DIR,
    )
