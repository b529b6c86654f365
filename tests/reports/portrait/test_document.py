"""The document says what the page says, and what a reader must keep in mind."""

from essor.observatory.portrait.portrait import portrait_of
from essor.reports.document.pdf import render_pdf
from essor.reports.portrait.document import NOTHING, portrait_document
from essor.reports.portrait.facts import PortraitFacts
from tests.observatory.portrait.made_facts import BASIN, TODAY, facts, value


def test_every_sentence_is_in_the_document_with_its_source() -> None:
    seen = facts(value("difficulte_recrutement", BASIN, 61.6, 75.5))
    portrait = portrait_of(seen)
    document = portrait_document(
        PortraitFacts(nom="Ici", code="ti-8404", portrait=portrait, sources=(), edited_on=TODAY)
    )
    texts = "\n".join(document.texts())
    (sentence,) = portrait.sentences
    assert f"{sentence.text} [France Travail, 2024]" in texts
    assert sentence.caution in texts
    assert NOTHING in texts, "two groups have nothing to say"
    assert render_pdf(document).startswith(b"%PDF")
