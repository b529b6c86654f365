"""Read a register from a CSV or XLSX file, as the national register reads it.

An unknown head refuses the whole file; every wrong head is said, with the nearest known one.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from essor.engines.terres.registre.lines import Genre, Line
from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, CellKind, Limits, Sheet, column_letters, read_workbook
from essor.references.registre_national.tables import Registre, registre

# The column of errors that Trackdéchets adds to the file it gives back.
IGNORED = frozenset({"erreur", "erreurs"})
LIMITS = Limits(max_cells=2_000_000)
CLOSE = 0.6
_UNSURE = {
    CellKind.ERROR: "la cellule est en erreur",
    CellKind.FORMULA_WITHOUT_VALUE: "la formule n'a jamais été calculée",
    CellKind.EXTERNAL: "la valeur vient d'un autre classeur",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFile:
    """A file once read, before any check."""

    genre: Genre
    lines: tuple[Line, ...]
    file_name: str


def read_register(data: bytes, *, file_name: str, genre: Genre | None = None) -> RegisterFile:
    """Read the first sheet; its first row names the columns, in any order.

    genre : the register; found from the heads when it is not said
    Raises UserFault when the file, or one of its heads, is refused.
    """
    book = read_workbook(data, file_name=file_name, limits=LIMITS)
    sheet = book.sheets[0] if book.sheets else Sheet(title="", cells={})
    heads = _heads(sheet)
    place = Place(file=file_name)
    if not heads:
        raise UserFault.single(
            "la première ligne ne porte aucun intitulé de colonne",
            expected="les intitulés du registre, comme dans le modèle",
            place=place,
            code="entete_absente",
        )
    found = genre or _guess(heads)
    columns = _columns(heads, registre(found), place)
    lines = tuple(_lines(sheet, columns))
    if not lines:
        raise UserFault.single(
            "le fichier n'a aucune ligne sous ses intitulés",
            expected="une ligne par mouvement",
            place=place,
            code="registre_vide",
        )
    return RegisterFile(genre=found, lines=lines, file_name=file_name)


def normal(head: str) -> str:
    """Return a head as the register compares it: trimmed, lower case, without accents."""
    bare = unicodedata.normalize("NFD", head.strip().lower())
    return "".join(one for one in bare if not unicodedata.combining(one))


def _heads(sheet: Sheet) -> dict[int, str]:
    return {
        cell.column: str(cell.value)
        for (row, _), cell in sheet.cells.items()
        if row == 1 and cell.value is not None and normal(str(cell.value)) not in IGNORED
    }


def _guess(heads: Mapping[int, str]) -> Genre:
    """Return the register that knows the most of the heads; the outgoing one when all tie."""
    said = {normal(head) for head in heads.values()}

    def known(genre: Genre) -> int:
        return len(said & {normal(one.entete) for one in registre(genre).in_file})

    return max(Genre, key=known)


def _columns(heads: Mapping[int, str], table: Registre, place: Place) -> dict[int, str]:
    """Return the field of each column. Raises UserFault with every wrong head."""
    by_head = {normal(one.entete): one for one in table.in_file}
    columns: dict[int, str] = {}
    with FaultGatherer() as faults:
        for column, head in sorted(heads.items()):
            known = by_head.get(normal(head))
            where = Place(file=place.file, cell=f"{column_letters(column)}1")
            if known is None:
                faults.add_message(
                    "l'intitulé de colonne est inconnu : tout le fichier serait refusé",
                    place=where,
                    value=head,
                    expected=_nearest(head, table),
                    code="entete_inconnue",
                )
            elif known.champ in columns.values():
                faults.add_message(
                    "la colonne est donnée deux fois",
                    place=where,
                    value=head,
                    expected="une seule colonne de ce nom",
                    code="entete_double",
                )
            else:
                columns[column] = known.champ
        if not faults:
            faults.extend(_missing(columns, table), place=place)
    return columns


def _missing(columns: Mapping[int, str], table: Registre) -> Iterator[Fault]:
    for one in table.in_file:
        if one.is_required and one.champ not in columns.values():
            yield Fault(
                message="une colonne obligatoire manque",
                expected=f"« {one.entete} »",
                code="entete_manquante",
            )


def _nearest(head: str, table: Registre) -> str:
    by_normal = {normal(one.entete): one.entete for one in table.in_file}
    close = get_close_matches(normal(head), by_normal, n=1, cutoff=CLOSE)
    if close:
        return f"« {by_normal[close[0]]} » ?"
    return "un intitulé du modèle"


def _lines(sheet: Sheet, columns: Mapping[int, str]) -> Sequence[Line]:
    """Return the rows that hold something in a known column."""
    found = []
    for row, cells in sheet.rows():
        if row == 1:
            continue
        texts = {columns[cell.column]: _text(cell) for cell in cells if cell.column in columns}
        champs = {champ: text for champ, text in texts.items() if text.strip()}
        if champs:
            found.append(Line(champs=champs, number=row))
    return found


def _text(cell: Cell) -> str:
    """Return a cell as the register would: dates in ISO, whole numbers without a point."""
    value = cell.value
    if value is None:
        return f"#{_UNSURE[cell.kind]}" if cell.kind in _UNSURE else ""
    if isinstance(value, bool):
        return "OUI" if value else "NON"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
