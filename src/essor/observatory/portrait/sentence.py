"""A sentence of the portrait: text whose every figure leads to the values it comes from."""

from dataclasses import dataclass
from enum import StrEnum
from re import findall, split

from essor.observatory.catalogue import list_sources
from essor.observatory.reading import Value

_BEYOND_SHORT = r" \(|, d'après| Caisse nationale"  # « Urssaf », « Etalab », « Dares »


class Group(StrEnum):
    """The three questions of the portrait."""

    PARTICULIER = "particulier"
    BOUGE = "bouge"
    FRAGILE = "fragile"

    @property
    def label(self) -> str:
        """Title of the group on the page."""
        return {
            "particulier": "Ce qui est particulier ici",
            "bouge": "Ce qui a bougé",
            "fragile": "Ce qui est fragile",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure of the sentence, and the values it was made from, the main one first."""

    text: str
    values: tuple[Value, ...]


Part = str | Quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, said because its values allow it.

    kind : the rule ; subject : what it is about, said once in a group ; theme : of its indicator
    strength : how far the cautious bound is beyond the threshold (1 at the threshold), times the
    share of the inhabitants whom it concerns; the measure by which sentences are ranked
    caution : what a reader must keep in mind, empty when nothing
    """

    kind: str
    subject: str
    group: Group
    theme: str
    parts: tuple[Part, ...]
    strength: float
    caution: str = ""

    @property
    def text(self) -> str:
        """Return the whole sentence."""
        return "".join(one if isinstance(one, str) else one.text for one in self.parts)

    @property
    def values(self) -> tuple[Value, ...]:
        """Return every value behind it, each once."""
        found = [value for one in self.parts if isinstance(one, Quoted) for value in one.values]
        return tuple(dict.fromkeys(found))

    @property
    def sources(self) -> str:
        """« Insee, 2023 ; Urssaf, 2019 et 2024 »: who says it, and of when."""
        return sources_of(self.values)


def sources_of(values: tuple[Value, ...]) -> str:
    """Return producers and vintages of values, in their order."""
    found: dict[str, list[str]] = {}
    for value in values:
        for producer in producers(value):
            vintages = found.setdefault(producer, [])
            if value.vintage and value.vintage not in vintages:
                vintages.append(value.vintage)
    return "\u00a0; ".join(
        ", ".join([producer, *sorted(vintages)]) for producer, vintages in found.items()
    )


def producers(value: Value) -> tuple[str, ...]:
    """Return who makes the sources of a value, each once, by the short name."""
    known = {source.name: source.producer for source in list_sources()}
    names = (known.get(one, one) for one in value.indicator.sources)
    return tuple(dict.fromkeys(split(_BEYOND_SHORT, one)[0] for one in names))


def year_of(value: Value) -> int | None:
    """Return the last year that a vintage names; None when it names none."""
    years = [int(one) for one in findall(r"(?:19|20)\d{2}", value.vintage)]
    return max(years) if years else None
