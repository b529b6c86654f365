"""The ranking itself: one query that reads the index and nothing else."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from essor.records.recherche.models import Posting
from essor.records.recherche.permissions import Reader
from essor.records.recherche.vocabulary import Forms
from essor.records.recherche.words import Asked


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
    rows = _scored(asked, forms, reader, scope).annotate(
        kind=F("document__kind"),
        object_id=F("document__object_id"),
        territoire=F("document__territoire_id"),
        changed_at=F("document__changed_at"),
        of_kind=Window(Count("document_id"), partition_by=F("document__kind")),
        place=Window(RowNumber(), partition_by=F("document__kind"), order_by=_best_first()),
    )
    first, last = _wanted(scope)
    kept = rows.filter(place__gt=first, place__lte=last).order_by("kind", "place")
    return [
        Ranked(
            kind=row["kind"],
            object_id=row["object_id"],
            territoire_id=row["territoire"],
            score=row["score"],
            of_kind=row["of_kind"],
        )
        for row in kept
    ]


def _wanted(scope: Scope) -> tuple[int, int]:
    return (scope.start, scope.start + scope.limit) if scope.kind else (0, scope.per_kind)


def _best_first() -> list[Any]:
    return [F("score").desc(), F("document__changed_at").desc(), F("document__object_id").asc()]


def _scored(
    asked: Asked, forms: Sequence[Forms], reader: Reader, scope: Scope
) -> QuerySet[Posting, Any]:
    """Return each document that holds every word, with its score."""
    keys = {key for one in forms for key in one.keys}
    rows = Posting.objects.filter(reader.readable("document__"), word_id__in=keys)
    if scope.kind:
        rows = rows.filter(document__kind=scope.kind)
    if scope.territoire_id is not None:
        rows = rows.filter(document__territoire_id=scope.territoire_id)
    for phrase in asked.phrases:
        rows = rows.filter(document__words__contains=f" {phrase} ")
    grouped = rows.order_by().values("document_id")
    grouped = grouped.annotate(
        score=Sum(F("impact") * _closeness(forms), output_field=BigIntegerField())
    )
    if len(forms) == 1:
        return grouped
    holds = {
        f"holds_{place}": Max(
            Case(When(word_id__in=one.keys, then=1), default=0, output_field=IntegerField())
        )
        for place, one in enumerate(forms)
    }
    return grouped.annotate(**holds).filter(**dict.fromkeys(holds, 1))


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
