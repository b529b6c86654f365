"""Who reads and writes the life of the convention.

Labels are public facts. A text or a mandate is for everyone once it is open, for the members
before; one that is only prepared is never public. A movement is read by whoever may read every
action it names, and by the public only once a text open to all has adopted it. Managers write.
"""

import uuid
from collections.abc import Collection

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.conventions.models import Filiation, Mouvement
from essor.records.plans.choices import Confidentialite


def readable_actes(by: Access) -> Q:
    """Return the filter of the texts of her territory that this person may read."""
    return _open_to(by, Q(signe_on__isnull=False))


def readable_mandats(by: Access) -> Q:
    """Return the filter of the mandates of her territory that this person may read."""
    return _open_to(by, Q())


def _open_to(by: Access, more: Q) -> Q:
    here = Q(plan__territoire_id=by.territoire_id)
    if by.can(Capability.VIEW_INTERNAL):
        return here
    if by.can(Capability.VIEW_PUBLIC):
        return here & more & Q(confidentialite=Confidentialite.PUBLIC)
    return Q(pk__in=[])


def can_read_mouvement(
    by: Access,
    mouvement: Mouvement,
    sides: Collection[Filiation],
    readable: Collection[uuid.UUID],
) -> bool:
    """Tell whether this person may read a movement.

    sides : its filiations ; readable : the actions of the plan that she may read
    """
    if not by.can(Capability.VIEW_INTERNAL):
        acte = mouvement.acte
        is_open = acte is not None and acte.is_public and acte.adopted_at is not None
        if not (is_open and mouvement.applied_at and sides):
            return False
    if by.can(Capability.VIEW_RESTRICTED):
        return True
    return all(one.action_id is None or one.action_id in readable for one in sides)
