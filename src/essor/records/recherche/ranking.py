"""The ranking itself: one query that reads the index and nothing else."""

import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import (
    BigIntegerField,
    Case,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from essor.records.recherche.models import Document, Posting
from essor.records.recherche.permissions import Reader
from essor.records.recherche.vocabulary import Forms
from essor.records.recherche.words import Asked

# Both inner queries are written by the ORM. Joining them here, instead of there, lets each base
# add the scores up from the covering index alone, and sort numbers only: half the time.
RANKING = """
SELECT shown.kind, shown.object_id, shown.territoire_id, ranked.score, ranked.of_kind FROM (
    SELECT d.id, s.score,
        COUNT(*) OVER (PARTITION BY d.kind) AS of_kind,
        ROW_NUMBER() OVER (PARTITION BY d.kind ORDER BY s.score DESC, d.freshness DESC) AS place
    FROM ({scores}) s JOIN ({documents}) d ON d.id = s.document_id
) ranked JOIN recherche_document shown ON shown.id = ranked.id
WHERE place > %s AND place <= %s ORDER BY shown.kind, place
"""
COLUMNS = ("id", "kind", "freshness")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where to look: one kind or all, one territory or all; which lines are wanted."""

    kind: str = ""
    territoire_id: int | None = None
    start: int = 0
    limit: int = 20
    per_kind: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One document found: how well it answers, and how many of its kind do."""

    kind: str
    object_id: uuid.UUID
    territoire_id: int
    score: int
    of_kind: int


def rank(*, asked: Asked, forms: Sequence[Forms], reader: Reader, scope: Scope) -> list[Ranked]:
    """Return the best documents of each kind, or one page of one kind. One query."""
    try:
        scores, score_values = _scores(asked, forms).query.sql_with_params()
        documents, values = _documents(reader, scope).query.sql_with_params()
    except EmptyResultSet:  # the ORM knows without asking that nothing can be found
        return []
    sql = RANKING.format(scores=scores, documents=documents)
    rows = _rows(sql, [*score_values, *values, *_wanted(scope)])
    return [
        Ranked(
            kind=kind,
            object_id=key if isinstance(key, uuid.UUID) else uuid.UUID(key),
            territoire_id=territoire_id,
            score=int(score),
            of_kind=of_kind,
        )
        for kind, key, territoire_id, score, of_kind in rows
    ]


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Ask the base. PostgreSQL would take longer to compile this query than to run it.

    A transaction there alone: on SQLite it would wait for whoever is writing.
    """
    with ExitStack() as stack:
        if connection.vendor == "postgresql":
            stack.enter_context(transaction.atomic())
        cursor = stack.enter_context(connection.cursor())
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL jit = off")
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _wanted(scope: Scope) -> tuple[int, int]:
    return (scope.start, scope.start + scope.limit) if scope.kind else (0, scope.per_kind)


def _documents(reader: Reader, scope: Scope) -> QuerySet[Document, Any]:
    """Return the documents that this person may read there."""
    rows = Document.objects.filter(reader.readable())
    if scope.kind:
        rows = rows.filter(kind=scope.kind)
    if scope.territoire_id is not None:
        rows = rows.filter(territoire_id=scope.territoire_id)
    found: QuerySet[Document, Any] = rows.order_by().values(*COLUMNS)
    return found


def _scores(asked: Asked, forms: Sequence[Forms]) -> QuerySet[Posting, Any]:
    """Return each document that holds every word and phrase, with its score."""
    keys = {key for one in forms for key in one.keys}
    rows = Posting.objects.filter(word_id__in=keys)
    for phrase in asked.phrases:  # here, so that no base reads again the texts of all documents
        rows = rows.filter(document__words__contains=f" {phrase} ")
    grouped = rows.order_by().values("document_id")
    scored = grouped.annotate(
        score=Sum(F("impact") * _closeness(forms), output_field=BigIntegerField())
    )
    if len(forms) == 1:
        return scored
    holds = {
        f"holds_{place}": Max(
            Case(When(word_id__in=one.keys, then=1), default=0, output_field=IntegerField())
        )
        for place, one in enumerate(forms)
    }
    return scored.annotate(**holds).filter(**dict.fromkeys(holds, 1)).values("document_id", "score")


def _closeness(forms: Sequence[Forms]) -> Case:
    """Return the expression of how well a word answers, summed over the words asked."""
    weights: dict[int, int] = {}
    for one in forms:
        for near, keys in one.by_closeness.items():
            for key in keys:
                weights[key] = weights.get(key, 0) + near
    by_weight: dict[int, list[int]] = {}
    for key, weight in weights.items():
        by_weight.setdefault(weight, []).append(key)
    whens = [
        When(Q(word_id__in=keys), then=Value(weight)) for weight, keys in sorted(by_weight.items())
    ]
    return Case(*whens, default=Value(0), output_field=BigIntegerField())
