"""Ties the names of pilots to their accounts, so that they may edit what they pilot.

Explicit on purpose: a person chooses her own displayed name, so a name alone
must never open an action.
"""

from collections.abc import Mapping

from essor.foundations.errors import FaultGatherer
from essor.foundations.text import fold
from essor.records.accounts.models import Membre, User
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import operation
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action
from essor.records.plans.permissions import require_edit_plan


def link_pilots(*, by: Access, action: Action, users: Mapping[str, User | None]) -> None:
    """Tie each named pilot to an account of the territory, or untie it with None.

    Raises Forbidden, or UserFault if a name is not a pilot or an account not a member.
    """
    require_edit_plan(by, action.plan)
    pilots = {
        fold(row.nom): row
        for row in action.participants.filter(role=ParticipantRole.PERSONNE_PILOTE)
    }
    members = set(
        Membre.objects.filter(territoire_id=by.territoire_id).values_list("user_id", flat=True)
    )
    with FaultGatherer() as faults:
        for nom, user in users.items():
            if fold(nom) not in pilots:
                faults.add_message("Cette personne n'est pas pilote de l'action", value=nom)
            if user is not None and user.pk not in members:
                faults.add_message(
                    "Ce compte n'est pas membre du territoire",
                    value=user.email,
                    expected="inviter la personne depuis la page des membres",
                )
    with operation(
        kind="plan.action.pilote.relier", author=by, territoire_code=by.territoire_code
    ) as op:
        for nom, user in users.items():
            op.change(pilots[fold(nom)], user=user)
