"""Everything that can be found, in the order in which results are shown.

To make a model findable: write its ``Searchable`` in a ``kinds_*`` file of this room, add it to
``KINDS`` there, and its address to ``web/recherche/addresses.py``; then `essor recherche
reindexer`. A test refuses a model here without an address.
"""

from typing import Any

from essor.records.recherche import (
    kinds_comites,
    kinds_entreprises,
    kinds_indicateurs,
    kinds_plan,
    kinds_projets,
    kinds_suivi,
    kinds_terres,
)
from essor.records.recherche.declared import Searchable

KINDS: tuple[Searchable[Any], ...] = (
    *kinds_plan.KINDS,
    *kinds_indicateurs.KINDS,
    *kinds_suivi.KINDS,
    *kinds_comites.KINDS,
    *kinds_entreprises.KINDS,
    *kinds_projets.KINDS,
    *kinds_terres.KINDS,
    *kinds_plan.LAST_KINDS,
)
ROOM_KINDS = tuple(one for one in KINDS if one.is_room_filtered)
BY_KIND: dict[str, Searchable[Any]] = {one.kind: one for one in KINDS}
BY_SLUG: dict[str, Searchable[Any]] = {one.slug: one for one in KINDS}
