"""Tables of the studies as files to keep."""

from django.http import HttpResponse

from essor.reports.etude_friche.table import Table
from essor.web.design.csv_file import csv_file


def csv_answer(table: Table, name: str) -> HttpResponse:
    """Send a table: every row, amounts to the cent."""
    return csv_file(f"etude-{name}", table.head, table.exact)
