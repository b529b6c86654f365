"""The risk register as one person reads it: rows, filters, the two matrices."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.jalons.models import Jalon
from essor.records.journal.models import Tracked
from essor.records.journal.queries import state_as_of
from essor.records.journal.snapshots import kind_of, rebuild
from essor.records.plans.models import Action, Plan
from essor.records.plans.queries import actions_of, outline_as_of
from essor.records.risques.models import LEVELS, LIVE, Risque
from essor.records.risques.permissions import can_read, visible_risques
from essor.records.risques.scale import Echelle, echelle_at


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """What the reader asked for; empty means every risk."""

    action_code: str = ""
    statut: str = ""
    only_overdue: bool = False
    only_critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RisqueRow:
    """One risk; ``days_overdue`` counts from the day its review was due, 0 when it is not.

    numero : its rank in the list, which the matrices show
    """

    numero: int
    risque: Risque
    niveau: str
    niveau_apres: str | None
    days_overdue: int

    @property
    def is_critique(self) -> bool:
        """Tell whether it may still happen and is of the highest class today."""
        return self.risque.is_live and self.niveau == "critique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One square of a matrix."""

    probabilite: int
    impact: int
    niveau: str
    rows: tuple[RisqueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrice:
    """Five by five, the likeliest row first; ``sans`` : live risks that nobody placed there."""

    lignes: tuple[tuple[Case, ...], ...]
    sans: tuple[RisqueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Rows from the gravest down; the matrices hold what may still happen."""

    today: dt.date
    echelle: Echelle
    rows: tuple[RisqueRow, ...]
    avant: Matrice
    apres: Matrice

    @property
    def overdue(self) -> int:
        """Number of reviews that are overdue."""
        return sum(1 for row in self.rows if row.days_overdue)

    @property
    def critical(self) -> int:
        """Number of critical risks that may still happen."""
        return sum(1 for row in self.rows if row.is_critique)


def register_of(
    *, plan: Plan, by: Access, today: dt.date, asked: RegisterFilter | None = None
) -> Register:
    """Return the risks of the working plan that this person may read. One query."""
    found = _risques(plan, by).filter(action__sortie="")
    return build_register(found, today=today, asked=asked or RegisterFilter())


def register_as_of(
    *, plan: Plan, by: Access, at: dt.datetime, asked: RegisterFilter | None = None
) -> Register | None:
    """Return the register as it stood at an instant, None before the plan existed.

    Readable are the risks of actions that this person could read then and may still read.
    """
    outline = outline_as_of(plan=plan, by=by, at=at)
    if outline is None:
        return None
    actions = {row.action.pk: row.action for row in outline.walk()} if can_read(by) else {}
    present: list[Tracked] = [
        *Risque.objects.filter(action__plan=plan).order_by("id"),
        *Jalon.objects.filter(action__plan=plan).order_by("id"),
    ]
    states = state_as_of(territoire_code=by.territoire_code, at=at, present=present)
    jalons = {
        key: rebuild(kind_of(Jalon), key, state)
        for key, state in states.get(kind_of(Jalon), {}).items()
    }
    found = []
    for key, state in states.get(kind_of(Risque), {}).items():
        risque = rebuild(kind_of(Risque), key, state)
        assert isinstance(risque, Risque)
        if risque.action_id in actions:
            found.append(_tied(risque, actions, jalons))
    return build_register(found, today=at.date(), asked=asked or RegisterFilter())


def risques_of(*, plan: Plan, action: Action, by: Access, today: dt.date) -> Register:
    """Return the risks of one action, for its sheet and its page. One query."""
    asked = RegisterFilter(action_code=action.code)
    return build_register(_risques(plan, by).filter(action=action), today=today, asked=asked)


def sheet_risques(*, plan: Plan, action: Action, by: Access, today: dt.date) -> Register | None:
    """Return the risks of one action, None for who reads no risk at all. One query at most."""
    if not can_read(by):
        return None
    return risques_of(plan=plan, action=action, by=by, today=today)


def get_risque(*, plan: Plan, action_code: str, risque_id: uuid.UUID, by: Access) -> Risque:
    """Return a risk. Raises Http404 when absent or not readable."""
    found = _risques(plan, by).filter(action__code__iexact=action_code, pk=risque_id).first()
    if found is None:
        raise Http404
    return found


def actions_at_risk(plan: Plan, by: Access) -> list[Action]:
    """Return the actions that have a risk this person may read, for the filter."""
    with_risk = Risque.objects.filter(visible_risques(by), action__plan=plan).values("action_id")
    return list(actions_of(plan, by).filter(pk__in=with_risk))


def build_register(risques: Iterable[Risque], *, today: dt.date, asked: RegisterFilter) -> Register:
    """Classify, filter and sort. Pure but for the parameters of the scale."""
    echelle = echelle_at(today)
    found = [row for one in risques if _is_asked(row := _row(one, echelle, today), asked)]
    found.sort(key=_gravest_first)
    rows = [replace(row, numero=rank) for rank, row in enumerate(found, start=1)]
    live = [row for row in rows if row.risque.is_live]
    return Register(
        today=today,
        echelle=echelle,
        rows=tuple(rows),
        avant=_matrice(live, echelle, ("probabilite", "impact")),
        apres=_matrice(live, echelle, ("probabilite_apres", "impact_apres")),
    )


def _risques(plan: Plan, by: Access) -> QuerySet[Risque]:
    return (
        Risque.objects.filter(visible_risques(by), action__plan=plan)
        .select_related("action__plan", "jalon")
        .order_by("titre", "id")
    )


def _tied(
    risque: Risque, actions: dict[uuid.UUID, Action], jalons: dict[uuid.UUID, Tracked]
) -> Risque:
    risque.action = actions[risque.action_id]
    if risque.jalon_id is not None:
        jalon = jalons.get(risque.jalon_id)
        risque.jalon = jalon if isinstance(jalon, Jalon) else None
    return risque


def _row(risque: Risque, echelle: Echelle, today: dt.date) -> RisqueRow:
    after = risque.criticite_apres
    due = risque.revue_on if risque.is_live else None
    return RisqueRow(
        numero=0,
        risque=risque,
        niveau=echelle.niveau(risque.criticite),
        niveau_apres=None if after is None else echelle.niveau(after),
        days_overdue=max(0, (today - due).days) if due else 0,
    )


def _is_asked(row: RisqueRow, asked: RegisterFilter) -> bool:
    return (
        (not asked.action_code or row.risque.action.code.lower() == asked.action_code.lower())
        and (not asked.statut or row.risque.statut == asked.statut)
        and (not asked.only_overdue or row.days_overdue > 0)
        and (not asked.only_critical or row.is_critique)
    )


def _gravest_first(row: RisqueRow) -> tuple[bool, int, str, str]:
    risque = row.risque
    return (risque.statut not in LIVE, -risque.criticite, risque.action.code, risque.titre)


def _matrice(rows: Sequence[RisqueRow], echelle: Echelle, names: tuple[str, str]) -> Matrice:
    placed: dict[tuple[int | None, int | None], list[RisqueRow]] = {}
    for row in rows:
        key = (getattr(row.risque, names[0]), getattr(row.risque, names[1]))
        placed.setdefault(key, []).append(row)
    return Matrice(
        lignes=tuple(
            tuple(
                Case(
                    probabilite=probabilite,
                    impact=impact,
                    niveau=echelle.niveau(probabilite * impact),
                    rows=tuple(placed.get((probabilite, impact), ())),
                )
                for impact in LEVELS
            )
            for probabilite in reversed(LEVELS)
        ),
        sans=tuple(placed.get((None, None), ())),
    )
