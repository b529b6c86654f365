"""The figures of a plan put into French sentences: what is unknown is said, never rounded up."""

from collections.abc import Sequence

from essor.foundations.french import format_eur, format_number
from essor.records.plans.announcements import Series, said_label
from essor.records.plans.choices import NatureAnnonce, Statut
from essor.records.plans.movements import Movement, statut_label
from essor.records.plans.summary import NON_PUBLIE, Alert, Euros, PlanSummary

NBSP = "\u00a0"
ARROW = "\u2192"
MOST_PARTS = 3
ACTION_UNITS = ("action", "actions")


def headline(summary: PlanSummary | None, *, is_member: bool) -> str:
    """Return the title of the first screen: the answer to « how does the plan stand? »."""
    if summary is None:
        return "Aucun plan n'est encore suivi dans Essor pour ce territoire"
    if not summary.actions:
        return (
            "Le plan ne contient encore aucune action"
            if is_member
            else "Aucune action du plan n'est ouverte au public"
        )
    actions = counted(summary.actions, "action suivie", "actions suivies")
    unknown = summary.count(NON_PUBLIE)
    if unknown == summary.actions and not summary.alerts:
        return f"{actions}, dont l'avancement n'est pas publié"
    return f"{actions}{NBSP}: {', '.join(_parts(summary))}"


def _parts(summary: PlanSummary) -> list[str]:
    """Return what matters most, worst first."""
    parts = [
        (summary.blocked, "bloquée", "bloquées"),
        (summary.late, "en retard", "en retard"),
        (summary.count(Statut.EN_COURS), "en cours", "en cours"),
        (summary.count(Statut.REALISE), "réalisée", "réalisées"),
        (summary.count(Statut.A_VENIR), "à venir", "à venir"),
        (summary.count(Statut.EN_PAUSE), "en pause", "en pause"),
        (summary.count(Statut.A_DISCUTER), "à discuter", "à discuter"),
        (summary.count(Statut.ABANDONNE), "abandonnée", "abandonnées"),
        (summary.count(NON_PUBLIE), "sans statut publié", "sans statut publié"),
    ]
    return [counted(*part) for part in parts if part[0]][:MOST_PARTS]


def attention(summary: PlanSummary) -> str:
    """Return what is blocked or late, what cannot be known, what passed in silence."""
    if not summary.overdue:
        return _attention(summary)
    passed = counted(
        summary.overdue, "échéance annoncée est passée", "échéances annoncées sont passées"
    )
    return f"{_attention(summary)} {passed} sans nouvelle publication."


def _attention(summary: PlanSummary) -> str:
    known = [
        counted(number, *words)
        for number, words in (
            (summary.blocked, ("action bloquée", "actions bloquées")),
            (summary.late, ("action en retard", "actions en retard")),
        )
        if number
    ]
    said = " et ".join(known) if known else "Aucune action signalée bloquée ni en retard"
    if not summary.without_end:
        return f"{said}."
    if summary.without_end == summary.actions:
        return (
            f"{said}{NBSP}; aucune date de fin n'est publiée, un retard ne peut donc se calculer."
        )
    missing = counted(summary.without_end, "action", "actions")
    return f"{said}{NBSP}; {missing} sans date de fin publiée."


def euros(amount: Euros, what: str) -> str:
    """Return a sum and what it leaves out. `what`: « budget », « financement »."""
    total = amount.known + amount.unknown
    if not total:
        return "Sans objet."
    if amount.known_eur is None:
        return f"Aucun {what} publié."
    said = f"{format_eur(amount.known_eur)} connus"
    if not amount.unknown:
        return f"{said}, pour toutes les actions."
    missing = f"{counted(amount.unknown, 'action', 'actions')} sur {format_number(total)}"
    return f"{said}{NBSP}; {what} incomplet ou non publié pour {missing}."


def published(series: Sequence[Series]) -> str:
    """Return how many actions were announced and published, as the sources count them."""
    counts = [
        f"{one.sujet.lower()}{NBSP}: {said_label(one.latest)}"
        for one in series
        if one.nature == NatureAnnonce.NOMBRE and one.latest.unit in ACTION_UNITS
    ]
    said = ", ".join(counts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def alert_reason(alert: Alert) -> str:
    """Return why an action is on the list: blocked, late by how many days, or both."""
    reasons = ["bloquée"] if alert.is_blocked else []
    if alert.days_late:
        reasons.append(f"en retard de {counted(alert.days_late, 'jour', 'jours')}")
    return ", ".join(reasons)


def movement_steps(movement: Movement) -> list[str]:
    """Return what moved, the change of status first."""
    steps = ["Nouvelle action"] if movement.is_new else []
    if movement.statut:
        before, now = (statut_label(value) for value in movement.statut)
        steps.append(f"Statut{NBSP}: {before} {ARROW} {now}")
    if movement.fin_on:
        before, now = (f"{day:%d/%m/%Y}" if day else "non publiée" for day in movement.fin_on)
        steps.append(f"Date de fin{NBSP}: {before} {ARROW} {now}")
    if not steps:
        steps.append(counted(movement.changes, "modification", "modifications"))
    return steps


def counted(number: int, one: str, many: str) -> str:
    """« 1 action », « 12 actions »: French puts zero and one in the singular."""
    return f"{format_number(number)}{NBSP}{one if number < 2 else many}"
