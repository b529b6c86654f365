"""What is expected of each, as a file: the lines of the page, in its order."""

from collections.abc import Iterable
from enum import StrEnum

from django.http import HttpResponse

from essor.foundations.tables import (
    ColumnStyle,
    HeadRole,
    SheetToWrite,
    Value,
    write_csv,
    write_xlsx,
)
from essor.records.suivi.queries import Expected

LABELS = (
    "Nature du destinataire", "Destinataire", "Code de l'action", "Action", "Cause",
    "Ce qui débloquerait", "Bloqué depuis le", "Prochaine étape", "Responsable", "Échéance",
)  # fmt: skip
WIDTHS = (24, 30, 12, 40, 50, 50, 16, 40, 26, 16)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileFormat(StrEnum):
    """Files that the list is sent as."""

    CSV = "csv"
    XLSX = "xlsx"


def expected_response(groups: Iterable[Expected], file_format: FileFormat) -> HttpResponse:
    """Send the list as a file that spreadsheets open and run nothing of."""
    sheet = SheetToWrite(
        title="Attentes",
        head=((HeadRole.LABEL, LABELS),),
        rows=expected_lines(groups),
        columns=tuple(ColumnStyle(width=width) for width in WIDTHS),
        frozen_columns=2,
    )
    is_csv = file_format is FileFormat.CSV
    data = write_csv(sheet) if is_csv else write_xlsx([sheet])
    response = HttpResponse(data, content_type="text/csv; charset=utf-8" if is_csv else XLSX)
    response["Content-Disposition"] = f'attachment; filename="attentes.{file_format.value}"'
    return response


def expected_lines(groups: Iterable[Expected]) -> list[list[Value]]:
    """Return one line per point, grouped as on screen."""
    return [
        [
            group.nature.label,
            group.nom,
            point.action.code,
            point.action.titre,
            point.cause,
            point.deblocage,
            point.depuis_on,
            point.prochaine_etape,
            point.responsable_nom,
            point.echeance_on,
        ]
        for group in groups
        for point in group.points
    ]
