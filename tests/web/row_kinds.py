"""The two kinds of rows of the permission tables, and the words that stand for a capability."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.web.world import World

PUBLIC = "public"
SIGNED_IN = "connecté"
DEMONSTRATION = "démonstration"
OWNER = "à son propriétaire seul"  # none of the actors
SELF = "soi-même"
INSTALLATION = "installation"

Arguments = Callable[[World], dict[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class PageRow:
    """What one address asks, and an example of it.

    minimum : a capability, or one of PUBLIC, SIGNED_IN, DEMONSTRATION, OWNER
    arguments : from the world to the arguments of the address
    method : how it is asked; a page that only receives forms is asked by POST
    data : what the form sends
    is_costly : it takes seconds; of those it opens to, the first one asks
    """

    minimum: str
    arguments: Arguments = nothing
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    is_costly: bool = False


@dataclass(frozen=True, slots=True)
class WriteRow:
    """What one action function asks, and arguments that are right but for the author."""

    minimum: str
    arguments: Arguments
