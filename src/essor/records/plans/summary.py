"""How a plan stands, for the first screen of a territory: counted here, worded elsewhere.

Everything is computed from the actions that the reader may see, so that no count, sum or name
tells anything of the others.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from essor.records.accounts.permissions import Access
from essor.records.plans.announcements import Series, gather_series
from essor.records.plans.choices import EtatFinancement, ParticipantRole, Statut
from essor.records.plans.models import Action, Annonce, Plan
from essor.records.plans.movements import Movements, movements_of
from essor.records.plans.outline import ActionRow, AxeNode
from essor.records.plans.queries import outline_of

RECENT = dt.timedelta(days=30)
NON_PUBLIE = "non_publie"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """Number of actions of one status; `statut` is « non_publie » when nobody gave one."""

    statut: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Euros:
    """A sum that says what it leaves out.

    known_eur : None when no amount is known, which is not zero
    known, unknown : numbers of actions; an action known in part counts in both the sum and unknown
    """

    known_eur: Decimal | None
    known: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An action that is blocked, late, or both, and who must act."""

    action: Action
    is_blocked: bool
    days_late: int
    pilotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrandProjet:
    """A big project and what was announced of it."""

    action: Action
    series: tuple[Series, ...]

    @property
    def slips(self) -> int:
        """Number of times one of its dates was put off."""
        return sum(one.slips for one in self.series)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary:
    """What the first screen of a territory says of its plan, for one reader, on one day."""

    plan: Plan
    today: dt.date
    actions: int
    sous_actions: int
    statuts: tuple[StatusCount, ...]
    alerts: tuple[Alert, ...]
    without_end: int
    budget: Euros
    funding: Euros
    grands_projets: tuple[GrandProjet, ...]
    plan_series: tuple[Series, ...]
    movements: Movements | None

    def count(self, statut: str) -> int:
        """Number of actions of a status."""
        return next((one.count for one in self.statuts if one.statut == statut), 0)

    @property
    def overdue(self) -> int:
        """Number of announced deadlines of big projects that passed without news."""
        return sum(
            one.is_overdue(self.today) for project in self.grands_projets for one in project.series
        )

    @property
    def blocked(self) -> int:
        """Number of blocked actions and sub-actions."""
        return sum(alert.is_blocked for alert in self.alerts)

    @property
    def late(self) -> int:
        """Number of late actions and sub-actions."""
        return sum(alert.days_late > 0 for alert in self.alerts)


def demonstration_plan() -> Plan | None:
    """Return the plan that shows Essor at work, None outside a demonstration (1 query)."""
    return Plan.objects.filter(is_demonstration=True).select_related("territoire").first()


def summary_of(
    *, plan: Plan, by: Access, now: dt.datetime, since: dt.datetime | None = None
) -> PlanSummary:
    """Return how the plan stands for this reader. At most nine queries.

    now : aware instant; its local day decides what is late
    since : from when movements count, thirty days ago unless given
    """
    today = now.date()
    rows = _top_rows(outline_of(plan=plan, by=by, today=today).nodes)
    walked = [row for top in rows for row in top.walk()]
    actions = [row.action for row in walked]
    series = _series_by_action(plan, actions)
    return PlanSummary(
        plan=plan,
        today=today,
        actions=len(rows),
        sous_actions=len(walked) - len(rows),
        statuts=count_statuts(row.action for row in rows),
        alerts=_alerts(walked, by),
        without_end=sum(row.action.fin_on is None for row in rows),
        budget=add_euros(rows, _own_budget),
        funding=add_euros(rows, _own_funding),
        grands_projets=tuple(
            GrandProjet(action=action, series=gather_series(series.get(action.id, ())))
            for action in actions
            if action.is_grand_projet
        ),
        plan_series=gather_series(series.get(None, ())),
        movements=movements_of(plan=plan, by=by, actions=actions, since=since or now - RECENT),
    )


