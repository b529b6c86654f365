"""From an object to what the index keeps of it. Depends on that object and its action alone.

The weight of a word is the saturated frequency of BM25 with a fixed reference length: no average
of the corpus enters it, so that changing one object never changes the weights of another, and an
index kept up to date equals one rebuilt from nothing. See docs/decisions/0013.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from essor.foundations.text import fold_words
from essor.records.journal.models import Tracked
from essor.records.recherche.declared import Place, Searchable, Text, TrackedT
from essor.records.recherche.words import words_of

SATURATION, LENGTH_SHARE, REFERENCE_WORDS = 1.2, 0.75, 60  # k1, b and the average of BM25
SCALE = 1000
IDENTITY_BITS = 22  # 41 for the millisecond, until 2039, and the sign
BETWEEN_FIELDS = " | "  # no folded text holds a bar: a phrase never runs from a field to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """What the index keeps of one object: its place, its words, the weight of each."""

    kind: str
    object_id: uuid.UUID
    place: Place
    freshness: int
    words: str
    impacts: dict[str, int]


def analyse(searchable: Searchable[TrackedT], obj: TrackedT) -> Analysed:
    """Read an object as the index will know it."""
    parts = searchable.parts(obj)
    return Analysed(
        kind=searchable.kind,
        object_id=obj.id,
        place=searchable.place(obj),
        freshness=freshness_of(obj),
        words=phrase_text(value for _, value in parts),
        impacts=impacts_of(parts),
    )


def phrase_text(values: Iterable[str]) -> str:
    """Return texts as phrases are looked for in them: « | ancienne banque de france | »."""
    inside = BETWEEN_FIELDS.join(fold_words(value) for value in values)
    return f"{BETWEEN_FIELDS}{inside}{BETWEEN_FIELDS}"


def impacts_of(parts: Iterable[tuple[Text, str]]) -> dict[str, int]:
    """Return the weight of each word, 1 to 1,000: much said, in few words, in the title."""
    counts: Counter[str] = Counter()
    length = 0
    for text, value in parts:
        found = words_of(value)
        length += len(found)
        for word in found:
            counts[word] += text.weight
    slope = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / REFERENCE_WORDS)
    return {word: max(1, round(SCALE * tf / (tf + slope))) for word, tf in counts.items()}


def freshness_of(obj: Tracked) -> int:
    """Return one number to sort by: the millisecond of the last change, then the identity.

    A number sorts three times faster than a date and an identity kept as text, and the same on
    every database. Two objects of one millisecond part by 22 bits of their identity.
    """
    millisecond = int(obj.updated_at.timestamp() * 1000)
    return millisecond << IDENTITY_BITS | obj.id.int & ((1 << IDENTITY_BITS) - 1)
