"""A movement unfolds: what leaves is ended, what comes is created, what was asked follows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.conventions.choices import NatureMouvement
from essor.records.conventions.models import Mouvement
from essor.records.conventions.moves import SUB_ACTIONS, Fate, Move, move_parts
from essor.records.conventions.sides import Receiver, check_sides, sides_of
from essor.records.journal.actions import OpenOperation
from essor.records.plans.actions import new_action
from essor.records.plans.choices import Confidentialite, Sortie, Statut
from essor.records.plans.models import Action

# How an action leaves when the nature of the movement says it.
LEAVES_AS = {NatureMouvement.FUSION: Sortie.FUSIONNEE, NatureMouvement.SCISSION: Sortie.SCINDEE}
# What the status becomes; the other ends say nothing of the work itself.
STATUS_AFTER = {Sortie.REALISEE: Statut.REALISE, Sortie.ABANDONNEE: Statut.ABANDONNE}
# From the most open to the most closed.
LEVELS = (Confidentialite.PUBLIC, Confidentialite.INTERNE, Confidentialite.RESTREINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a movement did, in the order in which the reader is told.

    ended : with the sub-actions that left along ; created, received : those on the far side
    """

    ended: tuple[Action, ...]
    created: tuple[Action, ...]
    received: tuple[Action, ...]
    moves: tuple[Move, ...]

    @property
    def moved(self) -> list[Move]:
        """Rows that change sheet."""
        return [move for move in self.moves if move.fate is not Fate.LEFT]

    @property
    def left(self) -> list[Move]:
        """Rows that stay on the ended sheets."""
        return [move for move in self.moves if move.fate is Fate.LEFT]


def perform(op: OpenOperation, mouvement: Mouvement, *, on: dt.date) -> Outcome:
    """Change the plan as a movement says, inside an open operation.

    on : day that the ended actions bear
    Raises UserFault, and says everything that is impossible by now.
    """
    if mouvement.applied_at is not None:
        raise UserFault.single("Ce mouvement a déjà changé le plan.", code="mouvement")
    sides, far = sides_of(mouvement)
    check_sides(sides, mouvement.plan, mouvement)
    sortie = LEAVES_AS.get(NatureMouvement(mouvement.nature), mouvement.sortie)
    ended = [_end(op, action, sortie, on) for action in sides.avant]
    created, arrivals = [], []
    for row, receiver in zip(far, sides.apres, strict=True):
        if receiver.action is None:
            created.append(_create(op, mouvement, receiver, sides.avant))
            op.change(row, action=created[-1])
        arrivals.append(receiver.action or created[-1])
    target = arrivals[0] if sides.has_successor else None
    moves: list[Move] = []
    for source in sides.avant:
        moves += move_parts(op, source=source, target=target, kinds=mouvement.moved_kinds)
        done, gone = _sub_actions(op, source, target, mouvement.moved_kinds, sortie, on)
        moves += done
        ended += gone
    op.change(mouvement, applied_at=op.row.at)
    return Outcome(
        ended=tuple(ended),
        created=tuple(created),
        received=tuple(one for one in arrivals if one not in created),
        moves=tuple(moves),
    )


def _end(op: OpenOperation, action: Action, sortie: str, on: dt.date) -> Action:
    values: dict[str, Any] = {"sortie": sortie, "sortie_on": on}
    if status := STATUS_AFTER.get(Sortie(sortie)):
        values["statut"] = status
    return op.change(action, **values)


def _create(
    op: OpenOperation, mouvement: Mouvement, receiver: Receiver, before: Sequence[Action]
) -> Action:
    """Create an action as closed as the most closed of those it comes from."""
    values: dict[str, Any] = {"axe": receiver.axe}
    if before:
        values["axe"] = receiver.axe or before[0].axe
        levels = [LEVELS.index(Confidentialite(one.confidentialite)) for one in before]
        values["confidentialite"] = LEVELS[max(levels)]
    return new_action(op, plan=mouvement.plan, titre=receiver.titre, **values)


def _sub_actions(
    op: OpenOperation,
    source: Action,
    target: Action | None,
    kinds: Sequence[str],
    sortie: str,
    on: dt.date,
) -> tuple[list[Move], list[Action]]:
    """Take the sub-actions to the successor if that was asked, end them with their parent if not.

    A successor that is itself a sub-action can hold none.
    """
    moves, ended = [], []
    receives = target is not None and target.parent_id is None and SUB_ACTIONS in kinds
    for child in Action.objects.filter(parent=source, sortie="").order_by("ordre", "code"):
        if receives and target is not None:
            op.change(child, parent=target, axe=target.axe)
            fate, code = Fate.MOVED, target.code
        else:
            ended.append(_end(op, child, sortie, on))
            fate, code = Fate.LEFT, ""
        moves.append(
            Move(
                kind=SUB_ACTIONS,
                label=f"sous-action\u00a0: {child}",
                source=source.code,
                target=code,
                fate=fate,
                detail="" if code else "sort du plan avec elle",
            )
        )
    return moves, ended
