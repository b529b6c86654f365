"""What a room says of its objects so that they can be found: one ``Searchable`` per model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from django.db.models import Q

from essor.records.accounts.permissions import Access
from essor.records.journal.models import Tracked
from essor.records.plans.choices import Confidentialite
from essor.records.plans.models import Action

TrackedT = TypeVar("TrackedT", bound=Tracked)
TITLE_WEIGHT = 4
BODY_WEIGHT = 1


class Level(IntEnum):
    """What a reader's role must open, as the index keeps it.

    ROOM : no level says it; members are asked for by the room's own filter, others find nothing
    """

    PUBLIC = 0
    INTERNE = 1
    RESTREINT = 2
    ROOM = 9


LEVELS: dict[str, Level] = {
    Confidentialite.PUBLIC.value: Level.PUBLIC,
    Confidentialite.INTERNE.value: Level.INTERNE,
    Confidentialite.RESTREINT.value: Level.RESTREINT,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object is and who may read it: its territory, its level, its action if any."""

    territoire_id: int
    own_level: Level = Level.PUBLIC
    action: Action | None = None

    @property
    def anchor_level(self) -> Level:
        """Level of the action and of its parent, the higher of the two."""
        return Level.PUBLIC if self.action is None else level_of(self.action)


@dataclass(frozen=True, slots=True)
class Text:
    """A field that is searched and quoted: the name of its column, its name in French."""

    name: str
    label: str
    weight: int = BODY_WEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable(Generic[TrackedT]):
    """How the objects of one model are found.

    slug : name in addresses ; label, plural : names on screen
    texts : fields searched; one that fewer people may read than the object must not be here,
        unless in a second ``Searchable`` with its own ``place`` and ``visible``
    place : where an object is; visible : the very filter of the room's own pages
    related : rows read with the object (``select_related``)
    title : what its line of the results says
    is_room_filtered : who reads it follows no level (``Level.ROOM`` in its ``place``)
    """

    model: type[TrackedT]
    slug: str
    label: str
    plural: str
    texts: tuple[Text, ...]
    place: Callable[[TrackedT], Place]
    visible: Callable[[Access], Q]
    related: tuple[str, ...] = ()
    is_room_filtered: bool = False
    title: Callable[[TrackedT], str] = str

    @property
    def kind(self) -> str:
        """Return the journal's name of the model."""
        return self.model._meta.label_lower

    def rows(self) -> Any:
        """Return the objects with what their place and their title need."""
        return self.model._default_manager.select_related(*self.related)

    def parts(self, obj: TrackedT) -> list[tuple[Text, str]]:
        """Return what each field says of an object, silent ones left out."""
        said = ((text, read(obj, text.name)) for text in self.texts)
        return [(text, value) for text, value in said if value]


def read(obj: Any, name: str) -> str:
    """Return the text of a field, a choice as people read it."""
    display = getattr(obj, f"get_{name}_display", None)
    value = display() if display is not None else getattr(obj, name)
    return "" if value is None else str(value)


def texts(model: type[Tracked], names: Sequence[str], *, title: str = "titre") -> tuple[Text, ...]:
    """Return fields under their French names, the title weighing more."""
    return tuple(
        Text(
            name=name,
            label=str(getattr(model._meta.get_field(name), "verbose_name", name)),
            weight=TITLE_WEIGHT if name == title else BODY_WEIGHT,
        )
        for name in names
    )


def level_of(action: Action) -> Level:
    """Return the level that reading an action asks: a sub-action is never freer than its parent."""
    own = LEVELS[action.confidentialite]
    return max(own, LEVELS[action.parent.confidentialite]) if action.parent else own


def on_action(obj: Any, own_level: Level = Level.PUBLIC) -> Place:
    """Return the place of what belongs to an action."""
    return Place(obj.action.plan.territoire_id, own_level, obj.action)


ACTION_RELATED = ("action__plan", "action__parent")
