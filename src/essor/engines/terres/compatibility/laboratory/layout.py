"""Find the table of a laboratory sheet: its header row and what each column holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from essor.engines.terres.compatibility.laboratory.names import codes_of, split_unit
from essor.engines.terres.compatibility.laboratory.units import is_unit
from essor.foundations.tables import Sheet
from essor.foundations.text import fold_words

SEARCHED_ROWS = 40

_HEADS: Mapping[str, frozenset[str]] = {
    "parametre": frozenset(
        {"parametre", "parametres", "analyse", "analyses", "analyte", "substance", "substances"}
        | {"determination", "composes", "compose", "designation", "libelle", "parametre analyse"}
    ),
    "valeur": frozenset(
        {"valeur", "valeurs", "resultat", "resultats", "concentration", "teneur", "mesure"}
    ),
    "unite": frozenset({"unite", "unites", "unit"}),
    "lq": frozenset(
        {"lq", "limite de quantification", "lq labo", "l q", "loq", "limite quantification"}
    ),
    "support": frozenset({"support", "matrice", "fraction", "sur", "type d analyse"}),
    "echantillon": frozenset(
        {"echantillon", "echantillons", "nom echantillon", "reference echantillon", "sample"}
        | {"nom de l echantillon", "reference de l echantillon", "ref echantillon", "sondage"}
    ),
    "date": frozenset({"date de prelevement", "preleve le", "date prelevement"}),
}
# Columns that laboratories add and that are no sample.
_ASIDE = (
    "seuil", "limite", "valeur limite", "valeurs limites", "norme", "methode", "incertitude",
    "isdi", "isdnd", "isdd", "reference", "ref", "cas", "code", "commentaire", "remarque", "ld",
    "critere", "accreditation", "cofrac", "n°", "no", "date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where things stand on a sheet.

    row : header row; columns : column of each known head; samples : names of the sample columns
    of a wide table, empty for a long one; units : those that headers write between brackets
    """

    row: int
    columns: Mapping[str, int]
    samples: Mapping[int, str]
    units: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """One line per result, the value in its own column."""
        return "valeur" in self.columns


def head_of(text: str) -> str | None:
    """What a header announces; None for any other text."""
    folded = fold_words(text)
    return next((head for head, words in _HEADS.items() if folded in words), None)


def turned(sheet: Sheet) -> Sheet:
    """The sheet with its rows as columns, for tables with one line per sample."""
    cells = {
        (cell.column, cell.row): replace(cell, row=cell.column, column=cell.row)
        for cell in sheet.cells.values()
    }
    return Sheet(title=sheet.title, cells=cells, is_hidden=sheet.is_hidden)


def find_turned_layout(sheet: Sheet) -> Layout | None:
    """Layout of a turned sheet: « échantillon » heads the names of the samples.

    None unless a first column then holds at least one quantity that Essor knows.
    """
    layout = find_layout(sheet, head="echantillon")
    if layout is None:
        return None
    column = layout.columns["parametre"]
    below = (cell for (row, col), cell in sheet.cells.items() if col == column and row > layout.row)
    return layout if any(codes_of(str(cell.value or "")) for cell in below) else None


def find_layout(sheet: Sheet, *, head: str = "parametre") -> Layout | None:
    """The first row that heads a table of results; None when the sheet has none.

    head : what stands above the names of the quantities
    """
    for row, cells in sheet.rows():
        if row > SEARCHED_ROWS:
            return None
        heads: dict[str, int] = {}
        others: dict[int, str] = {}
        units: dict[int, str] = {}
        for cell in cells:
            text, unit = _title_and_unit("" if cell.value is None else str(cell.value))
            if unit:
                units[cell.column] = unit
            named = head_of(text)
            if named == head:
                named = "parametre"
            if named is not None and named not in heads:
                heads[named] = cell.column
            elif not _is_aside(text):
                others[cell.column] = text.strip()
        found = _layout(row, heads, others, units)
        if found is not None:
            return found
    return None


def _title_and_unit(text: str) -> tuple[str, str]:
    """« Valeur (mg/kg MS) » as its title and its unit; brackets that hold no unit stay."""
    title, behind = split_unit(text)
    return (title, behind) if behind and is_unit(behind) else (text, "")


def _is_aside(text: str) -> bool:
    words = fold_words(text)
    return not words or any(words == one or words.startswith(f"{one} ") for one in _ASIDE)


def _layout(
    row: int, heads: Mapping[str, int], others: Mapping[int, str], units: Mapping[int, str]
) -> Layout | None:
    if "parametre" not in heads:
        return None
    if "valeur" in heads:
        return Layout(row=row, columns=heads, samples={}, units=units)
    samples = {column: name for column, name in others.items() if column > heads["parametre"]}
    if not samples:
        return None
    return Layout(row=row, columns=heads, samples=samples, units=units)
