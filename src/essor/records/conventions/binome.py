"""Writes of the pair: who presides, from when to when.

Never two at once unless a source says so.
"""

import datetime as dt
from typing import Any

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.conventions.choices import RoleBinome
from essor.records.conventions.models import Mandat
from essor.records.conventions.textes import spread
from essor.records.journal.actions import lock, operation
from essor.records.plans.models import Plan
from essor.records.plans.permissions import require_edit_plan


def create_mandat(*, by: Access, plan: Plan, role: str, nom: str, **values: Any) -> Mandat:
    """Record one half of the pair. debut, fin : periods. Raises Forbidden, UserFault."""
    require_edit_plan(by, plan)
    with operation(
        kind="plan.convention.mandat.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(plan)
        mandat = Mandat(plan=plan, role=role, nom=nom.strip(), **spread(values, "debut", "fin"))
        refuse_second(mandat)
        return op.create(mandat)


def change_mandat(
    *, by: Access, mandat: Mandat, expected_version: int | None = None, **values: Any
) -> Mandat:
    """Change a mandate, or end it. Raises Forbidden, Conflict, UserFault."""
    require_edit_plan(by, mandat.plan)
    with operation(
        kind="plan.convention.mandat.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(mandat.plan)
        row = op.change(mandat, expected_version=expected_version, **spread(values, "debut", "fin"))
        refuse_second(row)
        return row


def delete_mandat(*, by: Access, mandat: Mandat) -> None:
    """Delete a mandate recorded by mistake. Raises Forbidden."""
    require_edit_plan(by, mandat.plan)
    with operation(
        kind="plan.convention.mandat.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        op.delete(mandat)


def refuse_second(mandat: Mandat) -> None:
    """Raise UserFault if another person surely holds the same half at the same time.

    A source makes a second one possible: some territories have two co-presidents.
    """
    if mandat.source_title:
        return
    others = Mandat.objects.filter(plan_id=mandat.plan_id, role=mandat.role).exclude(pk=mandat.pk)
    for other in others:
        if surely_overlap(mandat, other):
            raise UserFault.single(
                f"{other.nom} est déjà {RoleBinome(other.role).label.lower()} du binôme "
                "à la même date.",
                value=mandat.nom,
                expected="la fin de son mandat d'abord, ou la source qui dit qu'ils sont deux",
                field="depuis le",
            )


def surely_overlap(one: Mandat, other: Mandat) -> bool:
    """Tell whether a day exists on which both surely hold, however the dates are understood.

    A mandate that lasts and whose beginning nobody published surely holds today.
    """
    if one.fin is None and other.fin is None:
        return True
    starts = [mandat.debut.end if mandat.debut else None for mandat in (one, other)]
    ends = [mandat.fin.start if mandat.fin else dt.date.max for mandat in (one, other)]
    if None in starts:
        return False
    return max(day for day in starts if day is not None) <= min(ends)
