"""The few words around what was found, cut so that each page marks them its own way."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from essor.foundations.text import fold_words
from essor.records.recherche.declared import Text
from essor.records.recherche.words import Asked, closeness

_WORD = re.compile(r"\w+")
AROUND = 90  # characters kept on each side of the first word found
LONGEST = 260


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, and whether it answers the question."""

    text: str
    is_found: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """An extract of one field."""

    label: str
    pieces: tuple[Piece, ...]


def mark(text: str, asked: Asked) -> tuple[Piece, ...]:
    """Cut a text into what answers the question and what does not; nothing is lost."""
    pieces: list[Piece] = []
    done = 0
    for start, end in _found(text, asked):
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], is_found=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def best_snippet(parts: Iterable[tuple[Text, str]], asked: Asked, *, title: str) -> Snippet | None:
    """Return an extract of the field that answers best, None when the title says it all."""
    best: tuple[int, Text, str, int] | None = None
    for text, value in parts:
        places = list(_found(value, asked))
        if not places or value in title:
            continue
        answered = len({fold_words(value[start:end]) for start, end in places})
        if best is None or answered > best[0]:
            best = (answered, text, value, places[0][0])
    if best is None:
        return None
    _, text, value, first = best
    return Snippet(label=text.label, pieces=mark(cut(value, first), asked))


def cut(value: str, first: int) -> str:
    """Return the text around a place, on one line, with « … » where it was cut."""
    start = 0 if first <= AROUND else value.rfind(" ", 0, first - AROUND // 2) + 1
    end = len(value) if len(value) - start <= LONGEST else value.rfind(" ", start, start + LONGEST)
    end = end if end > first else start + LONGEST
    inside = " ".join(value[start:end].split())
    return f"{'…' if start else ''}{inside}{'…' if end < len(value) else ''}"


def surface(texts: Sequence[str], word: str) -> str:
    """Return how a folded word is written in the texts that hold it: « dépollution »."""
    for value in texts:
        for match in _WORD.finditer(value):
            if fold_words(match[0]) == word:
                return match[0].lower()
    return word


def _found(text: str, asked: Asked) -> Iterator[tuple[int, int]]:
    """Yield where the words that answer are; a number in groups counts as one."""
    numbers = [word.text for word in asked.words if word.text.isdigit() and len(word.text) > 8]
    for match in re.finditer(r"\d(?:\s?\d){8,}|\w+", text):
        folded = fold_words(match[0])
        joined = folded.replace(" ", "")
        if any(joined == number or joined.startswith(number) for number in numbers):
            yield match.span()
            continue
        if any(closeness(word, one) > 0 for word in asked.words for one in folded.split()):
            yield match.span()
