"""What one person may find: all that she may read anywhere, and nothing else.

``readable`` is the quick filter of the index. What is shown is then read through the very filters
of the rooms (``Searchable.visible``): an index that was wrong could hide something, never show it.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from essor.records.accounts.models import Membre
from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability, Role
from essor.records.plans.models import Action
from essor.records.plans.permissions import piloted_by, readable_levels
from essor.records.recherche.declared import LEVELS, Level, Searchable
from essor.records.recherche.kinds import ROOM_KINDS
from essor.records.territoires.models import Territoire


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One person across territories: her places, and the actions that she pilots.

    by_room : what only the rooms can say, by kind: the objects that their own filters let her read
    """

    user_id: int | None = None
    is_superuser: bool = False
    label: str = "Public"
    accesses: tuple[Access, ...] = ()
    piloted: frozenset[uuid.UUID] = field(default_factory=frozenset)
    by_room: Mapping[str, frozenset[uuid.UUID]] = field(default_factory=dict)

    def access_to(self, territoire: Territoire) -> Access:
        """Return what she is in a territory, a passer-by where she has no place."""
        for access in self.accesses:
            if access.territoire_id == territoire.pk:
                return access
        return Access(
            territoire_id=territoire.pk,
            territoire_code=territoire.code,
            user_id=self.user_id,
            is_superuser=self.is_superuser,
            label=self.label,
        )

    def readable(self, prefix: str = "") -> Q:
        """Return the filter of the documents of the index that she may read.

        prefix : path to the document from the rows that are filtered, ``document__``
        """

        def that(**wanted: Any) -> Q:
            return Q(**{prefix + name: value for name, value in wanted.items()})

        if self.is_superuser:
            return Q()
        allowed = that(own_level=Level.PUBLIC, anchor_level=Level.PUBLIC)
        for access in self.accesses:
            levels = [LEVELS[level] for level in readable_levels(access)]
            anchored = that(anchor_level__in=levels)
            if self.piloted:
                anchored |= that(anchor_id__in=self.piloted)
            allowed |= that(territoire_id=access.territoire_id, own_level__in=levels) & anchored
        for kind, ids in self.by_room.items():
            allowed |= that(own_level=Level.ROOM, kind=kind, object_id__in=ids)
        return allowed

    def visible(self, searchable: Searchable[Any], territoires: Iterable[Territoire]) -> Q:
        """Return the room's own filter, in each of these territories."""
        allowed = Q(pk__in=[])
        for territoire in territoires:
            allowed |= searchable.visible(self.access_to(territoire))
        return allowed


def reader_of(user: Any) -> Reader:
    """Return what a signed-in or anonymous person may find.

    Two queries at most, then one per kind that rooms filter: their filters are asked here, once,
    since inside the ranking PostgreSQL would read the whole index to apply them.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Reader()
    rows = Membre.objects.filter(user_id=user.pk).select_related("territoire").order_by("id")
    accesses = tuple(
        Access(
            territoire_id=row.territoire_id,
            territoire_code=row.territoire.code,
            role=Role(row.role),
            user_id=user.pk,
            is_superuser=user.is_superuser,
            label=user.label,
        )
        for row in rows
    )
    return Reader(
        user_id=user.pk,
        is_superuser=user.is_superuser,
        label=user.label,
        accesses=accesses,
        piloted=_piloted(accesses),
        by_room=_by_room(accesses) if accesses and not user.is_superuser else {},
    )


def _by_room(accesses: Sequence[Access]) -> dict[str, frozenset[uuid.UUID]]:
    """Return what she may read of each kind that no level describes; kinds without any left out."""
    found: dict[str, frozenset[uuid.UUID]] = {}
    for searchable in ROOM_KINDS:
        allowed = reduce(or_, (searchable.visible(access) for access in accesses))
        rows = searchable.model._default_manager.filter(allowed)
        ids = frozenset(rows.values_list("pk", flat=True))
        if ids:
            found[searchable.kind] = ids
    return found


def _piloted(accesses: Iterable[Access]) -> frozenset[uuid.UUID]:
    wanted = Q(pk__in=[])
    may_pilot = [access for access in accesses if access.can(Capability.EDIT_PILOTED)]
    for access in may_pilot:
        wanted |= Q(plan__territoire_id=access.territoire_id) & piloted_by(access)
    if not may_pilot:
        return frozenset()
    return frozenset(Action.objects.filter(wanted).values_list("pk", flat=True))
