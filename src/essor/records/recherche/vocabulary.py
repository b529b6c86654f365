"""Which words of the index answer a word of a question; the nearest ones to a mistyped one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from rapidfuzz.distance import OSA

from essor.records.recherche.models import HEAD_LENGTH, Posting, Word
from essor.records.recherche.permissions import Reader
from essor.records.recherche.words import AskedWord, closeness, farthest_typo, stem

MOST_FORMS = 2_000  # words that one prefix may stand for


@dataclass(frozen=True, slots=True)
class Forms:
    """The keys of the words that answer one word of a question, by closeness."""

    by_closeness: dict[int, tuple[int, ...]]

    @property
    def keys(self) -> tuple[int, ...]:
        """Every key, the nearest first."""
        return tuple(key for keys in self.by_closeness.values() for key in keys)


def forms_of(asked: AskedWord) -> Forms:
    """Return the words of the index that answer a word. One query."""
    wanted = Q(text=asked.text) | Q(stem=stem(asked.text))
    if asked.is_prefix:
        head = asked.text[:HEAD_LENGTH]
        whole = len(head) == HEAD_LENGTH
        wanted |= Q(text__startswith=asked.text, **{"head" if whole else "head__startswith": head})
    found: dict[int, list[int]] = {}
    rows = Word.objects.filter(wanted).order_by("length", "text").values_list("pk", "text")
    for key, text in rows[:MOST_FORMS]:
        found.setdefault(closeness(asked, text), []).append(key)
    return Forms({near: tuple(keys) for near, keys in sorted(found.items(), reverse=True) if near})


def nearest_word(asked: AskedWord, reader: Reader) -> str | None:
    """Return the word nearest to a mistyped one, among those that this person may read.

    The fewest wrong letters, then the most documents, then the alphabet. A few queries.
    """
    most = farthest_typo(asked.text)
    if not most:
        return None
    length = len(asked.text)
    rows = Word.objects.filter(length__gte=length - most, length__lte=length + most)
    distances: dict[str, int] = {}
    for text in rows.values_list("text", flat=True).order_by():
        distance = OSA.distance(asked.text, text, score_cutoff=most)
        if distance <= most and text.isalpha():
            distances[text] = distance
    for near in range(1, most + 1):
        texts = sorted(text for text, distance in distances.items() if distance == near)
        if found := _most_read(texts, reader):
            return found
    return None


def _most_read(texts: Sequence[str], reader: Reader) -> str | None:
    """Return the word that most documents open to this person hold, None when none does."""
    rows = Posting.objects.filter(reader.readable("document__"), word__text__in=texts)
    if not texts:
        return None
    if len(texts) == 1:  # the common case needs no count
        return texts[0] if rows.exists() else None
    counted = rows.values("word__text").order_by().annotate(documents=Count("pk"))
    counts = {row["word__text"]: row["documents"] for row in counted}
    return max(sorted(counts), key=lambda text: counts[text], default=None)
