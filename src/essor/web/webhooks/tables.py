"""The log of the deliveries as a file: one line per attempt, in the order of the page."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone

from essor.foundations.tables import Value
from essor.records.webhooks.models import Livraison, Tentative
from essor.web.design.csv_file import csv_file

LABELS = ("Message", "Opération", "Due depuis", "Issue", "Essai du", "Statut HTTP", "Durée (ms)",
          "Détail", "Début de la réponse")  # fmt: skip


def csv_response(rows: Iterable[Livraison]) -> HttpResponse:
    """Send every attempt; a message that was never tried has one line too."""
    lines = [_line(row, one) for row in rows for one in (*row.tentatives.all(),) or (None,)]
    return csv_file("livraisons", LABELS, lines)


def _line(row: Livraison, one: Tentative | None) -> list[Value]:
    return [
        row.message_id,
        str(row.operation_id or "essai"),
        timezone.localtime(row.created_at).isoformat(timespec="seconds"),
        row.get_state_display(),
        timezone.localtime(one.at).isoformat(timespec="seconds") if one else None,
        one.http_status if one else None,
        one.duration_ms if one else None,
        one.fault if one else None,
        one.excerpt if one else None,
    ]
