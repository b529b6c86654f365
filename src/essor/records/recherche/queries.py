"""The search: from what a person typed to what she may read of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from essor.records.journal.models import Tracked
from essor.records.recherche.declared import Searchable
from essor.records.recherche.kinds import KINDS
from essor.records.recherche.models import Posting
from essor.records.recherche.permissions import Reader
from essor.records.recherche.ranking import Ranked, Scope, rank
from essor.records.recherche.snippets import Piece, Snippet, best_snippet, mark, surface
from essor.records.recherche.vocabulary import Forms, forms_of, nearest_word
from essor.records.recherche.words import Asked, AskedWord, read_question
from essor.records.territoires.models import Territoire

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One object found, as its line shows it."""

    searchable: Searchable[Any]
    obj: Any
    territoire: Territoire
    title: tuple[Piece, ...]
    snippet: Snippet | None
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The objects of one kind: how many were found, the first of them."""

    searchable: Searchable[Any]
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question found.

    corrected : mistyped word -> the word that was searched instead, as texts write it
    alone : words of a question without answer that would find something by themselves
    """

    asked: Asked
    groups: tuple[Group, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    alone: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Number of objects found, all kinds together."""
        return sum(group.total for group in self.groups)


def search(*, text: str, reader: Reader, scope: Scope) -> Found:
    """Return what answers a question among what its reader may read, best first.

    Every word is wanted. When nothing answers, a word that no readable text holds is taken for
    a mistyped one and the nearest is searched instead. Queries: one per word, one to rank, one
    per kind shown; a few more when nothing was found.
    """
    asked = read_question(text)
    if asked.is_empty:
        return Found(asked=asked)
    forms = [forms_of(word) for word in asked.words]
    ranked = _ranked(asked, forms, reader, scope)
    if ranked:
        return Found(asked=asked, groups=_groups(ranked, asked, reader))
    return _second_try(asked, forms, reader, scope)


def _ranked(asked: Asked, forms: Sequence[Forms], reader: Reader, scope: Scope) -> list[Ranked]:
    if not all(one.keys for one in forms):
        return []
    return rank(asked=asked, forms=forms, reader=reader, scope=scope)


def _second_try(asked: Asked, forms: Sequence[Forms], reader: Reader, scope: Scope) -> Found:
    """Search again with the nearest words in place of those that nothing holds."""
    known = [_is_readable(one, reader) for one in forms]
    near = {
        word.text: found
        for word, is_known in zip(asked.words, known, strict=True)
        if not is_known and (found := nearest_word(word, reader))
    }
    missing = sum(not is_known for is_known in known)
    if not near or len(near) < missing:
        alone = [word.text for word, is_known in zip(asked.words, known, strict=True) if is_known]
        return Found(asked=asked, alone=tuple(alone) if len(asked.words) > 1 else ())
    words = tuple(AskedWord(near.get(word.text, word.text)) for word in asked.words)
    other = replace(asked, words=words, phrases=())
    ranked = _ranked(other, [forms_of(word) for word in words], reader, scope)
    groups = _groups(ranked, other, reader)
    return Found(asked=other, groups=groups, corrected=tuple(_as_written(near, groups).items()))


def _as_written(near: dict[str, str], groups: Sequence[Group]) -> dict[str, str]:
    said = [
        value
        for group in groups
        for hit in group.hits
        for _, value in group.searchable.parts(hit.obj)
    ]
    return {typed: surface(said, word) for typed, word in near.items()}


def _is_readable(forms: Forms, reader: Reader) -> bool:
    rows = Posting.objects.filter(reader.readable("document__"), word_id__in=forms.keys)
    return bool(forms.keys) and rows.exists()


def _groups(ranked: Sequence[Ranked], asked: Asked, reader: Reader) -> tuple[Group, ...]:
    """Read the objects through the filters of their rooms, kinds in their order."""
    territoires = Territoire.objects.in_bulk({one.territoire_id for one in ranked})
    groups = []
    for searchable in KINDS:
        mine = [one for one in ranked if one.kind == searchable.kind]
        if not mine:
            continue
        objects = _read(searchable, mine, territoires, reader)
        hits = tuple(
            _hit(searchable, objects[one.object_id], territoires[one.territoire_id], one, asked)
            for one in mine
            if one.object_id in objects
        )
        if hits:
            groups.append(Group(searchable=searchable, total=mine[0].of_kind, hits=hits))
    return tuple(groups)


def _read(
    searchable: Searchable[Any],
    ranked: Sequence[Ranked],
    territoires: dict[int, Territoire],
    reader: Reader,
) -> dict[uuid.UUID, Tracked]:
    places = {one.territoire_id for one in ranked}
    allowed = reader.visible(searchable, [territoires[key] for key in sorted(places)])
    ids = [one.object_id for one in ranked]
    return {obj.pk: obj for obj in searchable.rows().filter(allowed, pk__in=ids)}


def _hit(
    searchable: Searchable[Any], obj: Any, territoire: Territoire, ranked: Ranked, asked: Asked
) -> Hit:
    title = searchable.title(obj)
    return Hit(
        searchable=searchable,
        obj=obj,
        territoire=territoire,
        title=mark(title, asked),
        snippet=best_snippet(searchable.parts(obj), asked, title=title),
        score=ranked.score,
    )
