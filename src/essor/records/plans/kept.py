"""The rows of the plans read last; see ``journal.kept`` for what may be done with them."""

import uuid
from dataclasses import dataclass

from essor.records.journal.kept import Kept
from essor.records.journal.queries import Position
from essor.records.plans.models import Action, Axe, Financement, Participant

MOST_ROWS = 20_000  # some tens of megabytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRows:
    """What an outline is made of, as one person reads it."""

    actions: tuple[Action, ...]
    participants: tuple[Participant, ...]
    financements: tuple[Financement, ...]
    axes: tuple[Axe, ...]

    @property
    def count(self) -> int:
        """Number of rows."""
        parts = (self.actions, self.participants, self.financements, self.axes)
        return sum(len(rows) for rows in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKey:
    """What the rows depend on; ``readable`` : the actions that the reader may read, in order."""

    plan_id: uuid.UUID
    position: Position
    readable: tuple[uuid.UUID, ...]


KEPT: Kept[PlanRows] = Kept(most=MOST_ROWS, weigh=lambda found: found.count)
