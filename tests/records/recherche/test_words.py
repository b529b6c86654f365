"""What a word is and which word answers which: no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essor.records.recherche.analysis import impacts_of, phrase_text
from essor.records.recherche.declared import Text
from essor.records.recherche.snippets import cut, mark, surface
from essor.records.recherche.words import (
    EXACT,
    MOST_WORDS,
    STEM,
    AskedWord,
    closeness,
    farthest_typo,
    read_question,
    words_of,
)

SIRET = "73282932000074"  # the example of the INSEE's own documentation


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("friche", "friches"),
        ("réhabilitées", "Réhabilitation"),
        ("depolluer", "dépollution"),
        ("œuvre", "Oeuvres"),
        ("chevaux", "cheval"),
        ("A9", "a09"),
        ("entreprise", "entreprises"),
    ],
)
def test_forms_of_a_word_meet(asked: str, written: str):
    word = read_question(asked + " ").words[0]
    assert max(closeness(word, one) for one in words_of(written)) >= STEM


@pytest.mark.parametrize(("asked", "written"), [("port", "pont"), ("A1", "a10"), ("2026", "2027")])
def test_other_words_stay_apart(asked: str, written: str):
    assert closeness(AskedWord(asked.lower()), written) == 0


def test_a_number_is_found_with_or_without_its_spaces():
    for written in (SIRET, "732 829 320 00074", "732\u202f829\u202f320\u00a000074"):
        assert SIRET in words_of(f"Siège : {written}.")
        assert "732829320" in words_of(f"Siège : {written}.")
        assert read_question(written).words[0].text == SIRET
    assert read_question("732 829 320").words[0].text == "732829320"
    assert [one.text for one in read_question("732 829 321").words] == ["732", "829", "321"]


def test_a_question_keeps_its_phrases_and_the_word_being_typed():
    asked = read_question("« Banque de France » impri")
    assert asked.phrases == ("banque de france",)
    assert asked.words == (
        AskedWord("impri", is_prefix=True), AskedWord("banque"), AskedWord("france")
    )  # fmt: skip
    assert read_question("imprimerie ").words == (AskedWord("imprimerie"),)
    assert read_question("").is_empty
    assert read_question("la ").words == (AskedWord("la"),), "a silent word alone is searched"


@given(st.text())
def test_any_text_makes_a_question_of_bounded_size(text: str):
    asked = read_question(text)
    assert len(asked.words) <= MOST_WORDS
    assert all(word.text == word.text.lower() for word in asked.words)


@given(st.text())
def test_marking_loses_no_letter(text: str):
    assert "".join(piece.text for piece in mark(text, read_question("friche a09"))) == text


@given(st.text(alphabet="abc é'-.\n", max_size=600), st.integers(0, 599))
def test_an_extract_is_short_and_comes_from_the_text(text: str, first: int):
    extract = cut(text, min(first, max(len(text) - 1, 0))).strip("…")
    assert len(extract) <= 360
    assert extract in " ".join(text.split()) or not extract.strip()


def test_every_word_of_a_text_answers_itself():
    text = "L'ancienne imprimerie de la Banque de France, à Chamalières (63), 25 000 m²"
    for word in words_of(text):
        assert closeness(AskedWord(word), word) == EXACT


def test_weights_grow_with_the_title_and_fall_with_the_length():
    title, body = Text("titre", "titre", 4), Text("texte", "texte")
    in_title = impacts_of([(title, "friche"), (body, "sol")])["friche"]
    in_body = impacts_of([(title, "sol"), (body, "friche")])["friche"]
    in_long = impacts_of([(title, "sol"), (body, "friche " + "mot autre " * 200)])["friche"]
    assert 1000 > in_title > in_body > in_long >= 1


def test_a_phrase_never_runs_from_a_field_to_the_next():
    assert " banque de france " in phrase_text(["Banque de France", "imprimerie"])
    assert " france imprimerie " not in phrase_text(["Banque de France", "imprimerie"])


def test_a_correction_is_written_as_the_text_writes_it():
    assert surface(["Étude de Dépollution"], "depollution") == "dépollution"


def test_codes_and_short_words_forgive_no_wrong_letter():
    assert [farthest_typo(word) for word in ("a09", "eau", "sols", "depollution")] == [0, 0, 1, 2]
