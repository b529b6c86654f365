import json
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.codes import parse_naf_2025, parse_naf_rev2
from essor.foundations.codes.naf_lists import NACE_REV2_1_CLASSES, NAF_REV2_SOUS_CLASSES
from essor.foundations.errors import UserFault

# Read in the Sirene directory, column activitePrincipaleNAF25Etablissement.
SEEN = (
    "10.71H 43.21G 43.22H 43.41H 43.91Y 47.11G 47.12H 49.33G 52.25Y 53.20G 56.11J 68.32G "
    "70.20Y 71.20G 81.21Y 86.94G 95.31G 96.21G"
)


def fault_of(parse, text):
    with pytest.raises(UserFault) as caught:
        parse(text)
    return caught.value.faults[0]


def test_lists_have_the_official_sizes():
    assert len(NAF_REV2_SOUS_CLASSES) == 732
    assert len({code[:5] for code in NAF_REV2_SOUS_CLASSES}) == 615
    assert len({code[:2] for code in NAF_REV2_SOUS_CLASSES}) == 88
    assert len(NACE_REV2_1_CLASSES) == 651
    assert len({code[:2] for code in NACE_REV2_1_CLASSES}) == 87


@given(st.sampled_from(sorted(NAF_REV2_SOUS_CLASSES)), st.booleans(), st.booleans())
def test_rev2_every_writing_gives_the_official_one(code, has_point, is_lower):
    text = code if has_point else code.replace(".", "")
    assert parse_naf_rev2(f"\u00a0{text.lower() if is_lower else text} ") == code


@given(st.integers(0, 9999), st.sampled_from(ascii_uppercase))
def test_rev2_accepts_the_list_and_nothing_else(number, letter):
    code = f"{number // 100:02}.{number % 100:02}{letter}"
    if code in NAF_REV2_SOUS_CLASSES:
        assert parse_naf_rev2(code) == code
    else:
        assert fault_of(parse_naf_rev2, code).code == "inconnu"


def test_rev2_wrong_letter_lists_the_right_ones():
    assert fault_of(parse_naf_rev2, "20.13Z").expected == "20.13A ou 20.13B"


def test_rev2_class_of_the_other_nomenclature_is_said():
    assert "NAF 2025" in fault_of(parse_naf_rev2, "47.12Z").message


@pytest.mark.parametrize("text", ["", "25.11", "2511ZZ", "25-11Z", "２５.11Z", "C25"])
def test_rev2_other_shapes_are_refused(text):
    assert fault_of(parse_naf_rev2, text).code in {"vide", "forme"}


@pytest.mark.parametrize("code", SEEN.split())
def test_2025_accepts_codes_in_use(code):
    assert parse_naf_2025(code.replace(".", "").lower()) == code


@given(st.sampled_from(sorted(NAF_REV2_SOUS_CLASSES)))
def test_2025_refuses_every_code_of_rev2(code):
    assert fault_of(parse_naf_2025, code).code == "mauvaise_nomenclature"


def test_2025_unknown_class_is_refused():
    assert fault_of(parse_naf_2025, "45.11Y").code == "inconnu"


@pytest.mark.shared
def test_rev2_list_is_that_of_insee(shared_dir):
    text = (shared_dir / "data/nomenclatures/naf_rev2_codes_naf.json").read_text(encoding="utf-8")
    assert {row["id"] for row in json.loads(text) if len(row["id"]) == 6} == NAF_REV2_SOUS_CLASSES
