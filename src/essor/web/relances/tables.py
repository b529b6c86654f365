"""Lists of the reminders as files: the lines of the page, in its order."""

from collections.abc import Iterable, Mapping

from django.http import HttpResponse

from essor.foundations.tables import Value
from essor.records.accounts.models import User
from essor.records.relances.kinds import Nature
from essor.records.relances.models import Rappel
from essor.records.relances.queries import Unanswered
from essor.records.relances.rules import DayPlan
from essor.web.design.csv_file import csv_file

PREVIEW = ("Jour", "Personne", "Adresse", "Type", "Rappel")
LOG = ("Jour", "Personne", "Adresse", "Type", "Rappel", "Issue", "Essais", "Envoyé le", "Détail")
OWED = ("Demande", "Échéance", "Pilote", "Adresse", "Code de l'action", "Action", "Jours de retard")


def preview_response(days: Iterable[DayPlan], people: Mapping[int, User]) -> HttpResponse:
    """Send who will receive what."""
    lines: list[list[Value]] = [
        [
            day.day,
            people[mail.user_id].label,
            people[mail.user_id].email,
            line.watched.nature.label,
            line.watched.texte,
        ]
        for day in days
        for mail in day.mails
        if mail.user_id in people
        for line in mail.lines
    ]
    return csv_file("apercu-des-relances", PREVIEW, lines)


def log_response(rows: Iterable[Rappel]) -> HttpResponse:
    """Send what was sent, and how it ended."""
    lines: list[list[Value]] = [
        [
            row.courriel.day,
            row.user.label,
            row.user.email,
            Nature(row.nature).label,
            row.texte,
            row.courriel.get_state_display(),
            row.courriel.attempts,
            row.courriel.sent_at.date() if row.courriel.sent_at else None,
            row.courriel.fault,
        ]
        for row in rows
    ]
    return csv_file("envois", LOG, lines)


def unanswered_response(rows: Iterable[Unanswered]) -> HttpResponse:
    """Send who owes an answer."""
    lines: list[list[Value]] = [
        [
            row.demande.campagne.titre,
            row.demande.campagne.echeance_on,
            row.demande.user.label,
            row.demande.user.email,
            row.demande.action.code,
            row.demande.action.titre,
            row.days_late,
        ]
        for row in rows
    ]
    return csv_file("sans-reponse", OWED, lines)
