"""Keeps the index in step with the objects, in the transaction that changes them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from django.db import transaction

from essor.records.entreprises.erasure import KIND as ERASURE
from essor.records.entreprises.models import Echange, Projet
from essor.records.journal.listeners import Touched
from essor.records.journal.models import Operation, Verb
from essor.records.plans.models import Action
from essor.records.recherche.analysis import Analysed, analyse
from essor.records.recherche.declared import level_of
from essor.records.recherche.kinds import BY_KIND, KINDS
from essor.records.recherche.models import HEAD_LENGTH, Document, Posting, Word
from essor.records.recherche.words import stem

RowT = TypeVar("RowT")
CHUNK = 400  # objects written together by a rebuild
ROWS = 5_000  # postings of one INSERT
DOCUMENT_FIELDS = (
    "territoire", "own_level", "anchor_id", "anchor_level", "words", "freshness"
)  # fmt: skip
DECIDES_WHO_READS = {"confidentialite", "parent_id"}


def index_operation(row: Operation, touched: Sequence[Touched]) -> None:
    """Put what an operation wrote in the index: at most once per object, whatever it did."""
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for one in touched:
        if one.kind in BY_KIND:
            wanted[one.kind].add(one.object_id)
        if one.kind == "entreprises.etablissement" and _changes_readers(one):
            for model in (Echange, Projet):
                below = model._default_manager.filter(etablissement_id=one.object_id)
                wanted[model._meta.label_lower] |= set(below.values_list("pk", flat=True))
    analysed = [found for kind, ids in wanted.items() for found in _read(kind, ids)]
    asked = {object_id for ids in wanted.values() for object_id in ids}
    if asked:
        _remove(asked - {one.object_id for one in analysed})
        _write(analysed)
    if row.kind == ERASURE:
        forget_unused_words()
    moved = {
        one.object_id for one in touched if one.kind == "plans.action" and _changes_readers(one)
    }
    if moved:
        _refresh_anchors(moved)


def rebuild() -> int:
    """Index everything again, and forget the words that no text holds; return how many objects.

    Chunk by chunk, each in its transaction: nobody waits, and each change made meanwhile is kept.
    """
    done = 0
    for searchable in KINDS:
        ids = list(searchable.rows().order_by("pk").values_list("pk", flat=True))
        for chunk in _chunks(ids):
            with transaction.atomic():
                searchable.model._default_manager.select_for_update().filter(pk__in=chunk).count()
                _write(_read(searchable.kind, chunk))
        with transaction.atomic():
            gone = Document.objects.filter(kind=searchable.kind).exclude(
                object_id__in=searchable.model._default_manager.values("pk")
            )
            _remove(set(gone.values_list("object_id", flat=True)))
        done += len(ids)
    with transaction.atomic():
        _remove(set(Document.objects.exclude(kind__in=BY_KIND).values_list("object_id", flat=True)))
        forget_unused_words()
    return done


def forget_unused_words() -> None:
    """Forget the words that no text holds any more: names of people who were erased among them."""
    Word.objects.exclude(pk__in=Posting.objects.values("word_id")).delete()


def _changes_readers(one: Touched) -> bool:
    return one.verb == Verb.CHANGE and not DECIDES_WHO_READS.isdisjoint(one.changes)


def _read(kind: str, ids: Iterable[uuid.UUID]) -> list[Analysed]:
    searchable = BY_KIND[kind]
    return [analyse(searchable, obj) for obj in searchable.rows().filter(pk__in=ids)]


def _refresh_anchors(ids: Collection[uuid.UUID]) -> None:
    """Tell what belongs to these actions, and to their sub-actions, who may read it now."""
    actions = Action.objects.filter(pk__in=ids) | Action.objects.filter(parent_id__in=ids)
    for action in actions.select_related("parent"):
        Document.objects.filter(anchor_id=action.pk).update(anchor_level=level_of(action))


def _remove(ids: Collection[uuid.UUID]) -> None:
    for chunk in _chunks(sorted(ids)):
        Posting.objects.filter(document__object_id__in=chunk).delete()
        Document.objects.filter(object_id__in=chunk).delete()


def _write(analysed: Sequence[Analysed]) -> None:
    if not analysed:
        return
    Document.objects.bulk_create(
        [_document(one) for one in analysed],
        update_conflicts=True,
        unique_fields=("kind", "object_id"),
        update_fields=DOCUMENT_FIELDS,
    )
    ids = [one.object_id for one in analysed]
    keys = dict(Document.objects.filter(object_id__in=ids).values_list("object_id", "pk"))
    words = _words({word for one in analysed for word in one.impacts})
    wanted = {
        (words[word], keys[one.object_id]): impact
        for one in analysed
        for word, impact in one.impacts.items()
    }
    _write_postings(list(keys.values()), wanted)


def _document(one: Analysed) -> Document:
    action = one.place.action
    return Document(
        kind=one.kind,
        object_id=one.object_id,
        territoire_id=one.place.territoire_id,
        own_level=one.place.own_level,
        anchor_id=None if action is None else action.pk,
        anchor_level=one.place.anchor_level,
        words=one.words,
        freshness=one.freshness,
    )


def _words(texts: set[str]) -> dict[str, int]:
    """Return the key of each word, the new ones added in one order so that writers never cross."""
    known = dict(Word.objects.filter(text__in=texts).values_list("text", "pk"))
    new = sorted(texts - known.keys())
    if new:
        Word.objects.bulk_create([_word(text) for text in new], ignore_conflicts=True)
        known |= dict(Word.objects.filter(text__in=new).values_list("text", "pk"))
    return known


def _word(text: str) -> Word:
    return Word(text=text, head=text[:HEAD_LENGTH], stem=stem(text), length=len(text))


def _write_postings(documents: Sequence[int], wanted: dict[tuple[int, int], int]) -> None:
    """Write what differs: an edit of one sentence moves few words."""
    rows = Posting.objects.filter(document_id__in=documents)
    stored = {(row[1], row[2]): (row[0], row[3]) for row in rows.values_list(*_POSTING)}
    wrong = [key for pair, (key, impact) in stored.items() if wanted.get(pair) != impact]
    for chunk in _chunks(wrong, ROWS):
        Posting.objects.filter(pk__in=chunk).delete()
    Posting.objects.bulk_create(
        [
            Posting(word_id=word, document_id=document, impact=impact)
            for (word, document), impact in sorted(wanted.items())
            if stored.get((word, document), (0, None))[1] != impact
        ],
        batch_size=ROWS,
    )


_POSTING = ("pk", "word_id", "document_id", "impact")


def _chunks(rows: Sequence[RowT], size: int = CHUNK) -> list[list[RowT]]:
    return [list(rows[start : start + size]) for start in range(0, len(rows), size)]
