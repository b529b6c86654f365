"""A document as a Word file with real headings, captions, repeated table heads and alt texts."""

import datetime as dt
import io
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from essor.reports.document.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Link,
    Links,
    Paragraph,
    Table,
    Tone,
)
from essor.reports.document.pdf import render_picture
from essor.reports.document.plain import plain, titled

ACCENT, WARM, MUTED = RGBColor(0x1F, 0x5F, 0x8B), RGBColor(0xA3, 0x4A, 0x12), RGBColor(74, 74, 74)
BODY, SMALL, SMALLEST = Pt(10), Pt(8.5), Pt(7)
TEXT_WIDTH_CM = 17.0
FONT = "Calibri"


def render_word(document: Document) -> bytes:
    """Write the document as .docx."""
    word = docx.Document()
    _set_up(word, document)
    title = word.add_paragraph(titled(document.title), style="Title")
    title.paragraph_format.keep_with_next = True
    word.add_paragraph(plain(document.subtitle), style="Subtitle")
    counts = {"Tableau": 0, "Figure": 0}
    for block in document.blocks:
        _write(word, block, counts)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: Any, document: Document) -> None:
    day = document.edited_on
    core = word.core_properties
    core.title, core.author, core.language = titled(document.title), "Essor", "fr-FR"
    core.created = core.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001
    core.comments = ""
    _styles(word)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    if document.label:
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(header, document.label, size=SMALL, color=WARM, is_bold=True)
    footer = section.footer.paragraphs[0]
    _run(footer, f"{document.footer} · page ", size=SMALLEST, color=MUTED)
    _field(footer, "PAGE")
    _run(footer, " sur ", size=SMALLEST, color=MUTED)
    _field(footer, "NUMPAGES")


def _styles(word: Any) -> None:
    """One family, our colours, French as the language of every style."""
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
        font = word.styles[name].font
        font.name = FONT
        properties = word.styles[name].element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(key), FONT)
        if name != "Normal":
            font.color.rgb = MUTED if name in ("Subtitle", "Caption") else ACCENT
    word.styles["Normal"].font.size = BODY
    word.styles["Title"].font.size = Pt(20)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)


def _write(word: Any, block: Block, counts: dict[str, int]) -> None:
    match block:
        case Heading():
            heading = word.add_heading(titled(block.text), level=block.level)
            heading.paragraph_format.page_break_before = block.is_on_new_page or None
        case Paragraph():
            _paragraph(word, block)
        case Bullets():
            for item in block.items:
                word.add_paragraph(plain(item), style="List Bullet")
        case Links():
            for number, link in enumerate(block.items, start=1):
                _link(word.add_paragraph(), number, link)
        case Table():
            _caption(word, "Tableau", block.caption, counts)
            _table(word, block)
        case Figure():
            _figure(word, block)
            _caption(word, "Figure", block.caption, counts)


def _paragraph(word: Any, block: Paragraph) -> None:
    paragraph = word.add_paragraph()
    size = {Tone.NOTE: SMALL, Tone.ANSWER: Pt(11.5)}.get(block.tone)
    color = {Tone.NOTE: MUTED, Tone.WARNING: WARM}.get(block.tone)
    _run(paragraph, block.text, size=size, color=color, is_bold=block.tone is Tone.ANSWER)


def _run(
    paragraph: Any, text: str, *, size: Any = None, color: Any = None, is_bold: bool = False
) -> None:
    run = paragraph.add_run(plain(text))
    run.bold = is_bold or None
    if size is not None:
        run.font.size = size
    if color is not None:
        run.font.color.rgb = color


def _caption(word: Any, kind: str, text: str, counts: dict[str, int]) -> None:
    counts[kind] += 1
    shown = f"{kind}\u00a0{counts[kind]}. {plain(text)}"
    paragraph = word.add_paragraph(shown, style="Caption")
    paragraph.paragraph_format.keep_with_next = kind == "Tableau"


def _figure(word: Any, block: Figure) -> None:
    picture = word.add_picture(io.BytesIO(render_picture(block.svg)), width=Cm(TEXT_WIDTH_CM))
    picture._inline.docPr.set("descr", plain(block.alt))
    picture._inline.docPr.set("title", plain(block.caption))


def _table(word: Any, block: Table) -> None:
    table = word.add_table(rows=0, cols=len(block.head), style="Light List Accent 1")
    table.style = "Table Grid"
    table.autofit = False
    whole = sum(block.widths)
    widths = [Cm(TEXT_WIDTH_CM * width / whole) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    last = len(block.rows)
    for number, row in enumerate((block.head, *block.rows)):
        is_bold = number == 0 or (block.has_total and number == last)
        _row(table, row, block, widths, is_bold=is_bold)
    _mark(table.rows[0], "w:tblHeader")
    word.add_paragraph()


def _row(
    table: Any, texts: tuple[str, ...], block: Table, widths: list[Any], *, is_bold: bool
) -> None:
    row = table.add_row()
    _mark(row, "w:cantSplit")
    for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = widths[column]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if column in block.numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, text, size=SMALLEST if block.is_small else SMALL, is_bold=is_bold)


def _mark(row: Any, name: str) -> None:
    """Set a property of a row: head repeated on each page, row kept whole."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _link(paragraph: Any, number: int, link: Link) -> None:
    paragraph.paragraph_format.space_after = Pt(1)
    _run(paragraph, f"{number}. {link.text}", size=SMALL)
    if not link.safe_href:
        return
    _run(paragraph, "\u00a0: ", size=SMALL)
    key = paragraph.part.relate_to(plain(link.href), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    anchor = OxmlElement("w:hyperlink")
    anchor.set(qn("r:id"), key)
    _run(paragraph, link.href, size=SMALL, color=ACCENT)
    anchor.append(paragraph.runs[-1]._r)
    paragraph._p.append(anchor)


def _field(paragraph: Any, name: str) -> None:
    """Insert a field that Word computes: the page, the number of pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
