import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.foundations.text import fold, fold_words, without_spaces


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Montant\u00a0€\u202fHT ", "montant € ht"),
        ("Maître d’œuvre", "maitre d'oeuvre"),
        ("L\u02bcÎle–d\u2011Abeau", "l'ile-d-abeau"),
        ("ÉLU·E RÉFÉRENT·E", "elu·e referent·e"),
        ("Saint\u00adÉtienne", "saintetienne"),
        ("a\n\tb", "a b"),
        ("", ""),
    ],
)
def test_fold_spellings_meet(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text("éèêëàâäîïôöùûüçœæÉÈÀÇŒ abcXYZ'’-–\u00a0", max_size=30))
def test_fold_ignores_case_and_composition(text):
    assert fold(text.upper()) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text("éèêëàâäîïôöùûüçœæÉÈÀÇŒ abcXYZ'’-–\u00a0", max_size=30))
def test_fold_french_gives_plain_ascii(text):
    assert fold(text).isascii()


def test_fold_words_finds_a_name_typed_by_hand():
    assert fold_words("Saint-Étienne") == fold_words("saint etienne")
    assert fold_words("L'Isle-d'Abeau") == "l isle d abeau"


def test_without_spaces_drops_invisible_ones():
    assert without_spaces("\ufeff246\u00a0300\u202f701\u200b ") == "246300701"
