"""Build small workbooks for the tests, and damage them."""

import io
import zipfile
from collections.abc import Callable

import xlsxwriter


def xlsx(fill: Callable, title: str = "Feuil1") -> bytes:
    """A workbook of one sheet; `fill(book, sheet)` writes into it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book, book.add_worksheet(title))
    book.close()
    return buffer.getvalue()


def with_members(data: bytes, **changes: bytes | None) -> bytes:
    """The archive with some members replaced, added, or removed (None)."""
    source = zipfile.ZipFile(io.BytesIO(data))
    members = {name: source.read(name) for name in source.namelist()}
    members |= changes
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            if content is not None:
                target.writestr(name, content)
    return buffer.getvalue()


def patched(data: bytes, member: str, before: str, after: str) -> bytes:
    """The archive with a text replaced in one member; fails when the text is not there."""
    content = zipfile.ZipFile(io.BytesIO(data)).read(member).decode()
    assert before in content, f"{before!r} is not in {member}"
    return with_members(data, **{member: content.replace(before, after).encode()})


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
)


def ods(rows: str, *, before: str = "", table: str = 'table:name="Feuil1"') -> bytes:
    """A minimal .ods whose only table holds these rows, as LibreOffice would write them."""
    content = (
        f"{ODS_HEAD}{before}<office:body><office:spreadsheet><table:table {table}>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", content)
    return buffer.getvalue()
