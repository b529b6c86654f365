"""Write the workbook: the soils as one person reads them, or the empty model."""

from collections.abc import Iterable
from typing import Any

from essor.foundations.french import format_number
from essor.foundations.tables import ColumnStyle, HeadRole, SheetToWrite, Value, write_xlsx
from essor.records.terres.choices import NomHypothese
from essor.records.terres.models import Analyse, Dap, Lot, Resultat
from essor.records.terres.queries import Soils
from essor.records.terres.tableur.cells import write_value
from essor.records.terres.tableur.layout import COLUMNS, Column, Feuille

README = (
    ("Une feuille par nature de ligne ; les colonnes sont reconnues à leur intitulé.",),
    ("Le code désigne la ligne : un code connu la modifie, un code nouveau l'ajoute.",),
    ("Une ligne retirée n'efface rien. Une cellule vidée dit « non publié ».",),
    ("Une valeur « < 0,05 » est une borne : elle n'est pas nulle.",),
    ("Feuille Analyses : une ligne par résultat, les paramètres par leur code.",),
    ("Rien n'est écrit avant que vous ayez lu l'aperçu ; l'historique annule l'import.",),
)


def export_workbook(soils: Soils) -> bytes:
    """Return the workbook of the soils that one person may read."""
    return write_xlsx([_readme(), *(_sheet(one, _rows(soils, one)) for one in Feuille)])


def empty_workbook() -> bytes:
    """Return the model: headings, hints, lists, no row but the names of the costs."""
    costs: list[list[Value]] = []
    for nom in NomHypothese:
        costs.append([str(nom.label), *[None] * (len(COLUMNS[Feuille.COUTS]) - 1)])
    rows: dict[Feuille, list[list[Value]]] = {Feuille.COUTS: costs}
    return write_xlsx([_readme(), *(_sheet(one, rows.get(one, [])) for one in Feuille)])


def _readme() -> SheetToWrite:
    return SheetToWrite(
        title="Lisez-moi",
        head=((HeadRole.LABEL, ("Le classeur des terres excavées",)),),
        rows=README,
        columns=(ColumnStyle(width=100),),
    )


def _sheet(feuille: Feuille, rows: list[list[Value]]) -> SheetToWrite:
    columns = COLUMNS[feuille]
    return SheetToWrite(
        title=feuille.value,
        head=(
            (HeadRole.LABEL, tuple(one.label for one in columns)),
            (HeadRole.HINT, tuple(one.hint for one in columns)),
        ),
        rows=rows,
        columns=tuple(
            ColumnStyle(width=one.width, choices=tuple(label for _, label in one.choices))
            for one in columns
        ),
        frozen_columns=1,
    )


def _rows(soils: Soils, feuille: Feuille) -> list[list[Value]]:
    if feuille is Feuille.ANALYSES:
        return [row for lot in soils.lots for row in _results(lot)]
    found: dict[Feuille, Iterable[Any]] = {
        Feuille.CHANTIERS: soils.chantiers,
        Feuille.LOTS: soils.lots,
        Feuille.EXUTOIRES: soils.exutoires,
        Feuille.ACCEPTATIONS: soils.daps,
        Feuille.PLATEFORMES: soils.plateformes,
        Feuille.DISTANCES: soils.distances,
        Feuille.COUTS: soils.hypotheses,
    }
    return [[_cell(one, row) for one in COLUMNS[feuille]] for row in found[feuille]]


def _cell(column: Column, row: Any) -> Value:
    value = getattr(row, column.name)
    if isinstance(row, Lot | Dap) and column.name in {"chantier", "lot", "exutoire"}:
        value = value.code if value else ""
    return write_value(column, value)


def _results(lot: Lot) -> list[list[Value]]:
    return [
        [_result_cell(column, lot, analyse, result) for column in COLUMNS[Feuille.ANALYSES]]
        for analyse in lot.analyses.all()
        for result in analyse.resultats.all() or [None]
    ]


def _result_cell(column: Column, lot: Lot, analyse: Analyse, row: Resultat | None) -> Value:
    if column.name == "lot":
        return lot.code
    if column.name == "parametre":
        return f"{row.support}.{row.parametre}" if row else None
    if column.name == "valeur":
        return measured_text(row) if row else None
    if column.name in {"unite", "limite_quantification"}:
        return write_value(column, getattr(row, column.name)) if row else None
    return write_value(column, getattr(analyse, column.name))


def measured_text(row: Resultat) -> str | None:
    """Write a measure as people type it: « < 0,05 »; None when nothing was measured."""
    if row.valeur is None:
        return None
    return f"{'< ' if row.is_borne else ''}{format_number(row.valeur)}"
