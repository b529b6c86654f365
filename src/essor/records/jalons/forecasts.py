"""What is said of milestones over time: forecasts, days reached. Each write leaves its trace."""

import datetime as dt

from django.utils import timezone

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access
from essor.records.jalons.models import Jalon, Prevision
from essor.records.jalons.permissions import require_announce
from essor.records.jalons.values import Preuve, PrevisionValues, precision_of
from essor.records.journal.actions import OpenOperation, lock, operation


def announce(*, by: Access, jalon: Jalon, values: PrevisionValues, reason: str = "") -> Prevision:
    """Add a forecast; earlier ones stay. Raises Forbidden, UserFault with every fault."""
    require_announce(by, jalon)
    with operation(
        kind="plan.jalon.prevoir", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        return new_prevision(op, jalon=lock(jalon), values=values)


def new_prevision(op: OpenOperation, *, jalon: Jalon, values: PrevisionValues) -> Prevision:
    """Add a forecast inside an open operation. Raises UserFault with every fault."""
    _refuse_impossible(jalon, values, op.row.at)
    announced = values.announced
    return op.create(
        Prevision(
            jalon=jalon,
            expected_on=values.expected.start,
            expected_precision=precision_of(values.expected),
            announced_on=announced.start if announced else None,
            announced_precision=precision_of(announced) if announced else "",
            plus_tot_on=values.plus_tot_on,
            plus_tard_on=values.plus_tard_on,
            par_qui=values.par_qui.strip(),
            source_title=values.source_title.strip(),
            source_href=values.source_href.strip(),
            motif=values.motif.strip(),
        )
    )


def cancel_prevision(*, by: Access, prevision: Prevision, motif: str) -> Prevision:
    """Cancel a forecast said by mistake; it stays readable. Raises Forbidden, UserFault."""
    require_announce(by, prevision.jalon)
    if not motif.strip():
        raise UserFault.single(
            "Une prévision ne s'annule pas sans motif.", field="motif", code="vide"
        )
    with operation(
        kind="plan.jalon.prevision.retirer",
        author=by,
        territoire_code=by.territoire_code,
        reason=motif.strip(),
    ) as op:
        if lock(prevision).is_cancelled:
            raise UserFault.single("Cette prévision est déjà annulée.")
        return op.change(prevision, is_cancelled=True, annulation_motif=motif.strip())


def reach(
    *,
    by: Access,
    jalon: Jalon,
    actual: Period,
    preuve: Preuve,
    expected_version: int | None = None,
) -> Jalon:
    """Say that a milestone is reached, with what shows it.

    Raises Forbidden, Conflict, UserFault when the day is to come or nothing shows it.
    """
    require_announce(by, jalon)
    with operation(
        kind="plan.jalon.atteindre", author=by, territoire_code=by.territoire_code
    ) as op:
        if actual.start > _day_of(op.row.at):
            raise UserFault.single(
                "Un jalon ne peut pas être atteint dans l'avenir.",
                value=actual.label(),
                expected="une date passée, ou une nouvelle prévision",
                field="date atteinte",
            )
        return op.change(
            jalon,
            expected_version=expected_version,
            actual_on=actual.start,
            actual_precision=precision_of(actual),
            preuve_texte=preuve.texte.strip(),
            preuve_href=preuve.href.strip(),
        )


def reopen(*, by: Access, jalon: Jalon, reason: str) -> Jalon:
    """Take back that a milestone is reached, saying why. Raises Forbidden, UserFault."""
    require_announce(by, jalon)
    if not reason.strip():
        raise UserFault.single(
            "Dire pourquoi le jalon n'est pas atteint.", field="motif", code="vide"
        )
    with operation(
        kind="plan.jalon.rouvrir",
        author=by,
        territoire_code=by.territoire_code,
        reason=reason.strip(),
    ) as op:
        return op.change(
            jalon, actual_on=None, actual_precision="", preuve_texte="", preuve_href=""
        )


def _refuse_impossible(jalon: Jalon, values: PrevisionValues, at: dt.datetime) -> None:
    with FaultGatherer() as faults:
        if jalon.actual_on is not None:
            faults.add(
                Fault(
                    message="Ce jalon est atteint : sa date ne se prévoit plus.",
                    expected="le rouvrir d'abord s'il ne l'est pas",
                    code="atteint",
                )
            )
        if values.announced is not None and values.announced.start > _day_of(at):
            faults.add(
                Fault(
                    message="Une annonce ne peut pas dater de l'avenir.",
                    place=Place(field="annoncé le"),
                    value=values.announced.label(),
                    expected="le jour où elle a été faite",
                )
            )


def _day_of(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