def _top_rows(nodes: Iterable[AxeNode]) -> list[ActionRow]:
    rows: list[ActionRow] = []
    for node in nodes:
        rows += node.rows
        rows += _top_rows(node.enfants)
    return rows


def count_statuts(actions: Iterable[Action]) -> tuple[StatusCount, ...]:
    """Count by status, in the order of the life of an action, « non publié » last."""
    counts = Counter(action.statut or NON_PUBLIE for action in actions)
    labels = {statut.value: statut.label for statut in Statut} | {NON_PUBLIE: "Non publié"}
    return tuple(
        StatusCount(statut=key, label=label, count=counts[key])
        for key, label in labels.items()
        if counts[key]
    )


def add_euros(
    rows: Sequence[ActionRow], own: Callable[[ActionRow], tuple[Decimal | None, bool]]
) -> Euros:
    """Add what is known of each action that is not given up.

    own : amount that one row states (None when it states none) and whether that is all of it.
    An action that states nothing is worth what its sub-actions state; both are never added.
    """
    amounts: list[Decimal] = []
    complete = counted = 0
    for row in rows:
        if row.action.statut == Statut.ABANDONNE:
            continue
        counted += 1
        amount, is_whole = own(row)
        if amount is None:
            amount, is_whole = _below(row, own)
        if amount is not None:
            amounts.append(amount)
            complete += is_whole
    return Euros(
        known_eur=sum(amounts, Decimal(0)) if amounts else None,
        known=complete,
        unknown=counted - complete,
    )


def _below(
    row: ActionRow, own: Callable[[ActionRow], tuple[Decimal | None, bool]]
) -> tuple[Decimal | None, bool]:
    live = [child for child in row.sous_actions if child.action.statut != Statut.ABANDONNE]
    parts = [own(child) for child in live]
    known = [amount for amount, _ in parts if amount is not None]
    if not known:
        return None, False
    return sum(known, Decimal(0)), all(amount is not None and whole for amount, whole in parts)


def _own_budget(row: ActionRow) -> tuple[Decimal | None, bool]:
    return row.action.budget_eur, True


def _own_funding(row: ActionRow) -> tuple[Decimal | None, bool]:
    """Add the funders of one row; a refusal brings nothing and hides nothing."""
    live = [one for one in row.financements if one.etat != EtatFinancement.REFUSE]
    known = [one.montant_eur for one in live if one.montant_eur is not None]
    return (sum(known, Decimal(0)) if known else None), len(known) == len(live)


def _alerts(rows: Iterable[ActionRow], by: Access) -> tuple[Alert, ...]:
    """Blocked first, then the latest of the late."""
    found = [
        Alert(
            action=row.action,
            is_blocked=row.action.statut == Statut.BLOQUE,
            days_late=row.days_late,
            pilotes=_pilotes(row, by),
        )
        for row in rows
        if row.action.statut == Statut.BLOQUE or row.days_late
    ]
    return tuple(
        sorted(found, key=lambda one: (not one.is_blocked, -one.days_late, one.action.code))
    )


def _pilotes(row: ActionRow, by: Access) -> tuple[str, ...]:
    """Return who must act; the names of people are for the members of the territory."""
    if by.is_member:
        return tuple(row.pilotes)
    role = ParticipantRole.STRUCTURE_PILOTE
    return tuple(one.nom for one in row.participants if one.role == role)


def _series_by_action(plan: Plan, visible: Sequence[Action]) -> dict[object, list[Annonce]]:
    """Group the announcements of the plan itself (None) and of the visible actions."""
    allowed = {action.id for action in visible}
    grouped: dict[object, list[Annonce]] = {}
    for annonce in Annonce.objects.filter(plan=plan).order_by("ordre", "id"):
        if annonce.action_id is None or annonce.action_id in allowed:
            grouped.setdefault(annonce.action_id, []).append(annonce)
    return grouped
