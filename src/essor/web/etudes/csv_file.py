"""Tables and documents as files to keep."""

from django.http import HttpResponse

from essor.foundations.tables import ColumnStyle, HeadRole, SheetToWrite, write_csv
from essor.reports.etude_friche.table import Table


def csv_answer(table: Table, name: str) -> HttpResponse:
    """Send a table: every row, amounts to the cent."""
    sheet = SheetToWrite(
        title=name,
        head=((HeadRole.LABEL, table.head),),
        columns=tuple(ColumnStyle() for _ in table.head),
        rows=table.exact,
    )
    return file_answer(write_csv(sheet), "text/csv; charset=utf-8", f"etude-{name}.csv")


def file_answer(content: bytes, kind: str, name: str) -> HttpResponse:
    """Send a file to keep under this name."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
