"""The values that one person may enter at once: one row per indicator, or per tied action."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.indicateurs.models import Indicateur
from essor.records.indicateurs.queries import Fiche, Serie, board_of
from essor.records.indicateurs.record import row_label
from essor.records.plans.models import Action, Plan
from essor.records.plans.permissions import can_edit_plan, piloted_by


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One value to enter; ``key`` names it in the form."""

    indicateur: Indicateur
    serie: Serie

    @property
    def action(self) -> Action | None:
        """The action that it is of, None for the whole."""
        return self.serie.action

    @property
    def key(self) -> str:
        """Stable name of the row."""
        return f"{self.indicateur.pk}{f'_{self.action.pk}' if self.action else ''}"

    @property
    def label(self) -> str:
        """Name of the row, as the faults name it."""
        return row_label(self.indicateur, self.action)


def grid_of(*, plan: Plan, by: Access, today: dt.date) -> tuple[GridRow, ...]:
    """Return what this person may enter, what is due first. Two queries more than the board."""
    fiches = board_of(plan=plan, by=by, today=today)
    rows = [
        GridRow(indicateur=fiche.indicateur, serie=serie)
        for fiche, serie in recordable(plan=plan, by=by, fiches=fiches)
    ]
    return tuple(sorted(rows, key=lambda one: one.serie.due is None))


def recordable(*, plan: Plan, by: Access, fiches: Sequence[Fiche]) -> list[tuple[Fiche, Serie]]:
    """Return the series that this person may say a value of; one query."""
    series = [
        (fiche, serie)
        for fiche in fiches
        for serie in fiche.series
        if serie.action is not None or not fiche.indicateur.is_par_action
    ]
    if can_edit_plan(by, plan):
        return series
    if by.user_id is None or not by.can(Capability.EDIT_PILOTED):
        return []
    rows = Action.objects.filter(piloted_by(by), plan=plan)
    piloted = set(rows.values_list("pk", flat=True))
    return [pair for pair in series if _is_hers(*pair, by=by, piloted=piloted)]


def _is_hers(fiche: Fiche, serie: Serie, *, by: Access, piloted: set[uuid.UUID]) -> bool:
    if fiche.indicateur.responsable_id == by.user_id:
        return True
    if serie.action is not None:
        return serie.action.pk in piloted
    return any(action.pk in piloted for action in fiche.actions)
