"""What was promised of a big project, and what is expected now: one milestone stands for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from essor.foundations.periods import Period
from essor.records.jalons.calendar import JalonRow
from essor.records.jalons.models import Prevision
from essor.records.plans.announcements import count_slips
from essor.records.projets.models import GrandProjet


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The milestone that says when the project is done.

    promised : the baseline adopted, else the first date announced, None when neither is known
    first : the first announcement kept, if any; slips : times it was put off
    is_named : the card names it; else it is the one that falls last
    """

    row: JalonRow
    promised: Period | None
    first: Prevision | None
    slips: int
    is_named: bool


def promise_of(card: GrandProjet | None, rows: Sequence[JalonRow]) -> Promise | None:
    """Return the promise of a project, None when no milestone bears a date."""
    wanted = card.jalon_repere_id if card else None
    named = next((row for row in rows if wanted is not None and row.jalon.pk == wanted), None)
    row = named or _last(rows)
    if row is None:
        return None
    first = row.kept[0] if row.kept else None
    return Promise(
        row=row,
        promised=row.jalon.baseline or (first.expected if first else None),
        first=first,
        slips=count_slips(one.expected for one in row.kept),
        is_named=named is not None,
    )


def worst_of(rows: Sequence[JalonRow]) -> JalonRow | None:
    """Return the milestone that drifted most, None when no drift is known."""
    known = [(row.drift.days, -rank, row) for rank, row in enumerate(rows) if row.drift]
    return max(known, key=lambda one: one[:2])[2] if known else None


def _last(rows: Sequence[JalonRow]) -> JalonRow | None:
    """Return the open milestone that falls last, else the reached one that does."""
    dated = [(row.current.end, rank, row) for rank, row in enumerate(rows) if row.current]
    still = [one for one in dated if not one[2].is_reached]
    pool = still or dated
    return max(pool, key=lambda one: one[:2])[2] if pool else None
