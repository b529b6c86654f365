"""The list, the values, the chart and what is owed, as files: what is downloaded is shown."""

import datetime as dt
from collections.abc import Sequence

from django.http import HttpResponse

from essor.foundations.sums import sum_values
from essor.foundations.tables import Value
from essor.records.indicateurs.models import Valeur
from essor.records.indicateurs.queries import MissingValue
from essor.reports.charts.trajectory import Trajectory
from essor.reports.indicateurs.rows import BoardRow
from essor.web.design.csv_file import csv_file
from essor.web.indicateurs.words import reason_text

BOARD = (
    "Code", "Indicateur", "Réponse du programme", "Mesuré", "Mesuré au",
    "Déclaré par les intéressés", "Déclaré au", "Référence", "Cible au", "Verdict", "Règle",
)  # fmt: skip
VALUES = (
    "Début", "Fin", "Nature", "Action", "Valeur", "Borne basse", "Borne haute", "Absence",
    "Unité", "Déclaré par l'intéressé", "Source", "Lien", "Lu le", "Annulé", "Motif",
)  # fmt: skip
CHART = ("Date", "Nature", "Chiffre", "Ce que demandait la trajectoire")
MISSING = (
    "Code", "Indicateur", "Action", "Attendue depuis le", "Jours", "Pourquoi", "Qui la doit",
)  # fmt: skip


def said_of_value(valeur: Valeur) -> str:
    """Write one value with its unit, or why there is none."""
    return sum_values([valeur.sourced()], unit=valeur.indicateur.unit).label()


def board_file(name: str, rows: Sequence[BoardRow]) -> HttpResponse:
    """Send one line per indicator."""
    return csv_file(name, BOARD, [_board_line(one) for one in rows])


def values_file(name: str, valeurs: Sequence[Valeur]) -> HttpResponse:
    """Send one line per value."""
    return csv_file(name, VALUES, [_line(one) for one in valeurs])


def chart_file(name: str, chart: Trajectory | None) -> HttpResponse:
    """Send one line per mark of the chart."""
    return csv_file(name, CHART, [list(row) for row in chart.rows()] if chart else [])


def missing_file(name: str, owed: Sequence[MissingValue], *, on: dt.date) -> HttpResponse:
    """Send one line per value that is owed."""
    lines: list[list[Value]] = [
        [
            one.indicateur.code,
            one.indicateur.libelle,
            str(one.action) if one.action else "",
            one.due.since,
            one.days_late(on),
            reason_text(one.due),
            ", ".join(one.owes) or "personne n'est désigné",
        ]
        for one in owed
    ]
    return csv_file(name, MISSING, lines)


def _board_line(one: BoardRow) -> list[Value]:
    row, verdict = one.fiche.indicateur, one.fiche.verdict
    return [
        row.code,
        row.libelle,
        row.get_reponse_display(),
        one.measured_text or "aucune valeur",
        one.measured.on if one.measured else None,
        one.declared_text or "aucune valeur",
        one.declared.on if one.declared else None,
        one.reference_text,
        verdict.target.on if verdict.target else None,
        verdict.issue.label,
        verdict.rule,
    ]


def _line(one: Valeur) -> list[Value]:
    return [
        one.debut_on,
        one.fin_on,
        one.get_nature_display(),
        str(one.action) if one.action else "",
        one.value,
        one.low,
        one.high,
        one.get_absence_display() if one.absence else "",
        one.indicateur.unit_label,
        "oui" if one.is_self_declared else "non",
        one.source_title,
        one.source_href,
        one.read_on,
        "oui" if one.is_cancelled else "non",
        one.annulation_motif,
    ]
