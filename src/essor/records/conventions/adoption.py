"""A text is adopted: its movements change the plan, its dates become those that are promised."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.conventions.choices import NatureActe
from essor.records.conventions.models import Acte, Mouvement
from essor.records.conventions.mouvements import Applied
from essor.records.conventions.unfolding import perform
from essor.records.jalons.actions import freeze_baseline
from essor.records.jalons.models import Jalon
from essor.records.journal.actions import OpenOperation, lock, operation
from essor.records.plans.announcements import period_at
from essor.records.plans.permissions import require_edit_plan

KIND = "plan.convention.adopter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A milestone whose promised date the text changes; before : None when it had none."""

    jalon: Jalon
    before: Period | None
    after: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What a text did when it was adopted."""

    acte: Acte
    applied: tuple[Applied, ...]
    promises: tuple[Promise, ...]


def adopt_acte(
    *,
    by: Access,
    acte: Acte,
    also: Sequence[Mouvement] = (),
    action_ids: Collection[uuid.UUID] | None = None,
    replaces: bool | None = None,
) -> Adoption:
    """Adopt a signed text: apply its movements, freeze the dates it promises, keep the instant.

    also : movements that no text carries yet, and that this one does from now on
    action_ids : whose dates are frozen; all the working plan's when None, nobody's when empty
    replaces : also where a date is promised already; as an amendment does when None
    Raises Forbidden, UserFault with what prevents it; then nothing is written.
    """
    require_edit_plan(by, acte.plan)
    with operation(kind=KIND, author=by, territoire_code=by.territoire_code, reason=acte.nom) as op:
        lock(acte.plan)
        row = lock(acte)
        _refuse(row)
        for mouvement in also:
            op.change(mouvement, acte=row)
        applied = _apply(op, row)
        promises = _promise(op, row, action_ids, replaces)
        adopted = op.change(row, adopted_at=op.row.at)
        return Adoption(acte=adopted, applied=applied, promises=promises)


def rehearse_adoption(
    acte: Acte,
    by: Access,
    *,
    also: Sequence[Mouvement] = (),
    action_ids: Collection[uuid.UUID] | None = None,
    replaces: bool | None = None,
) -> Adoption:
    """Return what adopting would do, found by doing it and taking it back. Raises the same."""
    with transaction.atomic():
        adoption = adopt_acte(by=by, acte=acte, also=also, action_ids=action_ids, replaces=replaces)
        transaction.set_rollback(True)
    return adoption


def _refuse(acte: Acte) -> None:
    if acte.adopted_at is not None:
        raise UserFault.single(f"{acte.nom} est déjà adopté dans Essor.", code="adopte")
    if acte.signe_on is None:
        raise UserFault.single(
            "La date de signature manque\u00a0: un texte s'adopte une fois signé.",
            expected="la date de signature, au jour, au mois ou à l'année près",
            field="signe",
        )
    adopted = Acte.objects.filter(plan_id=acte.plan_id, adopted_at__isnull=False)
    for other in adopted.order_by("signe_on"):
        if acte.signe and other.signe and other.signe.start > acte.signe.end:
            raise UserFault.single(
                f"{other.nom}, signé après, est déjà adopté\u00a0: {acte.with_article} figerait le "
                "plan d'aujourd'hui à une date passée.",
                expected=f"annuler d'abord l'adoption de {other.with_article}",
                code="ordre",
            )


def _apply(op: OpenOperation, acte: Acte) -> tuple[Applied, ...]:
    """Apply what waits, oldest first; what was applied before stays as it was done."""
    assert acte.signe_on is not None  # refused above
    waiting = Mouvement.objects.filter(acte=acte, applied_at__isnull=True)
    done = []
    for mouvement in waiting.order_by("created_at", "id"):
        outcome = perform(op, mouvement, on=acte.signe_on)
        done.append(Applied(mouvement=Mouvement.objects.get(pk=mouvement.pk), outcome=outcome))
    return tuple(done)


def _promise(
    op: OpenOperation,
    acte: Acte,
    action_ids: Collection[uuid.UUID] | None,
    replaces: bool | None,
) -> tuple[Promise, ...]:
    before = {
        jalon.pk: period_at(jalon.baseline_on, jalon.baseline_precision)
        for jalon in Jalon.objects.filter(action__plan=acte.plan)
    }
    is_amendment = acte.nature == NatureActe.AVENANT
    frozen = freeze_baseline(
        op,
        plan=acte.plan,
        reason=acte.nom,
        replaces=is_amendment if replaces is None else replaces,
        action_ids=action_ids,
        adopted_on=acte.signe_on,
    )
    promises = (
        Promise(
            jalon=jalon,
            before=before[jalon.pk],
            after=period_at(jalon.baseline_on, jalon.baseline_precision),
        )
        for jalon in frozen
    )
    return tuple(one for one in promises if one.before != one.after)
