"""The short sheet: what one pilot reads of her actions, and of nothing else."""

import datetime as dt
import uuid
from dataclasses import dataclass

from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.jalons.models import AS_SAID, Jalon, Prevision
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import piloted_by
from essor.records.relances.facts import is_alive, last_news
from essor.records.relances.models import Campagne, Demande, Reponse
from essor.records.suivi.models import PointBloquant

SHOWN_JALONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetJalon:
    """One open milestone; ``standing`` is what was last said of it."""

    jalon: Jalon
    standing: Prevision | None
    expected: Period | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAction:
    """One action as its pilot answers about it; ``reponse`` is her last answer to this request."""

    action: Action
    jalons: tuple[SheetJalon, ...]
    more_jalons: int
    points: tuple[PointBloquant, ...]
    last_on: dt.date | None
    reponse: Reponse | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the page shows."""

    plan: Plan
    campagne: Campagne | None
    rows: tuple[SheetAction, ...]

    @property
    def answered(self) -> int:
        """Number of actions that have their answer."""
        return sum(row.reponse is not None for row in self.rows)


def read_sheet(*, plan: Plan, campagne: Campagne | None, access: Access, today: dt.date) -> Sheet:
    """Return the sheet of a pilot: of what was asked, only what she still pilots. Six queries."""
    mine = (
        Action.objects.filter(piloted_by(access), plan=plan)
        .select_related("plan__territoire", "parent")
        .distinct()
        .order_by("ordre", "code", "id")
    )
    if campagne is None:
        actions = [action for action in mine if is_alive(action)]
    else:
        asked = Demande.objects.filter(campagne=campagne, user=access.user_id)
        actions = list(mine.filter(pk__in=asked.values("action_id")))
    return Sheet(plan=plan, campagne=campagne, rows=_rows(actions, campagne, access, today))


def _rows(
    actions: list[Action], campagne: Campagne | None, access: Access, today: dt.date
) -> tuple[SheetAction, ...]:
    jalons = _jalons(actions, today)
    points: dict[uuid.UUID, list[PointBloquant]] = {}
    found = PointBloquant.objects.filter(action__in=actions, leve_on__isnull=True)
    for point in found.order_by("created_at", "id"):
        points.setdefault(point.action_id, []).append(point)
    news = last_news(action.pk for action in actions)
    answers: dict[uuid.UUID, Reponse] = {}
    if campagne is not None:
        said = Reponse.objects.filter(campagne=campagne, user=access.user_id)
        answers = {one.action_id: one for one in said.order_by("answered_at", "id")}
    return tuple(
        SheetAction(
            action=action,
            jalons=tuple(jalons.get(action.pk, [])[:SHOWN_JALONS]),
            more_jalons=max(0, len(jalons.get(action.pk, [])) - SHOWN_JALONS),
            points=tuple(points.get(action.pk, ())),
            last_on=news.get(action.pk),
            reponse=answers.get(action.pk),
        )
        for action in actions
    )


def _jalons(actions: list[Action], today: dt.date) -> dict[uuid.UUID, list[SheetJalon]]:
    """Return the open milestones of each action, the soonest first, undated ones last."""
    rows = list(Jalon.objects.filter(action__in=actions, actual_on__isnull=True).order_by("id"))
    standing = {
        one.jalon_id: one
        for one in Prevision.objects.filter(jalon__in=rows, is_cancelled=False).order_by(*AS_SAID)
    }
    found: dict[uuid.UUID, list[SheetJalon]] = {}
    for jalon in rows:
        said = standing.get(jalon.pk)
        expected = said.expected if said else jalon.baseline
        is_late = expected is not None and expected.end < today
        row = SheetJalon(jalon=jalon, standing=said, expected=expected, is_late=is_late)
        found.setdefault(jalon.action_id, []).append(row)
    for mine in found.values():
        mine.sort(key=_soonest)
    return found


def _soonest(row: SheetJalon) -> tuple[bool, dt.date, int, str]:
    end = row.expected.end if row.expected else dt.date.max
    return row.expected is None, end, row.jalon.ordre, row.jalon.titre
