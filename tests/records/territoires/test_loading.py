"""Versions add up, never overwrite, and say what changed."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from essor.foundations.errors import UserFault
from essor.records.journal.models import Operation
from essor.records.territoires import queries
from essor.records.territoires.actions import load_etablissements, load_perimetre
from essor.records.territoires.models import (
    CogVersion,
    Etablissement,
    PerimetreCommune,
    PerimetreMembre,
    PerimetreTerritoire,
    PerimetreVersion,
    Territoire,
)
from tests.references.territoires.miniature import (
    CLERMONT,
    COMMUNES,
    MEMBRES,
    MOND_ARVERNE,
    NOMS,
    PUBLICATION,
    commune,
    faits,
    geographie,
)

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def load(content, **options):
    return load_perimetre(faits=content, author=None, at=AT, **options)


def later_list(**options):
    return faits(publication=replace(PUBLICATION, valid_from=dt.date(2027, 3, 1)), **options)


def test_the_same_content_is_loaded_once():
    first, second = load(faits()), load(faits())
    assert (first.is_new, second.is_new) == (True, False)
    assert second.version == first.version
    assert PerimetreVersion.objects.count() == CogVersion.objects.count() == 1
    assert Operation.objects.count() == 1


def test_a_dry_run_says_the_same_and_writes_nothing():
    preview = load(faits(), dry_run=True)
    assert preview.version is None
    assert not Territoire.objects.exists()
    assert preview.changes == load(faits()).changes


def test_a_new_list_is_a_new_version_and_the_old_one_stays():
    old = load(faits()).version
    membres = tuple(m for m in MEMBRES if m[0] != MOND_ARVERNE)
    result = load(later_list(membres=membres, noms=NOMS | {"ti-8404": "Clermont Industrie"}))
    assert [c.sentence() for c in result.changes] == [
        "~ territoire ti-8404\u00a0: Clermont Arverne Industrie → Clermont Industrie",
        "- membre 200069177 (CC Mond'Arverne Communauté)\u00a0: ti-8404",
        "- commune 63457 (Vic-le-Comte)\u00a0: ti-8404",
        "~ population ti-8404 (Clermont Industrie)\u00a0: 163787 → 158451",
    ]
    assert result.replaced == old
    assert (old.numero, result.version.numero) == (1, 2)
    assert queries.get_territoire("ti-8404").resume.nom == "Clermont Industrie"
    before = queries.get_territoire("ti-8404", on=dt.date(2027, 2, 28))
    assert (before.resume.nom, before.resume.membres) == ("Clermont Arverne Industrie", 2)
    assert queries.compare_versions(old, result.version) == result.changes
    assert queries.compare_versions(result.version, result.version) == ()


def test_the_perimeter_of_a_day():
    load(faits())
    load(later_list(noms=NOMS | {"ti-8404": "Autre nom"}))
    assert queries.perimetre_version(on=dt.date(2026, 1, 1)).numero == 1
    assert queries.perimetre_version(on=dt.date(2027, 3, 1)).numero == 2
    assert queries.perimetre_version().numero == 2
    with pytest.raises(UserFault, match="à cette date"):
        queries.perimetre_version(on=dt.date(2024, 7, 3))


def test_an_older_list_loaded_afterwards_does_not_become_the_current_one():
    load(faits())
    older = replace(PUBLICATION, valid_from=dt.date(2023, 11, 14))
    result = load(faits(publication=older, noms=NOMS | {"ti-8404": "Premier nom"}))
    assert result.replaced is None
    assert queries.get_territoire("ti-8404").resume.nom == "Clermont Arverne Industrie"
    assert queries.get_territoire("ti-8404", on=dt.date(2024, 1, 1)).resume.nom == "Premier nom"


def test_a_new_geography_makes_a_new_version_from_its_day():
    load(faits())
    communes = (*COMMUNES, commune("63454", "Vertaizon", "216304543", CLERMONT, 3_500))
    content = faits(geo=geographie(communes, vintage="2027", valid_from=dt.date(2027, 1, 1)))
    result = load(content)
    assert result.version.valid_from == dt.date(2027, 1, 1)
    assert result.version.cog_version.vintage == "2027"
    assert [c.code for c in result.changes] == ["63454", "ti-8404"]
    assert queries.find_commune("63454").is_found
    with pytest.raises(UserFault):
        queries.find_commune("63454", on=dt.date(2026, 6, 1))


def test_two_phases_live_side_by_side():
    load(faits())
    archive = faits(
        phase="2018-2022",
        noms={"ti-8404": "Un autre territoire"},
        membres=MEMBRES[3:],
        publication=replace(PUBLICATION, valid_from=dt.date(2018, 11, 22)),
    )
    load(archive)
    assert queries.get_territoire("ti-8404").resume.nom == "Clermont Arverne Industrie"
    old = queries.get_territoire("ti-8404", phase="2018-2022")
    assert (old.resume.nom, old.resume.phase) == ("Un autre territoire", "2018-2022")
    assert Territoire.objects.filter(code="ti-8404").count() == 2


def test_nothing_loaded_is_said():
    assert not queries.has_perimetre()
    with pytest.raises(UserFault, match="essor territoires charger"):
        queries.list_territoires()


def test_the_database_refuses_a_member_in_two_territories():
    version = load(faits()).version
    other = PerimetreTerritoire.objects.get(version=version, territoire__code="ti-1101")
    with pytest.raises(IntegrityError), transaction.atomic():
        PerimetreMembre.objects.create(
            version=version,
            perimetre_territoire=other,
            nature="epci",
            siren=CLERMONT,
            nom_publie="encore",
        )


def test_the_database_refuses_a_commune_in_two_territories():
    row = PerimetreCommune.objects.filter(version=load(faits()).version).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        PerimetreCommune.objects.create(version=row.version, membre=row.membre, commune=row.commune)


@pytest.mark.parametrize(("nature", "code"), [("commune", ""), ("epci", "63113"), ("autre", "")])
def test_the_database_refuses_a_member_of_no_sound_nature(nature, code):
    version = load(faits()).version
    inside = PerimetreTerritoire.objects.filter(version=version).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        PerimetreMembre.objects.create(
            version=version,
            perimetre_territoire=inside,
            nature=nature,
            siren="552081317",
            nom_publie="x",
            code_commune_insee=code,
        )


def test_the_database_refuses_an_unknown_phase():
    with pytest.raises(IntegrityError), transaction.atomic():
        Territoire.objects.create(code="ti-8404", phase="2030-2034", nom="x")


def test_establishments_place_a_siret():
    load(faits())
    assert not queries.trouver("552 081 317 66522").is_found
    extrait = load_etablissements(
        pairs=[("55208131766522", "63032")],
        file_name="extrait.csv",
        sha256="a" * 64,
        author=None,
        at=AT,
    )
    assert extrait.etablissements == 1
    assert queries.trouver("552 081 317 66522").territoire.code_territoire == "ti-8404"
    again = load_etablissements(
        pairs=[], file_name="extrait.csv", sha256="a" * 64, author=None, at=AT
    )
    assert again == extrait
    load_etablissements(
        pairs=[("55208131766522", "93001")],
        file_name="suivant.csv",
        sha256="b" * 64,
        author=None,
        at=AT,
    )
    assert Etablissement.objects.get().code_commune_insee == "93001"
    assert not queries.trouver("55208131766522").is_found
