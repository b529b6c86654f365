"""Read an .xlsx: checked and scanned part by part, then parsed by calamine."""

import io
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from python_calamine import CalamineSheet, CalamineWorkbook

from essor.foundations.errors import NBSP, Fault, UserFault
from essor.foundations.tables.archive import Archive, damaged, pack
from essor.foundations.tables.bounds import SheetBounds, WorkbookBudget, refuse
from essor.foundations.tables.cells import Cell, CellKind, Sheet, Workbook
from essor.foundations.tables.limits import Limits
from essor.foundations.tables.neutral import restore
from essor.foundations.tables.xlsx_scan import SheetFacts, scan_sheet, shared_string_lengths
from essor.foundations.tables.xml import local_name, stream

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_ALWAYS = ("[Content_Types].xml", "_rels/.rels", _WORKBOOK, _RELATIONS)
_OPTIONAL = (_STRINGS, "xl/styles.xml")


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    title: str
    part: str
    is_hidden: bool


class _WorkbookPart(ContentHandler):
    """Sheets in order and the date system, from xl/workbook.xml."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        tag = local_name(name)
        values = {local_name(key): attrs[key] for key in attrs.getNames()}
        if tag == "sheet":
            is_hidden = values.get("state", "visible") != "visible"
            self.sheets.append((values.get("name", ""), values.get("id", ""), is_hidden))
        elif tag == "workbookPr":
            self.is_1904 = values.get("date1904", "0") in ("1", "true", "on")


class _RelationsPart(ContentHandler):
    """Parts by relation id, from a .rels file."""

    def __init__(self) -> None:
        super().__init__()
        self.worksheets: dict[str, str] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if local_name(name) == "Relationship" and attrs.get("Type", "").endswith("/worksheet"):
            target = attrs.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.worksheets[attrs.get("Id", "")] = posixpath.normpath(path)


def read_xlsx(archive: Archive, *, file_name: str, limits: Limits) -> Workbook:
    """Read every worksheet. Raises `UserFault` on macros, damage or a bound passed."""
    _refuse_macros(archive.names)
    members = {name: archive.read(name) for name in _ALWAYS}
    members |= {name: archive.read(name) for name in _OPTIONAL if name in archive.names}
    book = _WorkbookPart()
    stream(members[_WORKBOOK], book)
    entries = _worksheets(book, members[_RELATIONS])
    if len(entries) > limits.max_sheets:
        refuse("le classeur a trop de feuilles", f"{limits.max_sheets} feuilles au plus")
    members |= {entry.part: archive.read(entry.part) for entry in entries}
    facts = _scan(entries, members, limits)
    return Workbook(
        file_name=file_name,
        sheets=tuple(_parse(members, entries, facts)),
        is_1904=book.is_1904,
        warnings=_external_links(archive.names),
    )


def _refuse_macros(names: Iterable[str]) -> None:
    if any(name.lower().endswith(("vbaproject.bin", "/xlmacrosheets")) for name in names):
        raise UserFault.single(
            "le classeur contient des macros, il n'est pas ouvert",
            expected="un classeur sans macros, enregistré au format .xlsx",
            code="classeur_macros",
        )


def _external_links(names: Iterable[str]) -> tuple[Fault, ...]:
    if not any(name.lower().startswith("xl/externallinks/") for name in names):
        return ()
    return (
        Fault(
            message="le classeur contient des liaisons vers d'autres classeurs"
            f"{NBSP}; leurs valeurs ne sont jamais lues",
            code="liaisons_externes",
        ),
    )


def _worksheets(book: _WorkbookPart, relations: bytes) -> list[_SheetEntry]:
    parts = _RelationsPart()
    stream(relations, parts)
    found = [
        _SheetEntry(title, parts.worksheets[key], is_hidden)
        for title, key, is_hidden in book.sheets
        if key in parts.worksheets
    ]
    if not found:
        raise damaged()
    return found


def _scan(
    entries: list[_SheetEntry], members: dict[str, bytes], limits: Limits
) -> list[SheetFacts]:
    budget = WorkbookBudget(limits)
    lengths = shared_string_lengths(members[_STRINGS]) if _STRINGS in members else []
    return [
        scan_sheet(members[entry.part], bounds=SheetBounds(entry.title, budget), lengths=lengths)
        for entry in entries
    ]


def _parse(
    members: dict[str, bytes], entries: list[_SheetEntry], facts: list[SheetFacts]
) -> list[Sheet]:
    """Parse the checked parts. The Rust parser may panic on damaged input: that is a fault too."""
    try:
        parsed = CalamineWorkbook.from_filelike(io.BytesIO(pack(members)))
        return [
            _sheet(entry, parsed.get_sheet_by_name(entry.title), fact)
            for entry, fact in zip(entries, facts, strict=True)
        ]
    except (KeyboardInterrupt, SystemExit, GeneratorExit, UserFault):
        raise
    except BaseException as error:  # pyo3's PanicException does not derive from Exception
        raise damaged() from error


def _sheet(entry: _SheetEntry, parsed: CalamineSheet, facts: SheetFacts) -> Sheet:
    cells = {
        (row, column): _cell(row, column, value)
        for row, values in enumerate(parsed.to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(values, start=1)
        if value != ""
    }
    for (row, column), (kind, shown) in facts.special.items():
        cells[row, column] = Cell(row=row, column=column, kind=kind, shown=shown)
    return Sheet(
        title=entry.title, cells=cells, is_hidden=entry.is_hidden, merged=tuple(facts.merged)
    )


def _cell(row: int, column: int, value: object) -> Cell:
    kind, kept = _typed(value)
    return Cell(row=row, column=column, kind=kind, value=kept)


def _typed(value: object) -> tuple[CellKind, str | float | bool | date | datetime]:
    """Kind and value; a time of day or a duration has no use here and stays a text."""
    match value:
        case bool():
            return CellKind.BOOLEAN, value
        case int() | float():
            return CellKind.NUMBER, float(value)
        case datetime():
            return CellKind.DATETIME, value
        case date():
            return CellKind.DATE, value
        case str():
            return CellKind.TEXT, restore(value)
        case _:
            return CellKind.TEXT, str(value)
