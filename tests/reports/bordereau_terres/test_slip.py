"""The slip says what the line says, what is unknown, and what is invented."""

import pytest

from essor.engines.terres.registre.lines import Genre
from essor.reports.bordereau_terres.facts import slip_facts
from essor.reports.bordereau_terres.sheet import slip_document, slip_pdf
from essor.reports.document.blocks import Document
from tests.engines.terres.registre.made import SIRET, TODAY, champs


def document(genre: Genre, **changes: str | None) -> Document:
    facts = slip_facts(
        champs(genre, **changes), genre=genre, territory="Un territoire", edited_on=TODAY,
        is_demonstration=True,
    )  # fmt: skip
    return slip_document(facts)


@pytest.mark.parametrize("genre", Genre)
def test_the_slip_of_each_register_names_the_load(genre: Genre):
    texts = document(genre).texts()
    for said in ("TEXS-1", "18,5", "17 05 04", SIRET, "Inventé pour la démonstration"):
        assert any(said in text for text in texts), said
    assert not any("BSDD" in text for text in texts)


def test_a_dangerous_load_says_that_another_slip_is_needed():
    texts = document(Genre.SORTANT, wasteCode="17 05 03*", wasteIsDangerous="OUI").texts()
    assert any("BSDD" in text for text in texts)


def test_what_is_unknown_says_so():
    texts = document(Genre.SORTANT, volume=None, parcelNumbers=None, parcelInseeCodes=None).texts()
    assert "non publié" in texts


def test_it_is_a_pdf():
    facts = slip_facts({}, genre="sortant", territory="T", edited_on=TODAY, is_demonstration=False)
    assert slip_pdf(facts).startswith(b"%PDF")
