"""« Mon site est-il dans un Territoire d’industrie ? », answered from the shipped facts."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.references.territoires.answers import Verdict
from essor.references.territoires.repertoire import Repertoire, shipped_repertoire
from tests.references.territoires.miniature import faits


@pytest.fixture(scope="module")
def france() -> Repertoire:
    return shipped_repertoire()


@pytest.mark.parametrize(
    "text",
    ["63113", " 63 113 ", "clermont-ferrand", "CLERMONT FERRAND", "Clermont‑Ferrand", "63000"],
)  # fmt: skip
def test_clermont_however_it_is_typed(france, text):
    answer = france.find_commune(text)
    assert answer.verdict is Verdict.DEDANS
    assert answer.territoire.code_territoire == "ti-8404"
    assert answer.as_dict()["trouve"] is True
    assert answer.as_dict()["territoire"] == "ti-8404"
    assert "4\u00a0juillet\u00a02024" in answer.explanation
    assert "Clermont Auvergne Métropole" in answer.explanation


def test_outside_is_said_plainly(france):
    answer = france.find_commune("63453")
    assert answer.verdict is Verdict.DEHORS
    assert not answer.is_found
    assert "hors Territoire d’industrie" in answer.explanation
    assert answer.as_dict()["territoire"] is None


def test_a_code_that_is_also_a_postal_code_says_so(france):
    answer = france.find_commune("63113")
    assert answer.commune.nom == "Clermont-Ferrand"
    assert "Picherande" in answer.notes[0]


def test_a_postal_code_taken_for_an_insee_code_offers_the_other_reading(france):
    answer = france.find_commune("63100")  # Châteauneuf by INSEE, Clermont-Ferrand by post
    assert answer.commune.nom == "Châteauneuf-les-Bains"
    assert "Clermont-Ferrand" in answer.notes[0]
    assert [c.code_territoire for c in answer.candidates] == ["ti-8404"]


def test_the_start_of_a_name_is_not_taken_for_a_short_name(france):
    assert france.find_commune("saint").total > 3000  # not « Le Saint », in Morbihan
    assert france.find_commune("havre").commune.nom == "Le Havre"
    assert france.find_commune("port").total == 3


def test_an_old_code_that_is_a_living_postal_code_is_not_guessed(france):
    answer = france.find_commune("75005")  # Paris 5e by post, Aubervilliers before 1968
    assert answer.verdict is Verdict.PLUSIEURS
    assert [c.nom for c in answer.candidates] == ["Paris", "Aubervilliers"]


@pytest.mark.parametrize(
    ("code", "commune", "nature"),
    [
        ("75101", "75056", "arrondissement municipal"),
        ("69381", "69123", "arrondissement municipal"),
        ("13201", "13055", "arrondissement municipal"),
        ("02825", "02738", "commune associée"),
    ],
)
def test_a_district_or_an_associated_commune_answers_through_its_commune(
    france, code, commune, nature
):
    answer = france.find_commune(code)
    assert answer.commune.code_commune_insee == commune
    assert nature in answer.explanation
    assert "aujourd’hui" in answer.explanation


def test_namesakes_are_told_apart_by_their_department(france):
    answer = france.find_commune("saint denis")
    assert answer.verdict is Verdict.PLUSIEURS
    labels = [c.label() for c in answer.candidates]
    assert labels[:2] == ["Saint-Denis (974)", "Saint-Denis (93)"]
    assert answer.total == len(labels)


def test_a_long_list_is_cut_and_says_so(france):
    answer = france.find_commune("saint")
    assert len(answer.candidates) == 20
    assert answer.total > 3000
    assert "20 plus peuplées" in answer.explanation


def test_saint_is_written_short(france):
    short, long = (france.find_commune(f"{s}-Étienne-de-Baïgorry") for s in ("St", "Saint"))
    assert short.commune == long.commune
    assert short.commune.code_commune_insee == "64477"


@pytest.mark.parametrize("text", ["", "  ", "zzzz", "99999", "-", "«»"])
def test_what_is_no_commune_is_refused_with_an_example(france, text):
    with pytest.raises(UserFault) as error:
        france.find_commune(text)
    assert "63113" in error.value.faults[0].expected or "commune" in error.value.faults[0].expected


def test_a_group_a_part_of_a_group_and_the_rest(france):
    assert france.find_siren("246300701").territoire.code_territoire == "ti-8404"
    paris = france.find_siren("200054781")
    assert paris.verdict is Verdict.PARTIEL
    assert [t.code_territoire for t in paris.territoires] == ["ti-1101", "ti-1104", "ti-1105"]
    assert not paris.is_found
    assert france.find_siren("216301135").commune.nom == "Clermont-Ferrand"


def test_a_company_is_not_placed_without_an_extract(france):
    answer = france.find_siren("552081317")
    assert answer.verdict is Verdict.INCONNU
    assert "entreprise" in answer.explanation
    answer = france.find_siret("55208131766522")
    assert answer.verdict is Verdict.INCONNU
    assert "extrait SIRENE" in answer.explanation
    assert answer.as_dict()["trouve"] is False


def test_an_extract_places_an_establishment_even_by_a_district_code():
    placed = Repertoire(faits(), etablissements={"55208131766522": "63999"})
    answer = placed.find_siret("552 081 317 66522")
    assert answer.territoire.code_territoire == "ti-8404"
    assert answer.rattachee.nom == "Montferrand"
    assert answer.question == "55208131766522"


def test_the_commune_of_an_extract_is_never_read_as_a_postal_code(france):
    placed = Repertoire(france.faits, etablissements={"55208131766522": "75005"})
    answer = placed.find_siret("55208131766522")  # 75005: Aubervilliers, before 1968
    assert answer.commune.nom == "Aubervilliers"
    assert (answer.notes, answer.candidates) == ((), ())


def test_the_siret_of_a_public_body_is_answered_with_a_reserve(france):
    answer = france.find_siret("24630070100017")
    assert answer.territoire.code_territoire == "ti-8404"
    assert "collectivité" in answer.notes[0]


@pytest.mark.parametrize("text", ["24630070", "246300702", "24630070100018", "abc"])
def test_a_misspelt_number_is_refused(france, text):
    with pytest.raises(UserFault):
        (france.find_siret if len(text) == 14 else france.find_siren)(text)


def test_every_commune_of_france_has_an_answer(france):
    inside = 0
    for commune in france.faits.geographie.communes:
        answer = france.find_commune(commune.code_commune_insee)
        assert answer.commune == commune
        inside += answer.is_found
    assert inside == 18_639


def test_every_name_of_france_finds_its_commune(france):
    for commune in france.faits.geographie.communes[::37]:
        answer = france.find_commune(commune.nom)
        found = {c.code_commune_insee for c in answer.candidates}
        assert (
            answer.commune == commune
            or commune.code_commune_insee in found
            or (answer.total > len(found))
        )


def test_every_old_code_has_an_answer(france):
    for attached in france.faits.geographie.rattachees[::7]:
        answer = france.find_commune(attached.code)
        codes = {c.code_commune_insee for c in answer.candidates}
        if answer.commune:
            codes.add(answer.commune.code_commune_insee)
        assert codes & {attached.code_commune_insee, attached.code}


def test_suggestions_are_the_most_populated_first(france):
    found = france.suggest("cler", limit=5)
    assert found[0].nom == "Clermont-Ferrand"
    assert found[0].code_territoire == "ti-8404"
    assert len(found) == 5
    assert france.suggest("") == ()
    assert france.suggest("zzzz") == ()


@given(st.text(max_size=30))
def test_any_text_is_answered_or_refused(text):
    places = Repertoire(faits())
    for ask in (places.find_commune, places.find_siren, places.find_siret, places.find):
        with suppress(UserFault):
            answer = ask(text)
            assert answer.explanation
            assert answer.as_dict()["perimetre_du"] == "2024-07-04"
