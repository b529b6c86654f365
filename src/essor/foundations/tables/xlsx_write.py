"""Write an .xlsx with real dates and numbers, and texts that stay texts."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from essor.foundations.errors import NBSP, Place, UserFault
from essor.foundations.french import format_number
from essor.foundations.tables.cells import address
from essor.foundations.tables.writing import (
    SPREADSHEET_CELL_CHARACTERS,
    HeadRole,
    SheetToWrite,
    Value,
    safe_text,
)

_NO_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - the « no date » of zip archives, no clock here
_LONGEST_LIST = 255
_TEXT = {"text_wrap": True, "valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    HeadRole.GROUP: {"bold": True, "bg_color": "#DDE3EE", "valign": "top"},
    HeadRole.LABEL: {
        "bold": True, "bg_color": "#1F3A6E", "font_color": "#FFFFFF", "text_wrap": True,
        "valign": "vcenter", "border": 1, "border_color": "#FFFFFF",
    },
    HeadRole.HINT: {"italic": True, "font_color": "#444444", "text_wrap": True, "valign": "top"},
    "text": _TEXT,
    "date": {"num_format": "dd/mm/yyyy", "valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "cents": {"num_format": "#,##0.00", "valign": "top"},
}  # fmt: skip


def write_xlsx(sheets: Sequence[SheetToWrite], *, written_at: datetime = _NO_DATE) -> bytes:
    """The workbook as bytes; the same sheets and `written_at` give the same bytes.

    Written in memory: no copy of the data in a temporary folder.
    Raises `UserFault` when a text is longer than a cell may hold.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": written_at})
    formats = {name: book.add_format(options) for name, options in _FORMATS.items()}
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.title), sheet, formats)
    book.close()
    return buffer.getvalue()


def _write_sheet(target: Worksheet, sheet: SheetToWrite, formats: dict[str, Any]) -> None:
    for index, column in enumerate(sheet.columns):
        target.set_column(index, index, column.width)
    for row, (role, labels) in enumerate(sheet.head):
        for index, label in enumerate(labels):
            target.write_string(row, index, safe_text(label), formats[role])
    top = len(sheet.head)
    target.freeze_panes(top, sheet.frozen_columns)
    for row, values in enumerate(sheet.rows, start=top):
        for index, value in enumerate(values):
            _write_value(target, (row, index), value, formats)
    _offer_choices(target, sheet, top)


def _write_value(
    target: Worksheet, at: tuple[int, int], value: Value, formats: dict[str, Any]
) -> None:
    match value:
        case None:
            return
        case bool():
            target.write_boolean(*at, value, formats["text"])
        case str():
            target.write_string(*at, _checked(value, target.get_name(), at), formats["text"])
        case date():
            target.write_datetime(*at, value, formats["date"])
        case Decimal() | int():
            shape = "whole" if value == int(value) else "cents"
            target.write_number(*at, float(value), formats[shape])


def _checked(text: str, title: str, at: tuple[int, int]) -> str:
    """The text if a cell can hold it: the library would drop a longer one without a word."""
    safe = safe_text(text)
    if len(safe) > SPREADSHEET_CELL_CHARACTERS:
        most = format_number(SPREADSHEET_CELL_CHARACTERS)
        raise UserFault.single(
            f"le texte est trop long pour une cellule Excel{NBSP}; exportez en JSON",
            value=safe,
            expected=f"{most} caractères au plus",
            place=Place(sheet=title, cell=address(at[0] + 1, at[1] + 1)),
            code="cellule_trop_longue",
        )
    return safe


def _offer_choices(target: Worksheet, sheet: SheetToWrite, top: int) -> None:
    """Drop-down lists on the data rows, with room for new ones."""
    bottom = top + len(sheet.rows) + 500
    for index, column in enumerate(sheet.columns):
        if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
            options = {
                "validate": "list",
                "source": list(column.choices),
                "error_type": "warning",
                "error_title": "Valeur hors liste",
                "error_message": "Choisissez une valeur de la liste.",
            }
            target.data_validation(top, index, bottom, index, options)
