"""Decisions and drifts as files: what is downloaded is what is shown."""

from collections.abc import Iterable, Sequence

from essor.foundations.tables import Value
from essor.records.comites.drift import DriftTable
from essor.records.comites.queries import DecisionRow, owner_of

DECISION_LABELS = (
    "Comité", "Date du comité", "N°", "Décision", "Actions", "Responsable", "Échéance",
    "En retard de (jours)", "Statut", "Suite donnée", "Qui la lit",
)  # fmt: skip


def decision_lines(rows: Iterable[DecisionRow]) -> list[list[Value]]:
    """Return one line per decision shown, in the order shown."""
    return [
        [
            row.decision.comite.titre,
            row.decision.comite.tenu_on,
            row.decision.ordre,
            row.decision.texte,
            ", ".join(action.code for action in row.actions),
            owner_of(row.decision),
            row.decision.echeance_on,
            row.days_overdue or None,
            row.decision.get_statut_display(),
            row.decision.suite,
            row.decision.get_confidentialite_display(),
        ]
        for row in rows
    ]


def drift_labels(intervals: Sequence[str]) -> tuple[str, ...]:
    """Return the column labels: one drift per interval, in days, then the whole."""
    drifts = [f"Dérive (jours), {interval}" for interval in intervals]
    return ("Code de l'action", "Action", "Jalon", *drifts, "Attendu aujourd'hui")


def drift_lines(table: DriftTable) -> list[list[Value]]:
    """Return one line per milestone; an unknown drift is an empty cell."""
    return [
        [
            row.action.code,
            row.action.titre,
            row.jalon.titre,
            *(one.days if one else None for one in row.drifts),
            row.after.label() if row.after else "non publié",
        ]
        for row in table.rows
    ]
