"""Back up and restore a territory or the whole installation. Restoring is all or nothing."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.records.accounts.models import User
from essor.records.backup.archive import ArchiveReader, reading, writing
from essor.records.backup.load import (
    check_rows,
    empty,
    insert,
    insert_accounts,
    members_by_model,
    objects,
    reset_sequences,
)
from essor.records.backup.manifest import NAME, Manifest, Scope
from essor.records.backup.rows import Keys, Row, read_keys
from essor.records.backup.save import (
    is_intact,
    known_migrations,
    steady_view,
    write_installation,
    write_territoire,
)
from essor.records.backup.scope import (
    REFERENCE_APP,
    Model,
    installation_models,
    kind,
    rows_of,
    territoire_models,
)
from essor.records.journal.actions import Author, operation
from essor.records.journal.models import Event, Operation
from essor.records.plans.files import path_of
from essor.records.recherche.index import rebuild as rebuild_index
from essor.records.territoires.bulk import refresh_statistics

KIND_RESTORE = "installation.restaurer"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreResult:
    """What a restoration did.

    rows : rows written; left_out : rows of demonstration accounts, not written
    accounts : accounts opened without a password; files : files put back
    safety : archive of what was there before, None when nothing was
    """

    manifest: Manifest
    rows: int
    left_out: int
    accounts: int
    files: int
    safety: Path | None


def back_up_territoire(*, code: str, path: Path, at: dt.datetime) -> Manifest:
    """Write a territory, its files and its history to an archive. Raises UserFault."""
    with steady_view(), writing(path) as writer:
        return write_territoire(writer, code, at)


def back_up_installation(*, path: Path, at: dt.datetime) -> Manifest:
    """Write the whole installation to an archive; it holds secrets, keep it safe."""
    with steady_view(), writing(path) as writer:
        return write_installation(writer, at)


def restore(
    *, path: Path, replace: bool, safety_folder: Path, at: dt.datetime, by: Author | None = None
) -> RestoreResult:
    """Put an archive back, exactly, or nothing at all.

    replace : what is there is first saved in ``safety_folder``, then replaced
    Raises UserFault with every fault of the archive, or when data is there and not to be replaced.
    """
    with reading(path) as reader:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        reader.require_room(settings.MEDIA_ROOT)
        with FaultGatherer() as faults:
            reader.verify(faults)
            _check_versions(reader.manifest, faults)
        scope = _scope_of(reader.manifest)
        safety = _make_room(scope, path, replace, safety_folder, at)
        with _all_or_nothing(path), _put_files(reader) as files, transaction.atomic():
            scope.clear()
            rows, left_out, accounts = scope.load(reader)
            connection.check_constraints()
            rebuild_index()
            _trace(reader.manifest, path, by, at)
    return RestoreResult(
        manifest=reader.manifest,
        rows=rows,
        left_out=left_out,
        accounts=accounts,
        files=files,
        safety=safety,
    )


class _Territoire:
    """A territory as something to replace: its tracked rows and its history."""

    def __init__(self, manifest: Manifest) -> None:
        self.codes = manifest.territoires
        self.models: list[Model] = [*territoire_models(), Operation, Event]

    def is_empty(self) -> bool:
        """Tell whether nothing would be lost."""
        return not any(rows_of(model, self.codes).exists() for model in self.models)

    def back_up(self, path: Path, at: dt.datetime) -> Manifest:
        """Save what is there."""
        return back_up_territoire(code=self.codes[0], path=path, at=at)

    def clear(self) -> None:
        """Delete what is there."""
        empty(rows_of(model, self.codes) for model in reversed(self.models))

    def load(self, reader: ArchiveReader) -> tuple[int, int, int]:
        """Write the rows; return how many, how many left out, how many accounts opened."""
        people = _account_rows(reader)
        keep = bool(settings.IS_DEMONSTRATION)
        accounts = insert_accounts(people, keep_demonstration=keep)
        absent = {row["email"] for row in people if row["is_demonstration"] and not keep}
        rows, left_out = _load(reader, self.models, read_keys(frozenset(absent)))
        return rows, left_out, accounts


class _Installation:
    """The whole installation as something to replace."""

    def __init__(self) -> None:
        self.models = installation_models()

    def is_empty(self) -> bool:
        """Tell whether nothing would be lost: reference data and its history can be reloaded."""
        kept = [model for model in self.models if model._meta.app_label != REFERENCE_APP]
        return not any(
            model._base_manager.exists() for model in kept if model not in (Operation, Event)
        )

    def back_up(self, path: Path, at: dt.datetime) -> Manifest:
        """Save what is there."""
        return back_up_installation(path=path, at=at)

    def clear(self) -> None:
        """Delete what is there."""
        empty(model._base_manager.all() for model in reversed(self.models))

    def load(self, reader: ArchiveReader) -> tuple[int, int, int]:
        """Write the rows, keys kept; return how many."""
        rows, left_out = _load(reader, self.models, None)
        reset_sequences(self.models)
        refresh_statistics()
        _refuse_demonstration_accounts()
        return rows, left_out, 0


def _scope_of(manifest: Manifest) -> _Territoire | _Installation:
    return _Territoire(manifest) if manifest.scope is Scope.TERRITOIRE else _Installation()


def _load(reader: ArchiveReader, models: list[Model], keys: Keys | None) -> tuple[int, int]:
    members = members_by_model(reader, models)
    check_rows(reader, members, keys).raise_if_any()
    written = left_out = 0
    for model, member in members.items():
        done, dropped = insert(objects(reader, model, member, keys, FaultGatherer()), model)
        written, left_out = written + done, left_out + dropped
    return written, left_out


def _account_rows(reader: ArchiveReader) -> list[Row]:
    member = reader.manifest.rows_of(kind(User))
    return [] if member is None else [row for _, row in reader.rows(member)]


def _make_room(
    scope: _Territoire | _Installation,
    path: Path,
    replace: bool,
    folder: Path,
    at: dt.datetime,
) -> Path | None:
    if scope.is_empty():
        return None
    if not replace:
        raise UserFault.single(
            "Il y a déjà des données à la place de cette sauvegarde.",
            place=Place(file=path.name),
            expected="--remplacer, qui met d'abord de côté une sauvegarde de l'existant",
            code="existant",
        )
    safety = folder / f"avant-restauration-{at:%Y%m%dT%H%M%S%f}.zip"
    scope.back_up(safety, at)
    return safety


def _check_versions(manifest: Manifest, faults: FaultGatherer) -> None:
    """Gather what a newer Essor wrote and this one cannot read."""
    known = known_migrations()
    for app, name in manifest.migrations.items():
        if name not in known.get(app, ()):
            faults.add_message(
                "La sauvegarde vient d'une version plus récente d'Essor.",
                place=Place(file=NAME, field=app),
                value=name,
                expected=f"mettre Essor à jour (elle vient de la version {manifest.essor})",
                code="version",
            )
    kinds = {kind(model) for model in installation_models()}
    for member in manifest.members:
        if member.kind and member.kind not in kinds:
            faults.add_message(
                "La table est inconnue.", place=Place(file=member.name), code="table"
            )


@contextmanager
def _put_files(reader: ArchiveReader) -> Iterator[int]:
    """Put the uploaded files in place; take back those that were not there on failure."""
    fresh: list[Path] = []
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    try:
        for member in reader.manifest.members:
            target = path_of(member.digest) if member.digest else None
            if target is not None and not is_intact(target, member.digest):
                fresh.append(target)
                reader.copy_file(member, target)
        yield len(fresh)
    except BaseException:
        for target in fresh:
            target.unlink(missing_ok=True)
        raise


@contextmanager
def _all_or_nothing(path: Path) -> Iterator[None]:
    """Say in French what the database refused; it has undone everything."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise UserFault.single(
            "La base de données refuse cette sauvegarde\u00a0; rien n'a été écrit.",
            place=Place(file=path.name),
            value=str(error).strip(),
            expected="une sauvegarde qui n'a pas été modifiée",
            code="incoherent",
        ) from error


def _refuse_demonstration_accounts() -> None:
    if settings.IS_DEMONSTRATION:
        return
    found = User.objects.filter(is_demonstration=True).order_by("email")
    faults = [
        Fault(
            message="La sauvegarde contient un compte de démonstration.",
            value=person.email,
            expected="la sauvegarde d'un territoire (--territoire), qui laisse ces comptes de côté",
            code="demonstration",
        )
        for person in found
    ]
    if faults:
        raise UserFault(faults)


def _trace(manifest: Manifest, path: Path, by: Author | None, at: dt.datetime) -> None:
    """Say in the journal of the installation that a past state came back."""
    what = ", ".join(manifest.territoires) or "toute l'installation"
    reason = f"{what}, sauvegarde du {manifest.made_at.isoformat()} ({path.name})"
    with operation(kind=KIND_RESTORE, author=by, reason=reason, at=at) as op:
        op.keep()
