"""Build plan workbooks for the tests: labels in a row, actions under them."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

from essor.records.plans.tableur import PlanRead, read_plan

TITLE = "Titre de l'action"


def workbook(
    labels: Sequence[str],
    rows: Sequence[Mapping[str, object] | Sequence[object]],
    *,
    above: Sequence[Sequence[object]] = (),
    title: str = "Plan",
) -> bytes:
    """An .xlsx; rows are sequences, or mappings by label (the first column of that label)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(title)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate([*above, labels, *rows]):
        values = (
            [(labels.index(label), value) for label, value in row.items()]
            if isinstance(row, Mapping)
            else list(enumerate(row))
        )
        for column, value in values:
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, int | float):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, str(value))
    book.close()
    return buffer.getvalue()


def read(labels: Sequence[str], *rows: Mapping[str, object] | Sequence[object]) -> PlanRead:
    """Read a workbook made of these labels and rows."""
    return read_plan(workbook(labels, rows), file_name="plan.xlsx")


def places(read: PlanRead) -> list[tuple[str, str]]:
    """Code and cell of each fault."""
    return [(fault.code, fault.place.cell or "") for fault in read.faults]


def said(read: PlanRead) -> list[str]:
    """Codes of the warnings."""
    return [warning.code for warning in read.warnings]
