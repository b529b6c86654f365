"""The only door through which tracked objects are written."""

import datetime as dt
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault
from essor.foundations.french import format_date
from essor.records.journal.listeners import Touched, notify
from essor.records.journal.models import Event, Operation, Tracked, Verb
from essor.records.journal.snapshots import kind_of, model_of, rebuild, snapshot, tracked_fields

TrackedT = TypeVar("TrackedT", bound=Tracked)


class Author(Protocol):
    """Whoever signs an operation; the journal keeps the name, not a foreign key."""

    @property
    def pk(self) -> Any:
        """Identity of the author, None for the machine."""

    @property
    def label(self) -> str:
        """Name shown in histories."""


class Conflict(UserFault):
    """Somebody else changed the same fields since the person read them.

    current : the row as it stands; theirs : field -> (before, after) of the other
    people's changes; mine : field -> the value that was asked.
    """

    def __init__(
        self,
        *,
        current: Tracked,
        theirs: dict[str, tuple[Any, Any]],
        mine: dict[str, Any],
        events: Sequence[Event],
    ) -> None:
        super().__init__(
            [
                Fault(
                    message="Une autre personne a modifié la même donnée pendant votre saisie.",
                    expected="choisir la valeur à garder",
                    code="conflit",
                )
            ]
        )
        self.current, self.theirs, self.mine = current, theirs, mine
        self.events = list(events)


class OpenOperation:
    """Writes objects inside one operation; made by ``operation`` only."""

    def __init__(self, row: Operation) -> None:
        self.row = row
        self.touched = 0
        self.events: list[Touched] = []

    def keep(self) -> None:
        """Keep the operation even if it touches no tracked object (a load, an account)."""
        self.touched += 1

    def create(self, obj: TrackedT) -> TrackedT:
        """Insert an object. Raises UserFault if its fields are not valid."""
        obj.version = self._next_version(obj)
        obj.created_at = obj.updated_at = self.row.at
        _validate(obj, obj.OBSERVED)
        obj.save(force_insert=True)
        self._trace(obj, Verb.CREATE, {k: [None, v] for k, v in snapshot(obj).items()})
        return obj

    def change(
        self, obj: TrackedT, *, expected_version: int | None = None, **values: Any
    ) -> TrackedT:
        """Change the named fields and only them; return the row as written.

        expected_version : the version that the person read. Changes made since by
        others to other fields are kept; to the same fields they raise Conflict.
        """
        row = lock(obj)
        before = snapshot(row)
        moved = {name for name, value in values.items() if getattr(row, name) != value}
        for name, value in values.items():
            setattr(row, name, value)
        _validate(row, moved)
        after = snapshot(row)
        changes = {k: [before[k], after[k]] for k in after if before[k] != after[k]}
        if not changes:
            return row
        if expected_version is not None and expected_version != row.version:
            _refuse_overlap(row, expected_version, before, after, changes)
        row.version, row.updated_at = row.version + 1, self.row.at
        row.save(force_update=True)
        self._trace(row, Verb.CHANGE, changes)
        return row

    def delete(self, obj: Tracked) -> None:
        """Delete an object, keeping its whole state in the journal.

        Raises UserFault if other objects still belong to it.
        """
        row = lock(obj)
        row.version += 1
        self._trace(row, Verb.DELETE, {k: [v, None] for k, v in snapshot(row).items()})
        try:
            row.delete()
        except ProtectedError as error:
            raise UserFault.single(
                f"« {row} » contient encore {len(error.protected_objects)} élément(s).",
                expected="les déplacer ou les supprimer d'abord",
            ) from error

    def _next_version(self, obj: Tracked) -> int:
        last = Event.objects.filter(object_id=obj.id).order_by("-id").first()
        return 1 if last is None else last.version + 1

    def _trace(self, obj: Tracked, verb: Verb, changes: dict[str, list[Any]]) -> None:
        self.touched += 1
        kind = kind_of(obj)
        self.events.append(Touched(verb=verb, kind=kind, object_id=obj.id, changes=changes))
        Event.objects.create(
            operation=self.row,
            verb=verb,
            object_kind=kind,
            object_id=obj.id,
            object_label=str(obj)[:320],
            root_id=obj.journal_root,
            version=obj.version,
            changes=changes,
        )


@contextmanager
def operation(
    *,
    kind: str,
    author: Author | None,
    territoire_code: str = "",
    reason: str = "",
    at: dt.datetime | None = None,
    reverts: Operation | None = None,
) -> Iterator[OpenOperation]:
    """Open one atomic operation; if nothing is touched, no trace is left.

    At its end, still inside, whoever subscribed is told (see ``listeners``).
    author : None stands for Essor itself (initial load). at : now unless given,
    for imports of a dated history and for tests.
    """
    with transaction.atomic():
        row = Operation.objects.create(
            at=at or timezone.now(),
            kind=kind,
            author_id=None if author is None else author.pk,
            author_label="Essor" if author is None else author.label,
            territoire_code=territoire_code,
            reason=reason,
            reverts_id=None if reverts is None else reverts.id,
        )
        opened = OpenOperation(row)
        yield opened
        if not opened.touched:
            row.delete()
        notify(row, opened.events)


