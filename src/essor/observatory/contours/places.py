"""Which commune is drawn in which place, today, and what became of those of the file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from essor.observatory.geography import Niveau, memberships, places, shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Communes of today with their places.

    epci, territoire : commune -> code ; noms : level -> code -> name
    """

    communes: frozenset[str]
    rattachees: Mapping[str, str]
    epci: Mapping[str, str]
    territoire: Mapping[str, str]
    noms: Mapping[str, Mapping[str, str]]

    def communes_of(self, code_territoire: str) -> list[str]:
        """Return the communes of a territory, by code."""
        return sorted(one for one, of in self.territoire.items() if of == code_territoire)

    def today(self, code: str) -> str | None:
        """Return the commune that a code answers to today, None when nothing says."""
        return code if code in self.communes else self.rattachees.get(code)

    def without(self, drawn: Iterable[str]) -> list[str]:
        """Return the communes of territories that have no outline, by code."""
        return sorted(set(self.territoire) - set(drawn))


@cache
def shipped_places() -> Places:
    """Return the places of the communes and perimeters that Essor ships."""
    faits = shipped()
    of: dict[str, dict[str, str]] = defaultdict(dict)
    for commune, niveau, code in memberships(faits):
        of[niveau][commune] = code
    noms: dict[str, dict[str, str]] = defaultdict(dict)
    for niveau, code, nom in places(faits):
        noms[niveau][code] = nom
    return Places(
        communes=frozenset(of[Niveau.COMMUNE]),
        rattachees={one.code: one.code_commune_insee for one in faits.geographie.rattachees},
        epci=of[Niveau.EPCI],
        territoire=of[Niveau.TERRITOIRE],
        noms=noms,
    )
