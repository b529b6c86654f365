"""A document as a tagged PDF (PDF/UA-1), by Typst: no system library, no system font.

What people wrote reaches the template as data, never as Typst source.
"""

import dataclasses
import datetime as dt
import json
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from essor.foundations.french import format_date
from essor.reports.document.blocks import Block, Document, Figure, Heading, Links
from essor.reports.document.plain import plain, titled

TEMPLATE = "document.typ"
PICTURE = b"""#set page(width: auto, height: auto, margin: 2pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 480pt)
"""
NO_FONT = "could not be displayed with"
PICTURE_PPI = 220.0


def render_pdf(document: Document) -> bytes:
    """Write the document; the same document gives the same bytes.

    A sign that the embedded fonts do not draw (an emoji in a title) is refused by PDF/UA: the
    document is then tagged as well, but without the claim of conformity, and the fonts of the
    machine are asked; a sign that none draws is an empty box.
    """
    try:
        return _compiled(document, is_conform=True)
    except typst.TypstError as error:
        if NO_FONT not in str(error):
            raise
        return _compiled(document, is_conform=False)


def _compiled(document: Document, *, is_conform: bool) -> bytes:
    day = document.edited_on
    return bytes(
        typst.compile(
            _template(),
            ignore_system_fonts=is_conform,
            sys_inputs={"document": json.dumps(as_data(document), ensure_ascii=False)},
            pdf_standards=["ua-1"] if is_conform else [],
            timestamp=dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC),
        )
    )


def render_picture(svg: str) -> bytes:
    """Return a drawing as PNG, for formats that show no SVG everywhere."""
    return bytes(
        typst.compile(
            PICTURE,
            ignore_system_fonts=True,
            sys_inputs={"svg": svg},
            format="png",
            ppi=PICTURE_PPI,
        )
    )


def as_data(document: Document) -> dict[str, Any]:
    """Return the document as the template reads it."""
    day = document.edited_on
    return {
        "title": titled(document.title),
        "subtitle": plain(document.subtitle),
        "label": plain(document.label),
        "footer": plain(document.footer),
        "edited": {"year": day.year, "month": day.month, "day": day.day, "text": format_date(day)},
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Links):
        rows = [{"text": plain(one.text), "href": one.safe_href} for one in block.items]
        return {"kind": kind, "items": rows}
    if isinstance(block, Heading):
        said = {"text": titled(block.text), "level": block.level}
        return {"kind": kind, "is_on_new_page": block.is_on_new_page} | said
    if isinstance(block, Figure):
        shown = {"svg": block.svg, "alt": titled(block.alt), "caption": plain(block.caption)}
        return {"kind": kind} | shown
    return {"kind": kind} | {
        field.name: _plain(getattr(block, field.name)) for field in dataclasses.fields(block)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


@cache
def _template() -> bytes:
    return (files("essor.reports.document") / TEMPLATE).read_bytes()
