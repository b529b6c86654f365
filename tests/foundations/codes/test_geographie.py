import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.codes import (
    departement_of,
    parse_code_commune_insee,
    parse_code_departement,
    parse_code_region,
    parse_siren_epci,
)
from essor.foundations.codes.commune import commune_of_arrondissement
from essor.foundations.codes.region import REGIONS
from essor.foundations.errors import UserFault

# Written out by hand, as the obvious judge of the regular expressions.
DEPARTEMENTS = {f"{number:02}" for number in range(1, 96) if number != 20} | {"2A", "2B"}
OUTRE_MER = {"971", "972", "973", "974", "975", "976", "977", "978"}
COLLECTIVITES = {"984", "986", "987", "988", "989"}
ALL = DEPARTEMENTS | OUTRE_MER | COLLECTIVITES


def accepts(parse, text):
    try:
        return parse(text) == text
    except UserFault:
        return False


@given(st.text("0123456789AB", max_size=6))
def test_commune_agrees_with_the_list_of_departements(text):
    prefix = text[:3] if text[:2] in ("97", "98") else text[:2]
    rest = text[len(prefix) :]
    expected = len(text) == 5 and prefix in ALL and rest.isdigit()
    assert accepts(parse_code_commune_insee, text) == expected


def test_departement_accepts_the_list_and_nothing_else():
    candidates = {f"{number:02}" for number in range(1000)} | {"2A", "2B", "2C", "20", "00"}
    assert {text for text in candidates if accepts(parse_code_departement, text)} == ALL


@pytest.mark.parametrize(
    ("text", "code"),
    [("2a004", "2A004"), (" 63 113 ", "63113"), ("97411", "97411"), ("98735", "98735")],
)
def test_commune_official_writing_is_returned(text, code):
    assert parse_code_commune_insee(text) == code


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("20004", "perime", "Corse"),
        ("1004", "longueur", "01004"),
        ("63O58", "caractere", "63058"),
        ("97901", "inconnu", "97411"),
        ("631", "longueur", "3 caractères"),
        ("6", "longueur", "1 caractère au lieu"),
        ("OABCD", "inconnu", "63113"),
        ("", "vide", "vide"),
    ],
)
def test_commune_faults_say_what_is_wrong(text, code, part):
    with pytest.raises(UserFault) as caught:
        parse_code_commune_insee(text)
    assert caught.value.faults[0].code == code
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("commune", "departement"), [("63113", "63"), ("2A004", "2A"), ("97411", "974")]
)
def test_departement_of_a_commune(commune, departement):
    assert departement_of(parse_code_commune_insee(commune)) == departement


@pytest.mark.parametrize(
    ("code", "commune"),
    [("75101", "75056"), ("13216", "13055"), ("69389", "69123"), ("63113", "63113")],
)
def test_commune_of_arrondissement(code, commune):
    assert commune_of_arrondissement(parse_code_commune_insee(code)) == commune


def test_region_merged_in_2016_names_its_heir():
    with pytest.raises(UserFault) as caught:
        parse_code_region("83")
    assert caught.value.faults[0].expected == "84 (Auvergne-Rhône-Alpes)"


def test_region_lost_zero_is_explained():
    with pytest.raises(UserFault) as caught:
        parse_code_region("4")
    assert caught.value.faults[0].expected == "04"


@pytest.mark.parametrize("text", ["00", "99", "", "AURA", "840"])
def test_region_unknown_is_refused(text):
    assert not accepts(parse_code_region, text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("215800467", "commune"), ("356000000", "pas_epci"), ("246300700", "cle")],
)
def test_epci_other_numbers_are_refused(text, code):
    with pytest.raises(UserFault) as caught:
        parse_siren_epci(text)
    assert caught.value.faults[0].code == code


@pytest.mark.shared
class TestAgainstTheOfficialGeographicCode:
    """The shapes accept every code in force."""

    def test_every_commune(self, shared_dir):
        with gzip.open(shared_dir / "data/cog/communes.json.gz", "rt", encoding="utf-8") as file:
            communes = json.load(file)
        assert len(communes) > 35_000
        for commune in communes:
            code = parse_code_commune_insee(commune["code"])
            # A merged commune keeps its code when its département changes; one in force does not.
            if commune["type"] == "commune-actuelle":
                assert departement_of(code) == commune["departement"]

    def test_every_epci_and_ept(self, shared_dir):
        folder = shared_dir / "data/cog"
        with gzip.open(folder / "epci.json.gz", "rt", encoding="utf-8") as file:
            groupings = json.load(file)
        groupings += json.loads((folder / "ept.json").read_text(encoding="utf-8"))
        assert len(groupings) == 1266
        assert all(accepts(parse_siren_epci, grouping["code"]) for grouping in groupings)

    def test_every_region(self, shared_dir):
        text = (shared_dir / "data/cog/regions.json").read_text(encoding="utf-8")
        regions = {region["code"]: region["nom"] for region in json.loads(text)}
        two_digits = {code: name for code, name in regions.items() if len(code) == 2}
        assert two_digits == REGIONS
