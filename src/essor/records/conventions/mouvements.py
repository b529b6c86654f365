"""Writes of movements: proposed first, then applied, each with its reason."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.conventions.choices import NatureMouvement, Sens
from essor.records.conventions.models import Acte, Filiation, Mouvement
from essor.records.conventions.sides import Receiver, Sides, check_sides
from essor.records.conventions.unfolding import Outcome, perform
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.models import Action, Plan
from essor.records.plans.parts import delete_below
from essor.records.plans.permissions import require_edit_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A movement once applied, and what it did."""

    mouvement: Mouvement
    outcome: Outcome


def propose_mouvement(
    *,
    by: Access,
    plan: Plan,
    nature: str,
    motif: str,
    avant: Sequence[Action] = (),
    apres: Sequence[Receiver] = (),
    sortie: str = "",
    moved_kinds: Collection[str] = (),
    acte: Acte | None = None,
) -> Mouvement:
    """Prepare an addition, a merge, a split or an end; the plan does not change yet.

    avant : the actions that leave the plan ; apres : those that come of it, or that receive
    moved_kinds : what follows to the first of ``apres``, nothing unless named
    acte : the text that will carry it, the next amendment when None
    Raises Forbidden, UserFault with everything that is impossible.
    """
    require_edit_plan(by, plan)
    sides = Sides(
        nature=nature, sortie=sortie, avant=tuple(avant), apres=tuple(apres), motif=motif.strip()
    )
    with operation(
        kind="plan.convention.mouvement.proposer",
        author=by,
        territoire_code=by.territoire_code,
        reason=motif.strip(),
    ) as op:
        lock(plan)
        check_sides(sides, plan)
        refuse_closed(acte)
        mouvement = Mouvement(
            plan=plan, acte=acte, nature=nature, sortie=sortie, motif=motif.strip(),
            moved_kinds=sorted(moved_kinds) if sides.has_successor else [],
        )  # fmt: skip
        op.create(mouvement)
        _write_sides(op, mouvement, sides)
        return mouvement


def change_mouvement(
    *,
    by: Access,
    mouvement: Mouvement,
    motif: str,
    acte: Acte | None,
    expected_version: int | None = None,
) -> Mouvement:
    """Say the reason otherwise, or which text carries the movement: this is how one regularises.

    Raises Forbidden, Conflict, UserFault when the text was adopted without the movement.
    """
    require_edit_plan(by, mouvement.plan)
    with operation(
        kind="plan.convention.mouvement.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        if acte is not None and acte.pk != mouvement.acte_id:
            refuse_closed(acte, mouvement.applied_at)
        return op.change(
            mouvement, expected_version=expected_version, motif=motif.strip(), acte=acte
        )


def apply_mouvement(*, by: Access, mouvement: Mouvement) -> Applied:
    """Change the plan as a movement says, today, outside the adoption of a text.

    Raises Forbidden, UserFault with everything that is impossible by now.
    """
    require_edit_plan(by, mouvement.plan)
    with operation(
        kind="plan.convention.mouvement.appliquer",
        author=by,
        territoire_code=by.territoire_code,
        reason=mouvement.motif,
    ) as op:
        lock(mouvement.plan)
        row = lock(mouvement)
        outcome = perform(op, row, on=timezone.localtime(op.row.at).date())
        return Applied(mouvement=Mouvement.objects.get(pk=row.pk), outcome=outcome)


def rehearse_movement(mouvement: Mouvement, by: Access) -> Outcome:
    """Return what applying would do, found by doing it and taking it back. Raises the same."""
    with transaction.atomic():
        applied = apply_mouvement(by=by, mouvement=mouvement)
        transaction.set_rollback(True)
    return applied.outcome


def delete_mouvement(*, by: Access, mouvement: Mouvement) -> None:
    """Give up a movement that was only prepared. Raises Forbidden, UserFault once applied."""
    require_edit_plan(by, mouvement.plan)
    with operation(
        kind="plan.convention.mouvement.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        row = lock(mouvement)
        if row.applied_at is not None:
            raise UserFault.single(
                "Ce mouvement a déjà changé le plan\u00a0: il ne se supprime pas.",
                expected="l'annuler depuis l'historique",
            )
        delete_below(op, row)
        op.delete(row)


def record_addition(*, by: Access, action: Action, motif: str, acte: Acte | None) -> Mouvement:
    """Say why an action that is already in the plan was added: it came without a movement.

    Raises Forbidden, UserFault when a movement already says where it comes from.
    """
    plan = action.plan
    require_edit_plan(by, plan)
    sides = Sides(
        nature=NatureMouvement.AJOUT, apres=(Receiver(action=action),), motif=motif.strip()
    )
    with operation(
        kind="plan.convention.mouvement.constater",
        author=by,
        territoire_code=by.territoire_code,
        reason=motif.strip(),
    ) as op:
        lock(plan)
        check_sides(sides, plan)
        refuse_closed(acte, action.created_at)
        values: dict[str, Any] = {"nature": sides.nature, "motif": sides.motif, "acte": acte}
        mouvement = op.create(Mouvement(plan=plan, applied_at=action.created_at, **values))
        _write_sides(op, mouvement, sides)
        return mouvement


def refuse_closed(acte: Acte | None, applied_at: dt.datetime | None = None) -> None:
    """Raise UserFault when a text was adopted before a movement changed the plan."""
    if acte is None or acte.adopted_at is None:
        return
    if applied_at is not None and applied_at <= acte.adopted_at:
        return
    raise UserFault.single(
        f"{acte.nom} a été adopté sans ce mouvement.",
        expected="un avenant qui n'est pas encore adopté",
        field="acte",
    )


def _write_sides(op: OpenOperation, mouvement: Mouvement, sides: Sides) -> None:
    for rank, action in enumerate(sides.avant, start=1):
        op.create(Filiation(mouvement=mouvement, sens=Sens.AVANT, action=action, ordre=rank))
    for rank, one in enumerate(sides.apres, start=1):
        op.create(
            Filiation(
                mouvement=mouvement,
                sens=Sens.APRES,
                action=one.action,
                titre="" if one.action else one.titre.strip(),
                axe=None if one.action else one.axe,
                ordre=rank,
            )
        )
