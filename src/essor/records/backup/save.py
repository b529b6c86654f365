"""Gathers the rows and the files of an archive; reads only."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet

from essor import __version__
from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.backup.archive import ArchiveWriter, file_digest
from essor.records.backup.manifest import Manifest, Scope
from essor.records.backup.rows import Keys, Row, read_keys, to_row
from essor.records.backup.scope import Model, installation_models, kind, rows_of, territoire_models
from essor.records.journal.models import Event, Operation
from essor.records.plans.files import path_of
from essor.records.territoires.models import Territoire

ACCOUNT_FIELDS = ("email", "prenom", "nom", "structure", "is_active", "is_demonstration")
BATCH = 1000


@contextmanager
def steady_view() -> Iterator[None]:
    """Read everything as it stood at one instant, whatever others write meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def write_territoire(writer: ArchiveWriter, code: str, at: dt.datetime) -> Manifest:
    """Write everything that belongs to a territory, in every phase it has been through."""
    if not Territoire.objects.filter(code=code).exists():
        raise UserFault.single(
            "Ce territoire n'existe pas dans cette installation.",
            value=code,
            expected="un code comme ti-8404 («\u00a0essor territoires list\u00a0»)",
            code="territoire",
        )
    keys = read_keys()
    models: list[Model] = [*territoire_models(), Operation, Event]
    querysets = {model: rows_of(model, (code,)) for model in models}
    writer.add_rows(kind(User), _accounts(querysets.values(), keys))
    for model, rows in querysets.items():
        writer.add_rows(kind(model), _rows(rows, keys))
    holders = [querysets[model] for model in models if holds_files(model)]
    missing = _add_files(writer, holders, querysets[Event])
    return writer.finish(_manifest(Scope.TERRITOIRE, (code,), at, missing))


def write_installation(writer: ArchiveWriter, at: dt.datetime) -> Manifest:
    """Write every table of the installation, password digests and second factors included."""
    for model in installation_models():
        writer.add_rows(kind(model), _rows(model._base_manager.order_by("pk"), None))
    holders = [model._base_manager.all() for model in installation_models() if holds_files(model)]
    missing = _add_files(writer, holders, Event.objects.all())
    return writer.finish(_manifest(Scope.INSTALLATION, (), at, missing))


def known_migrations() -> dict[str, list[str]]:
    """Return the migrations that this version of Essor brings, by application, in order."""
    loader = MigrationLoader(None)
    labels = {model._meta.app_label for model in installation_models()}
    found: dict[str, list[str]] = {label: [] for label in sorted(labels)}
    for app, name in sorted(loader.disk_migrations):
        if app in found:
            found[app].append(name)
    return found


def _rows(queryset: "QuerySet[Any]", keys: Keys | None) -> Iterator[Row]:
    for obj in queryset.iterator(chunk_size=BATCH):
        yield to_row(obj, keys)


def _accounts(querysets: Iterable["QuerySet[Any]"], keys: Keys) -> list[Row]:
    """Return who the rows name: address and name only, no password."""
    emails = set()
    for queryset in querysets:
        for row in _rows(queryset, keys):
            emails |= set(_emails_in(row))
    people = User.objects.filter(email__in=emails).order_by("email")
    return [
        dict(zip(ACCOUNT_FIELDS, row, strict=True)) for row in people.values_list(*ACCOUNT_FIELDS)
    ]


def _emails_in(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        if found.keys() == {"compte"} and isinstance(found["compte"], str):
            yield found["compte"]
        else:
            for value in found.values():
                yield from _emails_in(value)
    elif isinstance(found, list):
        for value in found:
            yield from _emails_in(value)


def holds_files(model: Model) -> bool:
    """Tell whether the rows of a table name kept files: a digest beside the name of a file."""
    names = {item.name for item in model._meta.concrete_fields}
    return {"sha256", "file_name"} <= names


def _add_files(
    writer: ArchiveWriter, holders: "Iterable[QuerySet[Any]]", events: "QuerySet[Event]"
) -> list[str]:
    """Copy the files of present and deleted documents; return the digests not found intact."""
    digests: set[str] = set()
    for rows in holders:
        digests |= set(rows.exclude(sha256="").values_list("sha256", flat=True))
        same_kind = events.filter(object_kind=kind(rows.model))
        for changes in same_kind.values_list("changes", flat=True):
            digests |= {value for value in changes.get("sha256", ()) if value}
    missing = []
    for digest in sorted(digests):
        path = path_of(digest)
        if is_intact(path, digest):
            writer.add_file(digest, path)
        else:
            missing.append(digest)
    return missing


def is_intact(path: Path, digest: str) -> bool:
    """Tell whether a kept file is there with the content that its name says."""
    return path.is_file() and file_digest(path) == digest


def _manifest(
    scope: Scope, codes: tuple[str, ...], at: dt.datetime, missing: list[str]
) -> Manifest:
    return Manifest(
        scope=scope,
        territoires=codes,
        essor=__version__,
        made_at=at,
        migrations={app: names[-1] for app, names in known_migrations().items() if names},
        members=(),
        missing_files=tuple(missing),
    )
