"""Writes of the decisions: taken by a committee, then followed up until they are done."""

from collections.abc import Sequence
from typing import Any

from essor.records.accounts.permissions import Access
from essor.records.comites.actions import (
    is_restricted,
    raise_level,
    refuse_unsettable,
    require_member,
    stripped,
    write_actions,
)
from essor.records.comites.models import Comite, Decision, StatutDecision
from essor.records.comites.permissions import require_follow, require_manage
from essor.records.journal.actions import lock, operation
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action
from essor.records.plans.parts import delete_below

SETTABLE = frozenset(
    {"point", "texte", "responsable_nom", "responsable", "echeance_on", "statut", "suite"}
    | {"confidentialite"}
)


def add_decision(
    *, by: Access, comite: Comite, actions: Sequence[Action] = (), **values: Any
) -> Decision:
    """Write down a decision of a committee. Raises Forbidden, UserFault."""
    require_manage(by, comite.plan)
    refuse_unsettable(values, SETTABLE)
    with operation(
        kind="plan.comite.decision.ajouter", author=by, territoire_code=by.territoire_code
    ) as op:
        lock(comite)
        last = Decision.objects.filter(comite=comite).order_by("-ordre").first()
        decision = Decision(
            comite=comite, ordre=1 + (last.ordre if last else 0), **stripped(values)
        )
        if decision.responsable is not None:
            require_member(decision.responsable, comite)
        raise_level(decision, actions)
        op.create(decision)
        write_actions(op, decision, actions)
        return decision


def change_decision(
    *,
    by: Access,
    decision: Decision,
    expected_version: int | None = None,
    actions: Sequence[Action] | None = None,
    **values: Any,
) -> Decision:
    """Change the record of a decision. Raises Forbidden, Conflict, UserFault."""
    require_manage(by, decision.comite.plan)
    refuse_unsettable(values, SETTABLE)
    with operation(
        kind="plan.comite.decision.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        values = stripped(values)
        if actions is not None and is_restricted(actions):
            values["confidentialite"] = Confidentialite.RESTREINT
        if values.get("responsable") is not None:
            require_member(values["responsable"], decision.comite)
        row = op.change(decision, expected_version=expected_version, **values)
        if actions is not None:
            write_actions(op, row, actions)
        return row


def follow_decision(
    *,
    by: Access,
    decision: Decision,
    statut: StatutDecision,
    suite: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Say what became of a decision. Raises Forbidden, Conflict, UserFault."""
    require_follow(by, decision)
    with operation(
        kind="plan.comite.decision.suivre", author=by, territoire_code=by.territoire_code
    ) as op:
        return op.change(
            decision, expected_version=expected_version, statut=statut.value, suite=suite.strip()
        )


def delete_decision(*, by: Access, decision: Decision) -> None:
    """Delete a decision written by mistake; the journal can bring it back. Raises Forbidden."""
    require_manage(by, decision.comite.plan)
    with operation(
        kind="plan.comite.decision.supprimer", author=by, territoire_code=by.territoire_code
    ) as op:
        delete_below(op, decision)
        op.delete(decision)
