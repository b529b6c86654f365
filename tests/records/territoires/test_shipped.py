"""The database says what the shipped facts say, for every commune of France."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essor.foundations.errors import UserFault
from essor.records.journal.models import Operation
from essor.records.territoires import queries
from essor.records.territoires.models import (
    Commune,
    PerimetreCommune,
    PerimetreMembre,
    Territoire,
)
from essor.references.territoires.answers import Answer
from essor.references.territoires.repertoire import shipped_repertoire
from essor.references.territoires.summaries import summarise
from essor.references.territoires.tables import load_faits

pytestmark = pytest.mark.usefixtures("shipped")

SAMPLE = 60


def outcome(ask, text: str) -> Answer | str:
    try:
        return ask(text)
    except UserFault as error:
        return str(error)


def test_the_programme_is_whole(shipped):
    assert shipped.is_new
    assert Territoire.objects.filter(phase="2023-2027").count() == 183
    natures = list(PerimetreMembre.objects.values_list("nature", flat=True))
    assert len(natures) == 641
    assert {n: natures.count(n) for n in set(natures)} == {"epci": 626, "ept": 3, "commune": 12}
    assert PerimetreCommune.objects.count() == 18_639
    assert Commune.objects.count() == 34_969


def test_the_load_is_written_in_the_journal(shipped):
    operation = Operation.objects.get(kind="territoire.perimetre.charger")
    assert operation.author_label == "Essor"
    kinds = {event.object_kind for event in operation.events.all()}
    assert kinds == {"territoires.cogversion", "territoires.perimetreversion"}


def test_clermont(shipped):
    fiche = queries.get_territoire("ti-8404")
    assert fiche.resume.nom == "Clermont Arverne Industrie"
    assert (fiche.resume.communes, fiche.resume.population_municipale) == (48, 337_709)
    assert [(m.siren, m.communes, m.population_municipale) for m in fiche.membres] == [
        ("246300701", 21, 296_677),
        ("200069177", 27, 41_032),
    ]


def test_every_sheet_is_that_of_the_facts(shipped):
    for expected in summarise(load_faits())[::20]:
        assert queries.get_territoire(expected.resume.code_territoire) == expected


def test_every_line_of_the_list_is_that_of_the_facts(shipped):
    assert queries.list_territoires() == tuple(f.resume for f in summarise(load_faits()))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_commune_gets_the_same_answer_from_the_database_and_from_the_facts(shipped, seed):
    pure = shipped_repertoire()
    communes = random.Random(seed).sample(pure.faits.geographie.communes, SAMPLE)
    for commune in communes:
        for text in (commune.code_commune_insee, commune.nom):
            assert outcome(queries.find_commune, text) == outcome(pure.find_commune, text), text
        if commune.siren_commune:
            siren = commune.siren_commune
            assert queries.find_siren(siren) == pure.find_siren(siren)


def test_every_old_code_gets_the_same_answer(shipped):
    pure = shipped_repertoire()
    for attached in random.Random(3).sample(pure.faits.geographie.rattachees, SAMPLE):
        for text in (attached.code, attached.nom or attached.code):
            assert outcome(queries.find_commune, text) == outcome(pure.find_commune, text), text


def test_every_group_gets_the_same_answer(shipped):
    pure = shipped_repertoire()
    for groupement in random.Random(4).sample(pure.faits.geographie.groupements, SAMPLE):
        assert queries.find_siren(groupement.siren) == pure.find_siren(groupement.siren)


@pytest.mark.parametrize(
    "text",
    ["st denis", "saint", "63113", "63000", "01340", "le port", "port", "a", "Œuilly", "paris 1",
     "zzz", "99999", "2A004", "l'isle", "  clermont  ferrand ", "\u00a063113"],
)  # fmt: skip
def test_what_people_type_gets_the_same_answer(shipped, text):
    pure = shipped_repertoire()
    assert outcome(queries.find_commune, text) == outcome(pure.find_commune, text)
    assert queries.suggest_communes(text) == pure.suggest(text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("63113", 8),
        ("75101", 8),
        ("63000", 8),
        ("saint", 8),
        ("Clermont-Ferrand", 8),
        ("246300701", 8),
        ("200054781", 8),
        ("24630070100017", 9),
    ],
)
def test_an_answer_costs_a_bounded_number_of_queries(shipped, text, bound):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queries.trouver(text)
    assert len(captured) <= bound, [q["sql"][:90] for q in captured]


def test_lists_cost_a_bounded_number_of_queries(shipped):
    for ask, bound in (
        (queries.list_territoires, 3),
        (queries.list_regions, 3),
        (lambda: queries.get_territoire("ti-7603"), 5),
        (lambda: queries.suggest_communes("clermont"), 6),
    ):
        with CaptureQueriesContext(connection) as captured:
            ask()
        assert len(captured) <= bound, [q["sql"][:90] for q in captured]


def test_one_field_takes_a_siret_a_siren_or_a_commune(shipped):
    assert queries.trouver("246 300 701").territoire.code_territoire == "ti-8404"
    assert queries.trouver("24630070100017").territoire.code_territoire == "ti-8404"
    assert queries.trouver("Cournon-d'Auvergne").territoire.code_territoire == "ti-8404"


def test_search_and_region(shipped):
    assert [t.code_territoire for t in queries.list_territoires(search="arverne")] == ["ti-8404"]
    assert {t.code_territoire for t in queries.list_territoires(region="84")} >= {
        "ti-8404",
        "ti-7603",
    }
    assert len(queries.list_regions()) == 18


def test_unknown_territory(shipped):
    with pytest.raises(UserFault) as error:
        queries.get_territoire("ti-9999")
    assert error.value.faults[0].code == "territoire_inconnu"
