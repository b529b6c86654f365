"""Write a register in the exact columns of the national register: CSV « ; » UTF-8, or XLSX.

Every cell is a text: a SIRET, a waste code or a date then never changes shape in a spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from xlsxwriter import Workbook

from essor.engines.terres.registre.lines import CheckedLine, Genre
from essor.foundations.tables.neutral import neutralise
from essor.references.registre_national.tables import Colonne, Registre, codes, registre

# What people write: disarmed. The other types have a form that no spreadsheet runs.
FREE = frozenset({"texte", "numero_acteur", "plaques"})
_NO_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - the « no date » of zip archives
_WIDTH = 22


def write_csv(lines: Iterable[CheckedLine], *, genre: Genre) -> bytes:
    """Return the lines as CSV, « ; », UTF-8 with its mark, heads as the register writes them."""
    table = registre(genre)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([one.entete for one in table.in_file])
    writer.writerows(_row(line.champs, table) for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def write_xlsx(lines: Iterable[CheckedLine], *, genre: Genre) -> bytes:
    """Return the lines as XLSX, heads on row 1 of the first sheet; same lines, same bytes."""
    table = registre(genre)
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": _NO_DATE})
    sheet = book.add_worksheet(table.nom.capitalize())
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 2)
    for index, colonne in enumerate(table.in_file):
        sheet.set_column(index, index, _WIDTH, text)
        sheet.write_string(0, index, colonne.entete, bold)
        if choices := choices_of(colonne):
            sheet.data_validation(
                1, index, 1000, index,
                {"validate": "list", "source": choices, "error_type": "warning"},
            )  # fmt: skip
    for number, line in enumerate(lines, start=1):
        for index, cell in enumerate(_row(line.champs, table)):
            if cell:
                sheet.write_string(number, index, cell, text)
    book.close()
    return buffer.getvalue()


def choices_of(colonne: Colonne) -> list[str]:
    """Return the words a coded column admits, empty for the others."""
    known = codes()
    return {
        "motif": ["MODIFIER", "ANNULER"],
        "booleen": ["OUI", "NON"],
        "type_poids": ["REEL", "ESTIME"],
        "type_acteur": list(known.types_acteur),
        "mode_transport": list(known.modes_transport),
        "code_traitement": list(known.traitements),
        "mode_traitement": list(known.modes_traitement),
        "code_dechet": list(known.codes_dechet),
    }.get(colonne.type, [])


def _row(champs: Mapping[str, str], table: Registre) -> list[str]:
    return [_cell(champs.get(one.champ, ""), one) for one in table.in_file]


def _cell(text: str, colonne: Colonne) -> str:
    return neutralise(text) if colonne.type in FREE else text
