"""A table as a file to keep, the same way from every page."""

from collections.abc import Sequence

from django.http import HttpResponse

from essor.foundations.tables import ColumnStyle, HeadRole, SheetToWrite, Value, write_csv

CSV = "text/csv; charset=utf-8"


def csv_file(name: str, labels: Sequence[str], lines: Sequence[Sequence[Value]]) -> HttpResponse:
    """Send a table as a CSV that French spreadsheets open as it is and run nothing of.

    name : of the file, without its ending ; labels : the heads ; lines : as many cells each
    """
    sheet = SheetToWrite(
        title=name,
        head=((HeadRole.LABEL, tuple(labels)),),
        rows=lines,
        columns=tuple(ColumnStyle() for _ in labels),
    )
    return file_answer(write_csv(sheet), kind=CSV, name=f"{name}.csv")


def file_answer(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Send a file to keep under this name.

    kind : media type ; name : with its ending
    """
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
