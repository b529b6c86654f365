"""Territories and communes: public, already in memory or indexed by the geography itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from essor.foundations.errors import UserFault
from essor.foundations.text import fold_words
from essor.records.recherche.words import SHORTEST_PREFIX, farthest_typo
from essor.records.territoires.queries import suggest_communes, trouver
from essor.records.territoires.register import Found, Register, register
from essor.references.territoires.answers import Candidate

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The territories and the communes that a question names, the first of them."""

    territoires: tuple[Found, ...] = ()
    total_territoires: int = 0
    communes: tuple[Candidate, ...] = ()
    near: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether the question names no place."""
        return not self.territoires and not self.communes


def find_places(text: str) -> Places:
    """Return the places that a question names; nothing when no perimeter is loaded."""
    if len(fold_words(text)) < SHORTEST_PREFIX:
        return Places()
    try:
        version, known = register()
    except UserFault:
        return Places()
    found = known.find(search=text)
    communes = _communes(text)
    return Places(
        territoires=found[:SHOWN],
        total_territoires=len(found),
        communes=communes,
        near="" if found or communes else _near(fold_words(text), str(version.pk)),
    )


def _communes(text: str) -> tuple[Candidate, ...]:
    if not text.strip().isalnum() or not any(char.isdigit() for char in text):
        return suggest_communes(text, limit=SHOWN)
    try:
        answer = trouver(text.strip())
    except UserFault:  # a number that is no place
        return ()
    if answer.commune is None:
        return answer.candidates[:SHOWN]
    named = suggest_communes(answer.commune.nom, limit=50)
    code = answer.commune.code_commune_insee
    return tuple(one for one in named if one.code_commune_insee == code)


def _near(asked: str, version: str) -> str:
    """Return the name nearest to a mistyped one, among territories, members and communes."""
    most = farthest_typo(asked.replace(" ", ""))
    if not most:
        return ""
    nearest = min(
        ((OSA.distance(asked, key, score_cutoff=most), key, name) for key, name in _names(version)),
        default=(most + 1, "", ""),
    )
    return nearest[2] if nearest[0] <= most else ""


@lru_cache(maxsize=2)
def _names(version: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(_every_name(register()[1]))))


def _every_name(known: Register) -> Iterator[tuple[str, str]]:
    for row in known.rows:
        yield fold_words(row.resume.nom), row.resume.nom
        for place in (*row.membres, *row.communes):
            yield fold_words(place.nom), place.nom
