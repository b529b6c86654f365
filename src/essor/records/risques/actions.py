"""Writes of the risk register. Each one leaves its trace in the history of the action."""

from collections.abc import Mapping
from typing import Any

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import operation
from essor.records.plans.models import Action
from essor.records.risques.models import Risque
from essor.records.risques.permissions import require_write

SETTABLE = frozenset(
    {"jalon", "titre", "cause", "consequence", "mesures", "cout_mesure_eur"}
    | {"probabilite", "impact", "probabilite_apres", "impact_apres"}
    | {name for names in Risque.FOURCHETTES.values() for name in names}
    | {"responsable_nom", "revue_on", "statut"}
)


def create_risque(*, by: Access, action: Action, titre: str, **values: Any) -> Risque:
    """Add a risk to an action. Raises Forbidden, UserFault."""
    require_write(by, action)
    _refuse_unsettable(values)
    with operation(kind="plan.risque.creer", author=by, territoire_code=by.territoire_code) as op:
        risque = Risque(action=action, titre=titre.strip(), **values)
        _refuse_same_title(risque)
        return op.create(risque)


def change_risque(
    *, by: Access, risque: Risque, expected_version: int | None = None, **values: Any
) -> Risque:
    """Change a risk: levels, measures, status. Raises Forbidden, Conflict, UserFault."""
    require_write(by, risque.action)
    _refuse_unsettable(values)
    with operation(
        kind="plan.risque.modifier", author=by, territoire_code=by.territoire_code
    ) as op:
        row = op.change(risque, expected_version=expected_version, **values)
        _refuse_same_title(row)
        return row


def delete_risque(*, by: Access, risque: Risque, reason: str = "") -> None:
    """Delete a risk entered by mistake; the history gives it back. Raises Forbidden."""
    require_write(by, risque.action)
    with operation(
        kind="plan.risque.supprimer", author=by, territoire_code=by.territoire_code, reason=reason
    ) as op:
        op.delete(risque)


def _refuse_unsettable(values: Mapping[str, Any]) -> None:
    if wrong := sorted(values.keys() - SETTABLE):
        raise TypeError(f"not set this way: {', '.join(wrong)}")


def _refuse_same_title(risque: Risque) -> None:
    for sister in Risque.objects.filter(action_id=risque.action_id).exclude(pk=risque.pk):
        if fold(sister.titre) == fold(risque.titre):
            raise UserFault.single(
                "Un risque de cette action porte déjà ce titre.",
                value=risque.titre,
                expected="un titre différent",
                field="titre",
            )
