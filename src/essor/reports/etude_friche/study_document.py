"""The whole study document, from its facts: the same blocks for the PDF and for Word."""

from essor.foundations.french import format_date, format_number
from essor.reports.document.blocks import Block, Document
from essor.reports.document.pdf import render_pdf
from essor.reports.document.word import render_word
from essor.reports.etude_friche.chapters.annex import annex
from essor.reports.etude_friche.chapters.comparison import comparison, limits
from essor.reports.etude_friche.chapters.map import site_map
from essor.reports.etude_friche.chapters.method import method
from essor.reports.etude_friche.chapters.opening import opening
from essor.reports.etude_friche.chapters.results import results, tables_annex
from essor.reports.etude_friche.chapters.site import numbers_annex, site
from essor.reports.etude_friche.chapters.uncertainty import uncertainty
from essor.reports.etude_friche.facts import StudyFacts, StudySheet

BODY = (opening, site, site_map, results, uncertainty, comparison, limits)
ANNEXES = (method, numbers_annex, tables_annex, annex)
LABEL = "DÉMONSTRATION — étude faite des seuls faits publiés, sans valeur d'engagement"
FORMATS = {"pdf": render_pdf, "docx": render_word}
"""Ending of the file -> renderer."""
SHORT_HASH = 16


def study_document(facts: StudyFacts) -> Document:
    """Lay the facts out in chapters."""
    sheet = facts.sheet
    blocks: list[Block] = [block for chapter in (*BODY, *ANNEXES) for block in chapter(facts)]
    subtitle = f"{sheet.territoire} · étude calculée le {format_date(sheet.edited_on)}"
    return Document(
        title=sheet.titre,
        subtitle=subtitle if sheet.territoire else subtitle.removeprefix(" · "),
        label=LABEL if sheet.is_demonstration else "",
        footer=_footer(sheet),
        edited_on=sheet.edited_on,
        blocks=tuple(blocks),
    )


def _footer(sheet: StudySheet) -> str:
    said = (
        "Essor",
        f"moteur {sheet.engine_version}",
        f"graine {sheet.seed}",
        f"{format_number(sheet.draws)} tirages",
        f"paramètres au {format_date(sheet.parameters_on)}",
        f"données SHA-256 {sheet.inputs_sha256[:SHORT_HASH]}…",
    )
    return " · ".join(said)
