"""The workbook of a plan of soils: every table whole, numbers as numbers."""

from essor.foundations.tables import ColumnStyle, HeadRole, SheetToWrite, write_xlsx
from essor.reports.etude_friche.table import Row, Table
from essor.reports.plan_terres import answer, prices, tables
from essor.reports.plan_terres.assumptions import assumptions, sources
from essor.reports.plan_terres.document import DEMONSTRATION
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.proof import proof_of

WIDE, NARROW = 34, 15


def plan_workbook(sheet: PlanSheet) -> bytes:
    """Write the workbook; the same plan gives the same bytes."""
    found = {
        "Réponse": _answer(sheet),
        "Comparaison": tables.comparison(sheet),
        "Totaux": tables.totals(sheet),
        "Semaines": tables.weeks(sheet),
        "Flux": tables.flows(sheet),
        "Flux par semaine": tables.gantt(sheet),
        "Exutoires": tables.outlets(sheet),
        "Prix": prices.table(sheet),
        "Hypothèses": assumptions(sheet),
        "Preuve": _proof(sheet),
    }
    return write_xlsx([_sheet(title, table, sheet) for title, table in found.items()])


def _answer(sheet: PlanSheet) -> Table:
    rows: list[Row] = [(sheet.titre,), (sheet.territoire,), (answer.sentence(sheet),)]
    rows += [(one,) for one in (*answer.cautions(sheet), *sheet.left_out, *sources(sheet))]
    return Table(head=("Plan de terres",), cells=tuple(rows), is_text=True)


def _proof(sheet: PlanSheet) -> Table:
    rows: list[Row] = [(one.label, one.said, one.help) for one in proof_of(sheet)]
    return Table(head=("Mesure", "Valeur", "Ce que cela veut dire"), cells=tuple(rows))


def _sheet(title: str, table: Table, plan: PlanSheet) -> SheetToWrite:
    head = [(HeadRole.LABEL, table.head)]
    if plan.is_demonstration:
        blank = ("",) * (len(table.head) - 1)
        head.insert(0, (HeadRole.HINT, (DEMONSTRATION, *blank)))
    return SheetToWrite(
        title=title,
        head=tuple(head),
        rows=table.exact,
        columns=tuple(
            ColumnStyle(width=WIDE if rank == 0 else NARROW) for rank, _ in enumerate(table.head)
        ),
    )
