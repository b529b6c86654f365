"""Follow the content of an .ods and collect its sheets, within the bounds.

OpenDocument cells state their own type and value, so they are read here directly: the general
parser loses line breaks, tabs, errors and merged ranges of this format.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from essor.foundations.tables.bounds import SheetBounds, WorkbookBudget, refuse
from essor.foundations.tables.cells import Cell, CellKind, CellValue, MergedRange, Sheet
from essor.foundations.tables.neutral import restore
from essor.foundations.tables.ods_text import CellText

_CELL_TAGS = ("table:table-cell", "table:covered-table-cell")
_ASIDE_TAGS = ("office:annotation", "table:shapes", "draw:frame", "table:tracked-changes")
_OTHER_DOCUMENT = re.compile(r"'[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_SHOWN_ERROR = re.compile(r"#[A-Z/0-9!?]+|Err:\d+|Erreur\s?:\d+")


@dataclass(slots=True)
class _OpenSheet:
    """A sheet being read."""

    title: str
    is_hidden: bool
    bounds: SheetBounds
    is_external: bool = False
    row: int = 0
    column: int = 0
    row_repeat: int = 1
    waiting: list[tuple[int, CellKind, CellValue, str]] = field(default_factory=list)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[MergedRange] = field(default_factory=list)


class OdsScan(ContentHandler):
    """Handler of content.xml; `sheets` and the flags are complete when the stream ends."""

    def __init__(self, budget: WorkbookBudget) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self.is_1904 = False
        self.has_external = False
        self._budget = budget
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet: _OpenSheet | None = None
        self._attrs: dict[str, str] | None = None
        self._text = CellText()
        self._aside = 0
        self._tables = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """Follow a tag that opens."""
        if name in _ASIDE_TAGS or self._aside:
            self._aside += 1
        elif name == "table:table":
            self._start_table(attrs)
        elif self._tables == 1:
            self._start_inside(name, attrs)
        else:
            self._start_outside(name, attrs)

    def _start_outside(self, name: str, attrs: AttributesImpl) -> None:
        if name == "style:style":
            self._style = attrs.get("style:name", "")
        elif name == "style:table-properties" and attrs.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table:null-date":
            self.is_1904 = attrs.get("table:date-value", "").startswith("1904")

    def _start_table(self, attrs: AttributesImpl) -> None:
        self._tables += 1
        if self._tables > 1:
            return
        title = attrs.get("table:name", "")
        most = self._budget.limits.max_sheets
        if len(self.sheets) >= most:
            refuse("le classeur a trop de feuilles", f"{most} feuilles au plus")
        is_hidden = attrs.get("table:style-name", "") in self._hidden_styles
        self._sheet = _OpenSheet(title, is_hidden, SheetBounds(title, self._budget))

    def _start_inside(self, name: str, attrs: AttributesImpl) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        if name == "table:table-row":
            sheet.row_repeat = _count(attrs.get("table:number-rows-repeated"))
            sheet.column = 0
        elif name in _CELL_TAGS:
            self._attrs = {key: attrs[key] for key in attrs.getNames()}
            self._text = CellText()
        elif name in ("table:table-source", "table:cell-range-source"):
            sheet.is_external = sheet.is_external or name == "table:table-source"
            self.has_external = True
        elif self._attrs is not None:
            self._mark(name, attrs)

    def _mark(self, name: str, attrs: AttributesImpl) -> None:
        if name == "text:p":
            self._text.start_paragraph()
        elif name == "text:s":
            most = self._budget.limits.max_cell_characters
            self._text.add_spaces(min(_count(attrs.get("text:c")), most + 1))
        elif name == "text:tab":
            self._text.add_tab()
        elif name == "text:line-break":
            self._text.add_break()

    def characters(self, content: str) -> None:
        """Follow text."""
        if self._attrs is not None and not self._aside:
            self._text.add(content)

    def endElement(self, name: str) -> None:
        """Follow a tag that closes."""
        if self._aside:
            self._aside -= 1
        elif name == "table:table":
            self._end_table()
        elif self._tables == 1 and self._sheet is not None:
            if name == "table:table-row":
                _end_row(self._sheet)
            elif name in _CELL_TAGS and self._attrs is not None:
                self._end_cell(self._sheet, self._attrs, is_covered=name == _CELL_TAGS[1])

    def _end_table(self) -> None:
        self._tables -= 1
        sheet = self._sheet
        if self._tables or sheet is None:
            return
        self._sheet = None
        # Copies of other documents' sheets are kept by the office suite under their address.
        if not _OTHER_DOCUMENT.match(sheet.title):
            self.sheets.append(
                Sheet(
                    title=sheet.title,
                    cells=sheet.cells,
                    is_hidden=sheet.is_hidden,
                    merged=tuple(sheet.merged),
                )
            )

    def _end_cell(self, sheet: _OpenSheet, attrs: dict[str, str], *, is_covered: bool) -> None:
        self._attrs = None
        first = sheet.column + 1
        repeat = _count(attrs.get("table:number-columns-repeated"))
        sheet.column += repeat
        if is_covered:
            return
        kind, value, shown = _value(attrs, self._text.text())
        if _OTHER_DOCUMENT.search(attrs.get("table:formula", "")) or (
            sheet.is_external and kind is not CellKind.EMPTY
        ):
            self.has_external = True
            kind, value = CellKind.EXTERNAL, None
        _note_merge(sheet, attrs, first)
        if kind is CellKind.EMPTY:
            return
        sheet.bounds.fill(
            sheet.row + sheet.row_repeat,
            sheet.column,
            characters=len(value) if isinstance(value, str) else 0,
            rows=sheet.row_repeat,
            columns=repeat,
        )
        sheet.waiting += [(first + index, kind, value, shown) for index in range(repeat)]


def _end_row(sheet: _OpenSheet) -> None:
    """Place the cells of the row, once per repetition; empty repetitions cost nothing."""
    if sheet.waiting:
        for row in range(sheet.row + 1, sheet.row + sheet.row_repeat + 1):
            for column, kind, value, shown in sheet.waiting:
                sheet.cells[row, column] = Cell(
                    row=row, column=column, kind=kind, value=value, shown=shown
                )
    sheet.waiting = []
    sheet.row += sheet.row_repeat


def _note_merge(sheet: _OpenSheet, attrs: dict[str, str], column: int) -> None:
    rows = _count(attrs.get("table:number-rows-spanned"))
    columns = _count(attrs.get("table:number-columns-spanned"))
    if rows > 1 or columns > 1:
        top = sheet.row + 1
        sheet.merged.append(
            MergedRange(top=top, left=column, bottom=top + rows - 1, right=column + columns - 1)
        )
        sheet.bounds.merge(len(sheet.merged))


def _count(text: str | None) -> int:
    """A repetition: at least 1, at most what a spreadsheet can hold."""
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) < 10
    return min(max(int(text), 1), 1_048_576) if text is not None and is_number else 1


def _value(attrs: dict[str, str], text: str) -> tuple[CellKind, CellValue, str]:
    """Kind, value and shown text of a cell, from its own attributes."""
    kind = attrs.get("office:value-type", "")
    has_formula = "table:formula" in attrs
    if attrs.get("calcext:value-type") == "error" or (
        has_formula and kind in ("", "string") and _SHOWN_ERROR.fullmatch(text)
    ):
        return CellKind.ERROR, None, text
    if not kind and not text:
        missing = CellKind.FORMULA_WITHOUT_VALUE if has_formula else CellKind.EMPTY
        return missing, None, ""
    return _typed(kind, attrs, text)


def _typed(kind: str, attrs: dict[str, str], text: str) -> tuple[CellKind, CellValue, str]:
    try:
        if kind in ("float", "percentage", "currency"):
            return CellKind.NUMBER, float(attrs["office:value"]), text
        if kind == "date":
            return _date(attrs["office:date-value"], text)
    except (KeyError, ValueError):
        pass  # an unreadable attribute leaves what is shown
    if kind == "boolean" and "office:boolean-value" in attrs:
        return CellKind.BOOLEAN, attrs["office:boolean-value"] == "true", text
    whole = restore(attrs.get("office:string-value", text))
    return (CellKind.TEXT if whole else CellKind.EMPTY), whole or None, ""


def _date(iso: str, text: str) -> tuple[CellKind, CellValue, str]:
    if "T" not in iso:
        return CellKind.DATE, date.fromisoformat(iso), text
    return CellKind.DATETIME, datetime.fromisoformat(iso[:19]), text
