"""The same blocks say the same thing as PDF and as Word; no text of a person is ever evaluated."""

import datetime as dt
import io
import re
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.reports.charts.gains import Gains, Share
from essor.reports.document.blocks import (
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
from essor.reports.document.pdf import render_pdf, render_picture
from essor.reports.document.plain import plain
from essor.reports.document.word import render_word

EVIL = (
    '#panic("typst") $x^2$ *gras* _ital_ `code` @ref <lab> // non\n= titre\n'
    '#import "/etc/passwd" \\ #eval("1") ]] ] [ { } & < > " \' </w:t> <!-- <?xml ?> ]]> {{ x }} %'
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document(text: str = "Texte", *blocks, label: str = "") -> Document:
    svg = Gains(title=text, shares=[Share(label=text, eur=1.0)]).svg()
    table = Table(
        caption=text,
        head=("Nom", text),
        rows=((text, "1"), ("Ensemble", text)),
        widths=(2, 1),
        numbers=(1,),
        has_total=True,
    )
    every = (
        Paragraph(text, Tone.ANSWER),
        Heading(text),
        Paragraph(text),
        Paragraph(text, Tone.NOTE),
        Paragraph(text, Tone.WARNING),
        Bullets((text, text)),
        table,
        Figure(svg=svg, alt=text, caption=text),
        Links((Link(text, "https://exemple.fr/?a=1&b=<2>"), Link(text, "javascript:alert(1)"))),
    )
    return Document(
        title=text,
        subtitle=text,
        label=label,
        footer=text,
        edited_on=dt.date(2026, 11, 23),
        blocks=(*every, *blocks),
    )


def squeezed(text: str) -> str:
    """Letters alone: a PDF breaks lines and words where it likes."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def pdf_text(data: bytes) -> str:
    return squeezed(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    )


def word_text(data: bytes) -> str:
    """Every paragraph of the body, its tables and its header and footer, by reading the XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if re.match(r"word/(document|header|footer)", n)]
        roots = [ElementTree.fromstring(archive.read(name)) for name in sorted(names)]
    found = [
        "\n" if node.tag.endswith("}br") else node.text or ""
        for root in roots
        for node in root.iter()
        if node.tag in (f"{WORD}t", f"{WORD}br")
    ]
    return squeezed("".join(found))


def test_no_text_is_evaluated_in_the_pdf():
    text = pdf_text(render_pdf(document(EVIL, label=EVIL)))
    assert text.count(squeezed(EVIL)) >= len(document(EVIL).texts()) - 2


def test_no_text_is_evaluated_in_word():
    made = document(EVIL, label=EVIL)
    text = word_text(render_word(made))
    assert text.count(squeezed(EVIL)) == sum(one == EVIL for one in made.texts())


def test_only_addresses_of_the_web_become_links():
    data = render_pdf(document())
    uris = [
        note.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(io.BytesIO(data)).pages
        for note in page.get("/Annots", [])
    ]
    assert set(uris) == {"https://exemple.fr/?a=1&b=<2>"}
    with zipfile.ZipFile(io.BytesIO(render_word(document()))) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "javascript" not in relations
    assert "https://exemple.fr/?a=1&amp;b=&lt;2&gt;" in relations


@settings(max_examples=15)
@given(st.text(st.characters(codec=None), min_size=1, max_size=60))
def test_any_text_makes_both_documents(text):
    made = document(text)
    assert render_pdf(made).startswith(b"%PDF")
    assert squeezed(plain(text)) in word_text(render_word(made))


@given(st.text(st.characters(codec=None), max_size=200))
def test_plain_text_is_text_that_xml_holds(text):
    found = plain(text)
    assert ElementTree.fromstring(f"<a>{escape(found)}</a>").tag == "a"
    assert plain(found) == found
    assert found.encode("utf-8").decode("utf-8") == found


@pytest.mark.parametrize("title", ["", " ", "\x1f"])
def test_a_document_always_has_a_title_to_read_aloud(title):
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document(title))))
    assert reader.metadata.title == "Sans titre"
    assert docx.Document(io.BytesIO(render_word(document(title)))).core_properties.title


def test_a_sign_without_a_font_is_kept_in_a_tagged_document():
    data = render_pdf(document("Friche \U0001f3ed 工厂"))
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata.title == "Friche \U0001f3ed 工厂"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Friche" in reader.pages[0].extract_text()


def test_direction_marks_cannot_turn_a_line_around():
    assert plain("exe\u202egpj.fdp") == "exegpj.fdp"


def test_the_pdf_is_tagged_and_named():
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document("Étude"))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).lower() == "fr-fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Étude"
    kinds = tags(root["/StructTreeRoot"])
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure", "/L", "/Link"} <= kinds.keys()
    assert kinds["/TH"] >= 2


def tags(node, found=None) -> dict[str, int]:
    """Count the kinds of structure elements below a node."""
    found = {} if found is None else found
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            tags(one, found)
        return found
    if not isinstance(node, dict):
        return found
    if "/S" in node:
        found[node["/S"]] = found.get(node["/S"], 0) + 1
    if "/K" in node:
        tags(node["/K"], found)
    return found


def test_the_figure_of_the_pdf_has_its_words():
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document("Les mots du dessin"))))
    alts = [
        obj.get_object().get("/Alt")
        for obj in reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"].get_object()["/Nums"]
        if isinstance(obj.get_object(), dict)
    ]
    everything = repr(collected(reader.trailer["/Root"]["/StructTreeRoot"]))
    assert "Les mots du dessin" in everything, alts


def collected(node) -> list[str]:
    node = node.get_object()
    if isinstance(node, list):
        return [alt for one in node for alt in collected(one)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (collected(node["/K"]) if "/K" in node else [])


def test_the_word_file_is_built_for_everyone():
    word = docx.Document(io.BytesIO(render_word(document("Étude", label="DÉMONSTRATION"))))
    styles = [paragraph.style.name for paragraph in word.paragraphs]
    assert styles[0] == "Title"
    assert "Heading 1" in styles
    assert "List Bullet" in styles
    (table,) = word.tables
    assert table.rows[0]._tr.trPr.find(f"{WORD}tblHeader") is not None
    assert table.rows[1]._tr.trPr.find(f"{WORD}tblHeader") is None
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Étude"
    assert word.sections[0].header.paragraphs[0].text == "DÉMONSTRATION"
    assert word.core_properties.language == "fr-FR"
    assert word.core_properties.title == "Étude"


@pytest.mark.parametrize("label", ["DÉMONSTRATION", ""])
def test_the_label_is_on_every_page_or_on_none(label):
    filler = [Paragraph("Une phrase. " * 400) for _ in range(6)]
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document("Étude", *filler, label=label))))
    assert len(reader.pages) >= 3
    for page in reader.pages:
        assert ("DÉMONSTRATION" in page.extract_text()) is bool(label)


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(document("Étude")) == render_pdf(document("Étude"))


def test_a_picture_is_a_png_with_the_ink_of_the_drawing():
    svg = Gains(title="t", shares=[Share(label="Habitants", eur=3e6)]).svg()
    empty = Gains(title="t", shares=[]).svg()
    assert render_picture(svg).startswith(b"\x89PNG")
    assert len(render_picture(svg)) > len(render_picture(empty))
