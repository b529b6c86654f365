"""Many actions changed by one gesture: seen before, written whole or not at all, undone at once."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.french import format_date
from essor.records.accounts.permissions import Access, Forbidden, require_same_territoire
from essor.records.accounts.roles import Capability
from essor.records.journal.actions import Conflict, operation, revert_operation
from essor.records.journal.models import Operation
from essor.records.plans.actions import edit_action
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action, Axe, Participant, Plan
from essor.records.plans.parts import PartValues
from essor.records.plans.permissions import can_edit_action, require_edit_action
from essor.records.plans.queries import actions_of

KIND = "plan.actions.modifier"
MOST_ACTIONS = 1_000
LONGEST_SHIFT_DAYS = 3_660
# Undone here by who made it, when she may still edit all that it touched.
UNDOABLE = frozenset({KIND, "plan.action.modifier", "plan.jalon.prevoir"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What to write on every chosen action.

    values : fields set to one value, ``axe`` as a heading; shift_days : end dates moved by as much
    pilots : names that replace the pilots, None to leave them
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    shift_days: int = 0
    pilots: Sequence[str] | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing would be written."""
        return not self.values and not self.shift_days and self.pilots is None

    def fields(self) -> frozenset[str]:
        """Return the names of what is touched, as permissions know them."""
        names = set(self.values)
        if self.shift_days:
            names.add("fin_on")
        if self.pilots is not None:
            names.add(ParticipantRole.PERSONNE_PILOTE.value)
        return frozenset(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of one action, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What the gesture would do to one action; nothing to change when ``changes`` is empty."""

    action: Action
    changes: tuple[Change, ...]
    refusal: str = ""


def preview_edits(
    *, plan: Plan, access: Access, actions: Sequence[Action], edits: Edits
) -> tuple[Planned, ...]:
    """Return what the gesture would change, action by action; nothing is written.

    Raises UserFault when the gesture itself makes no sense.
    """
    _refuse_senseless(plan, edits)
    pilots = _pilots(actions)
    return tuple(
        Planned(
            action=action,
            changes=tuple(_changes(action, edits, pilots.get(action.pk, ()))),
            refusal=_refusal(access, action, edits) or _fault(action, edits),
        )
        for action in actions
    )


def edit_many(
    *,
    by: Access,
    plan: Plan,
    versions: Mapping[str, int],
    edits: Edits,
    reason: str = "",
) -> Operation:
    """Write the same edits on several actions, as one operation, all or none of them.

    versions : code of the action -> version that the person read
    Raises Forbidden, Conflict when somebody else changed the same fields since, UserFault with
    every fault.
    """
    require_same_territoire(by, plan.territoire_id)
    by.require(Capability.EDIT_PILOTED)
    _refuse_senseless(plan, edits)
    actions = _chosen(plan, by, versions)
    for action in actions:
        require_edit_action(by, action, edits.fields())
    with (
        operation(kind=KIND, author=by, territoire_code=by.territoire_code, reason=reason) as op,
        FaultGatherer() as faults,
    ):
        pilots = _pilots(actions)
        for action in actions:
            try:
                edit_action(
                    op,
                    action=action,
                    expected_version=versions[action.code],
                    parts=_parts(edits, pilots.get(action.pk, ())),
                    **_values(action, edits),
                )
            except Conflict:
                raise
            except UserFault as error:
                faults.extend(error.faults, place=Place(field=action.code))
        if not op.touched and not faults:
            raise UserFault.single("Aucune action ne change.", expected="une autre valeur")
    return op.row


def undo_edit(*, by: Access, row: Operation) -> Operation:
    """Undo a gesture of the lists: a manager any of them, others their own.

    Raises Forbidden, or UserFault when something moved since.
    """
    if row.territoire_code != by.territoire_code:
        raise Forbidden.single("Cette opération appartient à un autre territoire.")
    if row.kind not in UNDOABLE:
        raise Forbidden.single(
            "Cette opération ne s'annule pas depuis les listes.",
            expected="l'annuler depuis l'historique",
        )
    if not by.can(Capability.RESTORE):
        _require_hers(by, row)
    return revert_operation(author=by, row=row)


def _require_hers(by: Access, row: Operation) -> None:
    by.require(Capability.EDIT_PILOTED)
    roots = set(row.events.values_list("root_id", flat=True))
    actions = Action.objects.filter(pk__in=roots, plan__territoire_id=by.territoire_id)
    is_hers = by.user_id is not None and row.author_id == by.user_id
    if not is_hers or not all(can_edit_action(by, one) for one in actions.select_related("plan")):
        raise Forbidden.single(
            "Vous ne pouvez annuler que vos propres modifications.",
            expected="demander au chef de projet",
        )


def _chosen(plan: Plan, by: Access, versions: Mapping[str, int]) -> list[Action]:
    if not versions:
        raise UserFault.single("Aucune action n'est choisie.", expected="cocher au moins une ligne")
    if len(versions) > MOST_ACTIONS:
        raise UserFault.single("Trop d'actions à la fois.", expected=f"{MOST_ACTIONS} au plus")
    found = {action.code: action for action in actions_of(plan, by).filter(code__in=versions)}
    with FaultGatherer() as faults:
        for code in versions:
            if code not in found:
                faults.add(
                    Fault(
                        message="Cette action n'existe plus ou ne vous est pas ouverte.",
                        place=Place(field="action"), value=code, code="absente",
                    )
                )  # fmt: skip
    return list(found.values())


def _refuse_senseless(plan: Plan, edits: Edits) -> None:
    with FaultGatherer() as faults:
        if edits.is_empty:
            faults.add(
                Fault(message="Rien n'est à changer.", expected="choisir au moins une valeur")
            )
        if abs(edits.shift_days) > LONGEST_SHIFT_DAYS:
            faults.add(
                Fault(
                    message="Le décalage est trop long.", place=Place(field="décalage"),
                    value=str(edits.shift_days), expected=f"{LONGEST_SHIFT_DAYS} jours au plus",
                )
            )  # fmt: skip
        if edits.shift_days and "fin_on" in edits.values:
            faults.add(Fault(message="L'échéance ne se fixe pas et ne se décale pas à la fois."))
        axe = edits.values.get("axe")
        if isinstance(axe, Axe) and axe.plan_id != plan.pk:
            faults.add(
                Fault(message="Cet axe appartient à un autre plan.", place=Place(field="axe"))
            )


def _values(action: Action, edits: Edits) -> dict[str, Any]:
    values = dict(edits.values)
    if edits.shift_days and action.fin_on is not None:
        values["fin_on"] = action.fin_on + dt.timedelta(days=edits.shift_days)
    if action.parent_id is not None:
        values.pop("axe", None)  # a sub-action stands where its action stands
    return values


def _parts(edits: Edits, now: Sequence[str]) -> PartValues | None:
    if edits.pilots is None or list(edits.pilots) == list(now):
        return None
    return PartValues(participants={ParticipantRole.PERSONNE_PILOTE: list(edits.pilots)})


def _pilots(actions: Sequence[Action]) -> dict[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    rows = Participant.objects.filter(
        action__in=actions, role=ParticipantRole.PERSONNE_PILOTE
    ).order_by("ordre", "id")
    for row in rows:
        found[row.action_id] = (*found.get(row.action_id, ()), row.nom)
    return found


def _changes(action: Action, edits: Edits, pilots: Sequence[str]) -> "list[Change]":
    changes = [
        Change(label=_label(name), before=shown(action, name), after=_after(name, value))
        for name, value in _values(action, edits).items()
        if getattr(action, name) != value
    ]
    if _parts(edits, pilots) is not None:
        after = ", ".join(edits.pilots or ()) or "vide"
        changes.append(
            Change(label="Personne pilote", before=", ".join(pilots) or "vide", after=after)
        )
    return changes


def _refusal(access: Access, action: Action, edits: Edits) -> str:
    try:
        require_edit_action(access, action, edits.fields())
    except Forbidden as error:
        return error.faults[0].message
    return ""


def _fault(action: Action, edits: Edits) -> str:
    """Say beforehand what the record itself would refuse."""
    values = _values(action, edits)
    start, end = values.get("debut_on", action.debut_on), values.get("fin_on", action.fin_on)
    return "La date de fin précède la date de début." if start and end and end < start else ""


def shown(action: Action, name: str) -> str:
    """Write one field of an action as it stands, « vide » when there is nothing."""
    return _after(name, getattr(action, name))


def _after(name: str, value: Any) -> str:
    column = Action._meta.get_field(name)
    if value is None or value == "":
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return format_date(value)
    choices = dict(getattr(column, "flatchoices", ()))
    return str(choices.get(value, value))


def _label(name: str) -> str:
    label = str(Action._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]
