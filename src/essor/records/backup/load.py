"""Turns a verified archive back into rows, inside the transaction of whoever calls."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.core.serializers.base import DeserializedObject
from django.db import connection, models
from django.db.models import QuerySet

from essor.foundations.errors import FaultGatherer, Place
from essor.records.accounts.models import User
from essor.records.backup.archive import ArchiveReader
from essor.records.backup.manifest import Member
from essor.records.backup.rows import Keys, Row, from_row
from essor.records.backup.scope import Model, foreign_keys, kind

BATCH = 500
MANY_FAULTS = 200


def check_rows(
    reader: ArchiveReader, members: dict[Model, Member], keys: Keys | None
) -> FaultGatherer:
    """Read every row without writing; return what is wrong, the first hundreds at most."""
    faults = FaultGatherer()
    for model, member in members.items():
        for _ in objects(reader, model, member, keys, faults):
            if len(faults) > MANY_FAULTS:
                return faults
    return faults


def objects(
    reader: ArchiveReader, model: Model, member: Member, keys: Keys | None, faults: FaultGatherer
) -> Iterator[models.Model | None]:
    """Yield the objects of a table; None for a row whose account is left out."""
    for number, row in reader.rows(member):
        place = Place(file=member.name, field=f"ligne {number}")
        yield from_row(model=model, row=row, keys=keys, place=place, faults=faults)


def insert(rows: Iterable[models.Model | None], model: Model) -> tuple[int, int]:
    """Insert objects exactly as they are; return how many were written and left out."""
    written = left_out = 0
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        kept = [obj for obj in batch if obj is not None]
        if _has_automatic_dates(model):
            for obj in kept:
                DeserializedObject(obj).save(force_insert=True)
        else:
            model._base_manager.bulk_create(kept)
        written += len(kept)
        left_out += len(batch) - len(kept)
    return written, left_out


def insert_accounts(rows: Iterable[Row], *, keep_demonstration: bool) -> int:
    """Open the accounts that are not here yet, without a password; return how many.

    The holder sets one through « mot de passe oublié ». An account already here is not touched.
    """
    opened = 0
    for row in rows:
        if row["is_demonstration"] and not keep_demonstration:
            continue
        if User.objects.filter(email=row["email"]).exists():
            continue
        person = User(**row)
        person.set_unusable_password()
        person.save()
        opened += 1
    return opened


def empty(querysets: Iterable["QuerySet[Any]"]) -> None:
    """Delete rows, the tables that refer to others first, leaves of a tree before its trunk."""
    for queryset in querysets:
        for item in foreign_keys(queryset.model):
            if item.related_model is queryset.model:
                _empty_branches(queryset, item.attname)
        queryset.order_by().delete()


def _empty_branches(queryset: "QuerySet[Any]", column: str) -> None:
    branches = queryset.exclude(**{column: None}).order_by()
    while parents := set(branches.values_list(column, flat=True)):
        removed, _ = branches.exclude(pk__in=parents).delete()
        if not removed:
            return


def reset_sequences(found: Iterable[Model]) -> None:
    """Make the next automatic numbers follow the restored ones (PostgreSQL)."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(found))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def members_by_model(reader: ArchiveReader, found: Iterable[Model]) -> dict[Model, Member]:
    """Return the member of each table that the archive holds."""
    pairs = ((model, reader.manifest.rows_of(kind(model))) for model in found)
    return {model: member for model, member in pairs if member is not None}


def _has_automatic_dates(model: Model) -> bool:
    return any(
        getattr(item, "auto_now", False) or getattr(item, "auto_now_add", False)
        for item in model._meta.concrete_fields
    )
