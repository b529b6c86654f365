"""Read a .csv as spreadsheets export it: encoding and separator are found, all cells are text."""

import codecs
import csv
import io
import itertools
from collections import Counter

from essor.foundations.errors import Place, UserFault
from essor.foundations.tables.bounds import SheetBounds, WorkbookBudget
from essor.foundations.tables.cells import Cell, CellKind, Sheet, Workbook
from essor.foundations.tables.limits import Limits
from essor.foundations.tables.neutral import restore

_SEPARATORS = (";", "\t", ",")
_SAMPLE_ROWS = 20


def read_csv(data: bytes, *, file_name: str, limits: Limits) -> Workbook:
    """Read the only sheet of a CSV file. Raises `UserFault` when it is no text or too big."""
    text = _decode(data)
    title = file_name.rpartition(".")[0] or file_name or "CSV"
    bounds = SheetBounds(title, WorkbookBudget(limits))
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(_records(text, _separator(text)), start=1):
        for column, value in enumerate(values, start=1):
            if value:
                bounds.fill(row, column, characters=len(value))
                cells[row, column] = Cell(
                    row=row, column=column, kind=CellKind.TEXT, value=restore(value)
                )
    sheet = Sheet(title=title, cells=cells)
    return Workbook(file_name=file_name, sheets=(sheet,))


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 with its mark, UTF-8 without, else the Western Windows code page."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserFault.single(
        "l'encodage du fichier CSV n'est pas reconnu",
        expected="un fichier CSV en UTF-8 ou en Windows-1252",
        code="csv_encodage",
    )


def _records(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return list(reader)
    except csv.Error as error:
        raise UserFault.single(
            "le fichier CSV ne se lit pas (guillemets mal fermés ou cellule trop longue\u00a0?)",
            place=Place(cell=f"ligne {reader.line_num}"),
            expected="des cellules entre guillemets fermés, de 131 072 caractères au plus",
            code="csv_illisible",
        ) from error


def _separator(text: str) -> str:
    """The separator met the most in first rows that agree on their number of columns."""

    def agreement(separator: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            widths = Counter(len(row) for row in itertools.islice(reader, _SAMPLE_ROWS))
        except csv.Error:
            return 0
        return max((count * (width - 1) for width, count in widths.items()), default=0)

    return max(_SEPARATORS, key=agreement)
