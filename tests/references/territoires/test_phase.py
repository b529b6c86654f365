"""The phase of a list is recognised by what it holds, and never guessed."""

import pytest

from essor.foundations.errors import UserFault
from essor.references.territoires.phase import choose_phase, detect_phase
from essor.references.territoires.producers.liste import (
    CommunePubliee,
    ListePubliee,
    MembrePublie,
)
from essor.references.territoires.publish import read_liste
from essor.references.territoires.tables import load_faits
from tests.references.territoires.miniature import CLERMONT, MEMBRES, MOND_ARVERNE, NOMS, faits

COUNTS = {"2018-2022": 2, "2023-2027": 3}


def liste(*rows, communes=()):
    return ListePubliee(
        noms={code: code for code, _ in (*rows, *communes)},
        membres=tuple(MembrePublie(code_territoire=c, siren=s, nom="") for c, s in rows),
        communes=tuple(
            CommunePubliee(code_territoire=c, code_commune_insee=i, nom="") for c, i in communes
        ),
        file_name="liste.csv",
    )


def detect(published):
    return detect_phase(liste=published, known=faits(), expected_counts=COUNTS)


def settle(published, asked=None):
    return choose_phase(
        evidence=detect(published), asked=asked, current="2023-2027", file="liste.csv"
    )


SAME = liste(*((code, siren) for siren, code, *_ in MEMBRES))
OLD = liste(("ti-8404", "552081317"), ("ti-1101", CLERMONT))


def test_a_new_edition_of_the_known_phase_is_recognised_when_it_grew():
    grown = liste(*((code, siren) for siren, code, *_ in MEMBRES), ("ti-8404", "552081317"))
    assert detect(grown).phase == "2023-2027"
    assert settle(grown) == "2023-2027"


def test_a_list_of_communes_is_recognised_too():
    rows = (("ti-8404", "63113"), ("ti-7506", "23067"), ("ti-1101", "92004"))
    assert detect(liste(communes=rows)).phase == "2023-2027"


def test_the_same_codes_for_other_places_are_another_phase():
    found = detect(OLD)
    assert (found.phase, found.territoires, found.shared) == ("2018-2022", 2, 0)


def test_an_archive_is_loaded_only_when_asked_for():
    with pytest.raises(UserFault, match="--phase 2018-2022"):
        settle(OLD)
    assert settle(OLD, asked="2018-2022") == "2018-2022"


def test_a_list_is_not_loaded_under_the_other_phase():
    with pytest.raises(UserFault, match="pas 2023-2027"):
        settle(OLD, asked="2023-2027")
    with pytest.raises(UserFault, match="pas 2018-2022"):
        settle(SAME, asked="2018-2022")


def test_doubt_is_said():
    odd = liste(("ti-8404", MOND_ARVERNE), *((f"ti-840{n}", "552081317") for n in range(5, 9)))
    assert detect(odd).phase is None
    with pytest.raises(UserFault, match="pas certaine"):
        settle(odd)
    assert settle(odd, asked="2023-2027") == "2023-2027"
    with pytest.raises(UserFault, match="Phase inconnue"):
        settle(odd, asked="2030-2034")


def test_names_alone_prove_nothing():
    empty = ListePubliee(noms=NOMS, file_name="x.csv")
    assert detect(empty).phase is None


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "phase", "territoires"),
    [
        ("ti_149_polygones_superposeurV2.geojson", "2018-2022", 149),
        ("ti_149_epci.csv", "2018-2022", 149),
        ("ti_phase2_183_polygones.geojson", "2023-2027", 183),
        ("ti_phase2_epci.csv", "2023-2027", 183),
    ],
)
def test_the_real_lists(shared_dir, name, phase, territoires):
    found = detect_phase(
        liste=read_liste(shared_dir / "data/territoires_industrie" / name),
        known=load_faits(),
        expected_counts={"2018-2022": 149, "2023-2027": 183},
    )
    assert (found.phase, found.territoires) == (phase, territoires)
