"""The history page by page: from one operation to the next, whatever its depth.

A page is found from the operation beside it, never by counting those before: the thousandth page
costs what the first does, and an operation written meanwhile shifts nothing.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from essor.records.accounts.permissions import Access
from essor.records.journal.models import Operation
from essor.records.plans.readable_history import readable_operations


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAsked:
    """Where to read: older than an operation, newer than one, or up to a day; nothing: the latest.

    An operation that is not of the territory asks for nothing.
    """

    before: uuid.UUID | None = None
    after: uuid.UUID | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Operations, latest first; ``newer``, ``older`` : where the pages beside begin, if any."""

    rows: tuple[Operation, ...]
    newer: uuid.UUID | None
    older: uuid.UUID | None


def history_page(*, asked: HistoryAsked, by: Access, size: int) -> HistoryPage:
    """Return one page of what this person may read. Raises Forbidden. Six queries at most."""
    found = readable_operations(by)
    rows = _rows(found, by, asked, size)
    bare = found.prefetch_related(None)
    return HistoryPage(
        rows=tuple(rows),
        newer=rows[0].pk if rows and _newer(bare, rows[0]).exists() else None,
        older=rows[-1].pk if rows and _older(bare, rows[-1]).exists() else None,
    )


def _rows(
    found: QuerySet[Operation], by: Access, asked: HistoryAsked, size: int
) -> list[Operation]:
    if anchor := _anchor(by, asked.after):
        above = list(_newer(found, anchor).order_by("at", "id")[:size])
        if len(above) == size:
            return above[::-1]
        return list(found[:size])  # the first page is always a full one
    if anchor := _anchor(by, asked.before):
        return list(_older(found, anchor)[:size])
    if asked.until is not None:
        evening = timezone.make_aware(dt.datetime.combine(asked.until, dt.time.max))
        found = found.filter(at__lte=evening)
    return list(found[:size])


def _anchor(by: Access, key: uuid.UUID | None) -> Operation | None:
    if key is None:
        return None
    return Operation.objects.filter(territoire_code=by.territoire_code, pk=key).first()


def _older(found: QuerySet[Operation], row: Operation) -> QuerySet[Operation]:
    # the first condition says nothing more: it is the one that an index answers
    return found.filter(Q(at__lte=row.at) & (Q(at__lt=row.at) | Q(id__lt=row.pk)))


def _newer(found: QuerySet[Operation], row: Operation) -> QuerySet[Operation]:
    return found.filter(Q(at__gte=row.at) & (Q(at__gt=row.at) | Q(id__gt=row.pk)))
