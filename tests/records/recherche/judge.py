"""The slow and obvious search: read everything that a person may read, word by word."""

from collections.abc import Iterator
from typing import Any

from essor.records.recherche.analysis import Analysed, analyse
from essor.records.recherche.declared import Searchable
from essor.records.recherche.kinds import KINDS
from essor.records.recherche.models import Document, Posting
from essor.records.recherche.permissions import reader_of
from essor.records.recherche.queries import search
from essor.records.recherche.ranking import Scope
from essor.records.recherche.words import closeness, read_question
from essor.records.territoires.models import Territoire

EVERYTHING = 1000


def readable_objects(user: Any) -> Iterator[tuple[Searchable[Any], Any]]:
    """Yield what the rooms themselves show to this person, territory by territory."""
    reader = reader_of(user)
    hers = {access.territoire_id for access in reader.accesses}
    for searchable in KINDS:
        for territoire in Territoire.objects.all():
            is_member = reader.is_superuser or territoire.pk in hers
            if searchable.is_room_filtered and not is_member:
                continue
            allowed = searchable.visible(reader.access_to(territoire))
            for obj in searchable.rows().filter(allowed).distinct():
                yield searchable, obj


def judge(text: str, user: Any) -> dict[str, list[Any]]:
    """Return the objects that answer, best first, by kind."""
    asked = read_question(text)
    found: dict[str, list[tuple[int, float, str, Analysed]]] = {}
    for searchable, obj in readable_objects(user):
        one = analyse(searchable, obj)
        scores = [
            sum(closeness(word, held) * impact for held, impact in one.impacts.items())
            for word in asked.words
        ]
        if all(scores) and all(f" {phrase} " in one.words for phrase in asked.phrases):
            rank = (-sum(scores), -one.freshness, str(one.object_id))
            found.setdefault(one.kind, []).append((*rank, one))
    return {kind: [row[2] for row in sorted(rows)] for kind, rows in found.items()}


def searched(text: str, user: Any) -> dict[str, list[Any]]:
    """Return the same from the index, without second thoughts about typing faults."""
    found = search(text=text, reader=reader_of(user), scope=Scope(per_kind=EVERYTHING))
    if found.corrected:
        return {}
    for group in found.groups:
        assert group.total == len(group.hits), "counted but not shown, or the reverse"
    return {
        group.searchable.kind: [str(hit.obj.pk) for hit in group.hits] for group in found.groups
    }


def dump() -> set[tuple[Any, ...]]:
    """Return the whole index without its keys."""
    postings = Posting.objects.values_list(
        "document__kind", "document__object_id", "word__text", "word__stem", "impact"
    )
    documents = Document.objects.values_list(
        "kind", "object_id", "territoire_id", "own_level", "anchor_id", "anchor_level", "words",
        "freshness",
    )  # fmt: skip
    return {*postings, *documents}
