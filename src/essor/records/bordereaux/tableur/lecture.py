"""Find the table of slips in whatever was sent; every row keeps its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.tables import Cell, Sheet, Workbook, address
from essor.records.bordereaux.tableur.colonnes import (
    REQUIRED,
    Champ,
    Colonne,
    is_head,
    recognise,
)
from essor.records.bordereaux.tableur.valeurs import (
    read_is_estimated,
    read_moment,
    read_time,
    read_tonnes,
    read_volume,
)
from essor.records.plans.tableur import values

HEAD_ROWS = 25
MOST_LINES = 5_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One row: its filled cells by field, with the columns that its sheet bears."""

    sheet: str
    row: int
    cells: Mapping[Champ, Cell]
    columns: Mapping[Champ, Colonne]
    is_1904: bool = False

    def place(self, champ: Champ | None = None) -> Place:
        """Return the place of a cell, or of the whole row."""
        column = self.columns.get(champ) if champ else None
        if column is None:
            return Place(sheet=self.sheet, cell=f"ligne {self.row}")
        return Place(
            sheet=self.sheet, cell=address(self.row, column.number), column=column.head.strip()
        )

    def text(self, champ: Champ) -> str:
        """Return what a cell shows on one line, empty when it is."""
        cell = self.cells.get(champ)
        return "" if cell is None else values.one_line(values.shown(cell))

    def read(self, faults: FaultGatherer, champ: Champ, reader: Callable[[Cell], T]) -> T | None:
        """Read a cell, None when it is empty or faulty; its faults know its place."""
        cell = self.cells.get(champ)
        if cell is None or not values.shown(cell).strip():
            return None
        with faults.catching(self.place(champ)):
            values.refuse_untrusted(cell)
            return reader(cell)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """The table that was found: its sheet, its columns in order, its rows."""

    sheet: str
    columns: tuple[Colonne, ...]
    lignes: tuple[Ligne, ...]
    ignored: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Lu:
    """What one row says of a slip, codes not yet looked up."""

    ligne: Ligne
    values: dict[str, Any] = field(default_factory=dict)
    lot: str = ""
    chantier: str = ""
    destination: str = ""


def read_table(book: Workbook) -> Tableau:
    """Return the first table of slips of a workbook. Raises UserFault when there is none."""
    for sheet in book.sheets:
        found = _table(sheet, is_1904=book.is_1904)
        if found is not None:
            return found
    needed = ", ".join(f"« {champ.label} »" for champ in REQUIRED)
    raise UserFault.single(
        "aucun tableau de pesées n'est reconnu dans ce fichier",
        place=Place(file=book.file_name),
        expected=f"une ligne d'intitulés avec au moins {needed}",
        code="tableau",
    )


def read_ligne(ligne: Ligne, faults: FaultGatherer, *, is_in_kilograms: bool | None = None) -> Lu:
    """Read a row; what is missing or wrong goes to ``faults``, at its cell."""
    moment = ligne.read(faults, Champ.DATE, lambda c: read_moment(c, is_1904=ligne.is_1904))
    time = ligne.read(faults, Champ.HEURE, read_time)
    unit = _unit(ligne, is_in_kilograms)
    tonnes = ligne.read(faults, Champ.TONNES, lambda c: read_tonnes(c, is_in_kilograms=unit))
    estimated = ligne.read(faults, Champ.ESTIME, read_is_estimated)
    for champ in REQUIRED:
        if not ligne.text(champ):
            faults.add_message(
                f"la case « {champ.label} » est vide", place=ligne.place(champ), code="vide"
            )
    said: dict[str, Any] = {
        "numero": ligne.text(Champ.NUMERO),
        "realise_on": moment[0] if moment else None,
        "realise_heure": time or (moment[1] if moment else None),
        "tonnes": tonnes,
        "is_estime": bool(estimated),
        "volume_m3": ligne.read(faults, Champ.VOLUME, read_volume),
        "plaques": ligne.text(Champ.PLAQUES).upper(),
        "transporteur": ligne.text(Champ.TRANSPORTEUR),
        "transporteur_siret": ligne.text(Champ.SIRET),
        "recepisse": ligne.text(Champ.RECEPISSE),
        "numero_dap": ligne.text(Champ.DAP),
        "observation": ligne.text(Champ.OBSERVATION),
    }
    return Lu(
        ligne=ligne,
        values=said,
        lot=ligne.text(Champ.LOT),
        chantier=ligne.text(Champ.CHANTIER),
        destination=ligne.text(Champ.DESTINATION),
    )


def _unit(ligne: Ligne, asked: bool | None) -> bool | None:
    """What the head says of the unit of weights, else what the person chose, None if nobody."""
    column = ligne.columns[Champ.TONNES]
    if column.is_in_kilograms:
        return True
    return False if column.is_in_tonnes else asked


def _table(sheet: Sheet, *, is_1904: bool) -> Tableau | None:
    for row, cells in sheet.rows():
        if row > HEAD_ROWS:
            return None
        heads = [(cell.column, values.one_line(values.shown(cell))) for cell in cells]
        columns = recognise(heads)
        if is_head(columns):
            _refuse_missing(sheet, row, columns)
            lignes = _lignes(sheet, row, columns, is_1904=is_1904)
            known = {one.number for one in columns.values()}
            return Tableau(
                sheet=sheet.title,
                columns=tuple(sorted(columns.values(), key=lambda one: one.number)),
                lignes=lignes,
                ignored=tuple(head for number, head in heads if head and number not in known),
            )
    return None


def _refuse_missing(sheet: Sheet, row: int, columns: Mapping[Champ, Colonne]) -> None:
    with FaultGatherer() as faults:
        for champ in REQUIRED:
            if champ not in columns:
                faults.add_message(
                    f"la colonne « {champ.label} » manque",
                    place=Place(sheet=sheet.title, cell=f"ligne {row}"),
                    expected="la nommer dans la ligne d'intitulés",
                    code="colonne",
                )


def _lignes(
    sheet: Sheet, head: int, columns: Mapping[Champ, Colonne], *, is_1904: bool
) -> tuple[Ligne, ...]:
    champs = {column.number: champ for champ, column in columns.items()}
    found = []
    for row, cells in sheet.rows():
        kept = {champs[cell.column]: cell for cell in cells if cell.column in champs}
        if row > head and _is_slip(kept):
            found.append(
                Ligne(sheet=sheet.title, row=row, cells=kept, columns=columns, is_1904=is_1904)
            )
    if len(found) > MOST_LINES:
        raise UserFault.single(
            "le fichier a trop de lignes", value=str(len(found)), code="lignes",
            place=Place(sheet=sheet.title), expected=f"{MOST_LINES} au plus, en plusieurs fichiers",
        )  # fmt: skip
    return tuple(found)


def _is_slip(cells: Mapping[Champ, Cell]) -> bool:
    """Tell a slip from an empty row and from a row of totals, which bears weights alone."""
    shown = {champ for champ, cell in cells.items() if values.shown(cell).strip()}
    return bool(shown - {Champ.TONNES, Champ.VOLUME}) and not _is_total(cells)


def _is_total(cells: Mapping[Champ, Cell]) -> bool:
    first = next(iter(cells.values()))
    has_day = Champ.DATE in cells and Champ.DESTINATION in cells
    return not has_day and values.shown(first).strip().lower().startswith("total")
