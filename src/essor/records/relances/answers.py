"""What a pilot answers, written by the very actions of the other pages, signed by her.

All or nothing: every fault of every action comes back at once, and nothing is half written.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.periods import Period
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.jalons.forecasts import announce, reach
from essor.records.jalons.models import AS_SAID, Jalon, Prevision
from essor.records.jalons.values import Preuve, PrevisionValues
from essor.records.journal.actions import Conflict, operation
from essor.records.journal.models import Event
from essor.records.plans.actions import change_action
from essor.records.plans.choices import Statut
from essor.records.plans.models import Action
from essor.records.plans.notes import add_note
from essor.records.relances.models import Campagne, NatureReponse, Reponse
from essor.records.suivi.actions import add_point
from essor.records.suivi.permissions import require_edit_suivi


@dataclass(frozen=True, slots=True, kw_only=True)
class JalonAnswer:
    """What she says of one milestone; ``seen`` is the forecast that she read, None for none."""

    jalon: Jalon
    version: int
    seen: uuid.UUID | None
    expected: Period | None = None
    motif: str = ""
    actual: Period | None = None
    preuve: Preuve = Preuve()

    @property
    def says_something(self) -> bool:
        """Tell whether there is anything to write."""
        return self.expected is not None or self.actual is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAnswer:
    """What she says of one action; everything empty is no answer."""

    action: Action
    version: int
    statut: str | None = None
    is_nothing_new: bool = False
    note: str = ""
    point: Mapping[str, Any] = field(default_factory=dict)
    jalons: tuple[JalonAnswer, ...] = ()

    @property
    def says_something(self) -> bool:
        """Tell whether anything changes."""
        changes = self.statut is not None or bool(self.note.strip()) or bool(self.point)
        return changes or any(one.says_something for one in self.jalons)

    @property
    def is_answer(self) -> bool:
        """Tell whether the action is answered about."""
        return self.is_nothing_new or self.says_something


class SheetRefused(UserFault):
    """Something is wrong somewhere in the sheet; nothing was written.

    by_action : the faults of each action; the field is « statut », « point », « rien » or the
    key of a milestone
    """

    def __init__(self, by_action: Mapping[uuid.UUID, tuple[Fault, ...]]) -> None:
        super().__init__([fault for faults in by_action.values() for fault in faults])
        self.by_action = dict(by_action)


def answer_sheet(*, by: Access, answers: Iterable[ActionAnswer]) -> tuple[Reponse, ...]:
    """Write a whole sheet, or nothing. Raises Forbidden, SheetRefused with every fault.

    An answer counts for every open request that asked her about the action.
    """
    written: list[Reponse] = []
    refused: dict[uuid.UUID, tuple[Fault, ...]] = {}
    asked = list(answers)
    for answer in asked:
        require_edit_suivi(by, answer.action)
    with transaction.atomic():
        for answer in asked:
            if not answer.is_answer:
                continue
            try:
                with transaction.atomic():
                    written += _answer(by, answer)
            except UserFault as error:
                refused[answer.action.pk] = error.faults
        if refused:
            transaction.set_rollback(True)
    if refused:
        raise SheetRefused(refused)
    return tuple(written)


def _answer(by: Access, answer: ActionAnswer) -> list[Reponse]:
    if answer.is_nothing_new and answer.says_something:
        raise UserFault.single(
            "«\u00a0Rien de nouveau\u00a0» est coché, mais quelque chose a été saisi.",
            expected="décocher, ou effacer la saisie",
            field="rien",
        )
    with FaultGatherer() as faults:
        for place, write in _writes(by, answer):
            _attempt(faults, place, write)
    return _keep(by, answer)


def _writes(by: Access, answer: ActionAnswer) -> Iterable[tuple[str, Callable[[], object]]]:
    action = answer.action
    if answer.statut is not None:
        yield (
            "statut",
            lambda: change_action(
                by=by, action=action, expected_version=answer.version, statut=answer.statut
            ),
        )
    for one in answer.jalons:
        if one.says_something:
            yield str(one.jalon.pk), _jalon_write(by, one)
    if answer.point:
        yield "point", lambda: add_point(by=by, action=action, **answer.point)
    if answer.note.strip():
        today = timezone.localdate()
        yield "note", lambda: add_note(by=by, action=action, texte=answer.note, noted_on=today)


def _jalon_write(by: Access, one: JalonAnswer) -> Callable[[], object]:
    def write() -> None:
        if one.actual is not None:
            reach(
                by=by,
                jalon=one.jalon,
                actual=one.actual,
                preuve=one.preuve,
                expected_version=one.version,
            )
            return
        assert one.expected is not None
        _refuse_stale(one)
        today = Period.day(timezone.localdate())
        values = PrevisionValues(
            expected=one.expected, announced=today, par_qui=by.label, motif=one.motif
        )
        announce(by=by, jalon=one.jalon, values=values)

    return write


def _refuse_stale(one: JalonAnswer) -> None:
    """Refuse a date said without having read the last one."""
    said = Prevision.objects.filter(jalon=one.jalon, is_cancelled=False).order_by(*AS_SAID)
    last = said.last()
    if (last.pk if last else None) == one.seen:
        return
    theirs = last.expected.label() if last else "plus aucune date"
    who = last.par_qui or last.source_title if last else "Quelqu'un"
    assert one.expected is not None
    raise UserFault(
        [_both(who=who, theirs=theirs, mine=one.expected.label(), field=str(one.jalon.pk))]
    )


def _attempt(faults: FaultGatherer, field: str, write: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            write()
    except Conflict as error:
        faults.add(_conflict(error, field))
    except UserFault as error:
        faults.extend(
            Fault(
                message=fault.message,
                expected=fault.expected,
                value=fault.value,
                code=fault.code,
                place=Place(field=field),
            )
            for fault in error.faults
        )


def _conflict(error: Conflict, field: str) -> Fault:
    name, (_, after) = next(iter(error.theirs.items()), ("", (None, "")))
    mine = error.mine.get(name, "")
    last = error.events[-1] if error.events else None
    return _both(who=_author(last), theirs=_said(name, after), mine=_said(name, mine), field=field)


def _both(*, who: str, theirs: str, mine: str, field: str) -> Fault:
    return Fault(
        message=(
            f"Entre-temps, {who} a enregistré «\u00a0{theirs}\u00a0»\u00a0; "
            f"vous aviez choisi «\u00a0{mine}\u00a0»."
        ),
        expected="garder l'une des deux valeurs, puis enregistrer à nouveau",
        code="conflit",
        place=Place(field=field),
    )


def _author(event: Event | None) -> str:
    return event.operation.author_label if event else "quelqu'un"


def _said(name: str, value: object) -> str:
    if value in (None, ""):
        return "rien"
    if name == "statut":
        return Statut(str(value)).label
    if name == "actual_on":
        return f"atteint le {dt.date.fromisoformat(str(value)):%d/%m/%Y}"
    return str(value)


def _keep(by: Access, answer: ActionAnswer) -> list[Reponse]:
    if by.user_id is None:
        raise Forbidden.single("Une fiche est remplie par une personne, avec son nom.")
    nature = NatureReponse.RIEN if answer.is_nothing_new else NatureReponse.NOUVELLE
    asked: list[Campagne | None] = list(
        Campagne.objects.filter(
            demandes__user=by.user_id,
            demandes__action=answer.action,
            launched_at__isnull=False,
            closed_at__isnull=True,
        ).order_by("id")
    )
    with operation(
        kind="plan.action.repondre", author=by, territoire_code=by.territoire_code
    ) as op:
        return [
            op.create(
                Reponse(
                    action=answer.action,
                    user_id=by.user_id,
                    campagne=campagne,
                    nature=nature,
                    answered_at=op.row.at,
                )
            )
            for campagne in asked or [None]
        ]
