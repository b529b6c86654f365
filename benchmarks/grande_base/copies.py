"""One territory copied into as many as wanted, straight into the tables. For measures only.

Every row of the model was written by an action; a copy has new identities (each UUID of the model
combined with a number drawn for the copy), other people, another territory, and says the same. So
every copy satisfies the constraints that the model satisfies, which the database checks again, and
its journal replays as that of the model does.
"""

import json
import random
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from essor.records.accounts.models import User
from essor.records.backup.scope import foreign_keys, rows_of, territoire_models
from essor.records.journal.models import Event, Operation
from essor.records.journal.snapshots import model_of
from essor.records.recherche.models import Document, Posting, Word
from essor.records.territoires.models import Territoire
from grande_base.tables import insert, reset_sequences

INDEX = (Word, Document, Posting)  # of the search: words are the same everywhere
Row = list[Any]
Fill = Callable[[int], Any]
Model = type[models.Model]
# Identities keep the bits that say « version 4, drawn at random ».
MOVABLE = ~((0xF << 76) | (0x3 << 62)) & ((1 << 128) - 1)
DASHED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MARK = re.compile(r'"@@(personne|territoire|identite):([0-9a-f-]+)@@"')


@dataclass(frozen=True, slots=True)
class Template:
    """The rows of the model territory, as the objects that Django reads."""

    code: str
    users: list[User]
    tables: list[tuple[Model, list[Any]]]


def read_template(code: str) -> Template:
    """Read a whole territory: people, journal, every tracked table that hangs from it."""
    tables: list[tuple[Model, list[Any]]] = [
        (Operation, list(rows_of(Operation, (code,)))),
        (Event, list(rows_of(Event, (code,)))),
    ]
    for model in territoire_models():
        order = ("created_at", "pk")  # as they were written: a table grows in time order
        tables.append((model, list(rows_of(model, (code,)).order_by(*order))))
    tables += [(model, list(model._default_manager.order_by("pk"))) for model in INDEX]
    users = list(User.objects.filter(membres__territoire__code=code).order_by("pk"))
    return Template(code=code, users=users, tables=tables)