def revert_operation(*, author: Author | None, row: Operation, reason: str = "") -> Operation:
    """Undo every event of an operation, last first, as a new operation.

    Raises UserFault, and undoes nothing, if a later change touched the same fields.
    """
    label = f"{row.kind}.annuler" if not row.kind.endswith(".annuler") else row.kind
    with operation(
        kind=label[:60],
        author=author,
        territoire_code=row.territoire_code,
        reason=reason,
        reverts=row,
    ) as opened:
        for event in row.events.order_by("-id"):
            _revert_event(opened, event)
    return opened.row


def _revert_event(opened: OpenOperation, event: Event) -> None:
    model = model_of(event.object_kind)
    if event.verb == Verb.DELETE:
        state = {name: before for name, (before, _) in event.changes.items()}
        opened.create(rebuild(event.object_kind, event.object_id, state))
        return
    row = model._default_manager.filter(pk=event.object_id).first()
    if row is None:
        raise _cannot_revert(event, "l'élément n'existe plus")
    now = snapshot(row)
    moved = [name for name, (_, after) in event.changes.items() if now.get(name) != after]
    if moved:
        raise _cannot_revert(event, "il a été modifié depuis")
    if event.verb == Verb.CREATE:
        opened.delete(row)
        return
    before = {name: pair[0] for name, pair in event.changes.items()}
    opened.change(row, **_python_values(model, before))


def _python_values(model: type[Tracked], state: dict[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in tracked_fields(model)}
    return {name: fields[name].to_python(value) for name, value in state.items()}


def _cannot_revert(event: Event, why: str) -> UserFault:
    return UserFault.single(
        f"« {event.object_label} » ne peut pas être rétabli : {why}.",
        expected="rétablir valeur par valeur depuis l'historique de l'élément",
    )


def lock(obj: TrackedT) -> TrackedT:
    """Return the stored row, locked until the end of the operation."""
    row = type(obj)._default_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
    if row is None:
        raise UserFault.single(
            f"« {obj} » a été supprimé entre-temps.",
            expected="le rétablir depuis la corbeille du plan avant de le modifier",
        )
    return row


def _refuse_overlap(
    row: Tracked,
    expected_version: int,
    before: dict[str, Any],
    after: dict[str, Any],
    changes: dict[str, list[Any]],
) -> None:
    events = list(
        Event.objects.filter(object_id=row.id, version__gt=expected_version)
        .select_related("operation")
        .order_by("id")
    )
    theirs: dict[str, tuple[Any, Any]] = {}
    for event in events:
        for name, (old, new) in event.changes.items():
            theirs[name] = (theirs.get(name, (old, new))[0], new)
    overlap = theirs.keys() & changes.keys()
    if overlap or len(events) != row.version - expected_version:
        for name in changes:
            field = row._meta.get_field(name.removesuffix("_id"))
            setattr(row, name, field.to_python(before[name]))  # type: ignore[union-attr]
        raise Conflict(
            current=row,
            theirs={name: theirs[name] for name in overlap},
            mine={name: after[name] for name in changes},
            events=events,
        )


def _validate(obj: Tracked, moved: AbstractSet[str]) -> None:
    """Refuse what the model or its days forbid, everything at once.

    moved : fields being written; a day already stored is not judged again
    """
    for field in tracked_fields(type(obj)):
        if "\x00" in str(getattr(obj, field.attname)):
            raise UserFault.single(
                "Le texte contient un caractère nul, que la base refuse.",
                field=str(field.verbose_name),
                expected="retaper le texte sans le copier-coller",
            )
    faults = FaultGatherer()
    try:
        obj.clean_fields()
        obj.clean()
    except ValidationError as error:
        faults.extend(faults_of(obj, error))
    faults.extend(_days_to_come(obj, moved))
    faults.raise_if_any()


def _days_to_come(obj: Tracked, moved: AbstractSet[str]) -> Iterator[Fault]:
    today = timezone.localdate()
    for name in sorted(obj.OBSERVED & moved):
        day = getattr(obj, name)
        if isinstance(day, dt.date) and day > today:
            yield Fault(
                message="Cette date n'est pas encore venue.",
                place=Place(field=str(obj._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
                value=format_date(day),
                expected="aujourd'hui ou avant",
                code="date_a_venir",
            )


def faults_of(obj: Tracked, error: ValidationError) -> Iterator[Fault]:
    """Translate Django's validation errors into faults, one per message."""
    for name, messages in error.message_dict.items():
        label = name if name == "__all__" else str(obj._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for message in messages:
            place = Place() if name == "__all__" else Place(field=label)
            yield Fault(message=message, place=place, code="champ")