class Copier:
    """Writes copies of a template into the territories given.

    Row after row of the model, each in every territory: as if all teams wrote at the same time,
    so that neighbours on the disk belong to different territories, as they would.
    """

    def __init__(self, *, template: Template, territoires: Sequence[Territoire], seed: int) -> None:
        self.template, self.territoires = template, territoires
        dice = random.Random(seed)
        self.masks = [dice.getrandbits(128) & MOVABLE for _ in territoires]
        self.inside = {
            key.int
            for model, rows in template.tables
            if model not in INDEX
            for obj in rows
            for key in ((obj.object_id,) if model is Event else (obj.pk,))
        }
        documents = next(rows for model, rows in template.tables if model is Document)
        self.document_rank = {obj.pk: rank for rank, obj in enumerate(documents)}
        self.rank_of = {user.pk: rank for rank, user in enumerate(template.users)}
        self.people: list[list[int]] = []
        self.first_event = 0

    def write(self, say: Callable[[str], None]) -> None:
        """Write every copy."""
        self.people = self._write_people()
        last = Event.objects.order_by("-id").first()  # that of the reference facts
        self.first_event = 1 + (last.id if last else 0)
        for model, rows in self.template.tables:
            if rows:
                insert(model, self._copies(model, rows))
                count = f"{len(rows) * len(self.territoires):,}".replace(",", " ")
                say(f"{model._meta.verbose_name} : {count}")
        reset_sequences([User, Event, *INDEX])

    def _write_people(self) -> list[list[int]]:
        made = [
            self._person(user, territoire)
            for territoire in self.territoires
            for user in self.template.users
        ]
        ids = [user.pk for user in User.objects.bulk_create(made, batch_size=500)]
        size = len(self.template.users)
        return [ids[at : at + size] for at in range(0, len(ids), size)]

    def _person(self, user: User, territoire: Territoire) -> User:
        name, _, host = user.email.partition("@")
        copy = User(**{item.attname: getattr(user, item.attname) for item in User._meta.fields})
        copy.pk, copy.email = None, f"{name}.{territoire.code}@{host}"
        return copy

    def _copies(self, model: Model, rows: list[Any]) -> Iterator[Row]:
        copies = 1 if model is Word else len(self.territoires)
        for rank, obj in enumerate(rows):
            row, fills = self._prepare(model, obj, rank)
            for number in range(copies):
                for index, fill in fills:
                    row[index] = fill(number)
                yield row

    def _prepare(self, model: Model, obj: Any, rank: int) -> tuple[Row, list[tuple[int, Fill]]]:
        """Return the values that do not change, and how to make those that do."""
        row: Row = []
        fills: list[tuple[int, Fill]] = []
        for index, item in enumerate(model._meta.concrete_fields):
            value = getattr(obj, item.attname)
            fill = self._fill(model, item, value, obj, rank)
            if fill is not None:
                fills.append((index, fill))
            row.append(None if fill else item.get_db_prep_save(value, connection))
        return row, fills

    def _fill(self, model: Model, item: Any, value: Any, obj: Any, rank: int) -> Fill | None:
        if value is None:
            return None
        if isinstance(value, uuid.UUID):
            return self._identity(value.int) if value.int in self.inside else None
        if item.related_model is User or (model is Operation and item.name == "author_id"):
            return self._person_number(value)
        if item.related_model is Territoire:
            return lambda number: self.territoires[number].pk
        return self._fill_of_journal(model, item.name, obj, rank)

    def _fill_of_journal(self, model: Model, name: str, obj: Any, rank: int) -> Fill | None:
        total = len(self.territoires)
        if model is Operation and name == "territoire_code":
            return lambda number: self.territoires[number].code
        if model in (Document, Posting) and name == "id":
            return lambda number: rank * total + number + 1
        if model is Posting and name == "document":
            place = self.document_rank[obj.document_id]
            return lambda number: place * total + number + 1
        if model is Event and name == "id":
            return lambda number: self.first_event + rank * total + number
        if model is Event and name == "changes":
            return self._changes(obj)
        return None

    def _identity(self, value: int) -> Fill:
        masks = self.masks
        return lambda number: format(value ^ masks[number], "032x")

    def _person_number(self, value: int) -> Fill | None:
        rank = self.rank_of.get(value)
        return None if rank is None else lambda number: self.people[number][rank]

    def _changes(self, event: Event) -> Fill:
        """Rewrite the identities, the people and the territory that an event names."""
        owners = {
            one.attname: one.related_model for one in foreign_keys(model_of(event.object_kind))
        }
        marked = {
            name: [self._mark(owners.get(name), value) for value in pair]
            for name, pair in event.changes.items()
        }
        pieces = MARK.split(json.dumps(marked))
        if len(pieces) == 1:
            return lambda number: pieces[0]

        def fill(number: int) -> str:
            out = list(pieces[::3])
            named = zip(pieces[1::3], pieces[2::3], strict=True)
            for at, (kind, payload) in enumerate(named):
                out[at] += self._name(kind, payload, number)
            return "".join(out)

        return fill

    def _mark(self, owner: Any, value: Any) -> Any:
        if owner is User and value in self.rank_of:
            return f"@@personne:{self.rank_of[value]}@@"
        if owner is Territoire and value is not None:
            return "@@territoire:0@@"
        is_identity = isinstance(value, str) and DASHED.fullmatch(value)
        if is_identity and uuid.UUID(value).int in self.inside:
            return f"@@identite:{value}@@"
        return value

    def _name(self, kind: str, payload: str, number: int) -> str:
        if kind == "personne":
            return str(self.people[number][int(payload)])
        if kind == "territoire":
            return str(self.territoires[number].pk)
        digits = format(int(payload.replace("-", ""), 16) ^ self.masks[number], "032x")
        parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
        return f'"{"-".join(parts)}"'
