"""Rows to JSON and back, exactly.

In the archive of a territory, people and territories are named by what identifies them anywhere,
an e-mail address and a pair (code, phase): their numbers change from one installation to another.
In the archive of an installation every key is kept as it is.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from essor.foundations.errors import FaultGatherer, Place
from essor.records.accounts.models import User
from essor.records.backup.scope import Model, foreign_keys
from essor.records.journal.models import Event, Operation
from essor.records.journal.snapshots import model_of, to_json
from essor.records.territoires.models import Territoire

ACCOUNT, TERRITOIRE = "compte", "territoire"
Row = dict[str, Any]


class Unknown(KeyError):
    """A person or a territory that the archive names is not in this installation."""


class Keys:
    """Numbers of people and territories in this installation <-> their names everywhere.

    left_out : addresses of accounts that do not enter this installation
    """

    def __init__(
        self,
        *,
        emails: Mapping[int, str],
        territoires: Mapping[int, tuple[str, str]],
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        self.emails, self.territoires, self.left_out = emails, territoires, left_out
        self._people = {email: number for number, email in emails.items()}
        self._places = {pair: number for number, pair in territoires.items()}

    def name(self, what: str, number: int | None) -> Row | None:
        """Name a number; a person who left has no name any more."""
        if number is None:
            return None
        if what == ACCOUNT:
            return {ACCOUNT: self.emails.get(number)}
        code, phase = self.territoires[number]
        return {TERRITOIRE: code, "phase": phase}

    def number(self, what: str, name: Row | None) -> int | None:
        """Find the number of a name here, None for nobody. Raises Unknown."""
        if name is None:
            return None
        if what == ACCOUNT:
            email = name[ACCOUNT]
            if email is None or email in self.left_out:
                return None
            found = self._people.get(email)
        else:
            email = f"{name[TERRITOIRE]} ({name['phase']})"
            found = self._places.get((name[TERRITOIRE], name["phase"]))
        if found is None:
            raise Unknown(email)
        return found


def read_keys(left_out: frozenset[str] = frozenset()) -> Keys:
    """Return the names of everyone and of every territory of this installation."""
    territoires = Territoire.objects.values_list("pk", "code", "phase")
    return Keys(
        emails=dict(User.objects.values_list("pk", "email")),
        territoires={pk: (code, phase) for pk, code, phase in territoires},
        left_out=left_out,
    )


def named_columns(model: Model) -> dict[str, str]:
    """Return the columns that hold the number of a person or of a territory."""
    targets = {User: ACCOUNT, Territoire: TERRITOIRE}
    found = {
        item.attname: targets[item.related_model]
        for item in foreign_keys(model)
        if item.related_model in targets
    }
    return found | ({"author_id": ACCOUNT} if model is Operation else {})


def to_row(obj: models.Model, keys: Keys | None) -> Row:
    """Write an object as JSON values; with ``keys``, people and territories by name."""
    row = {
        item.attname: to_json(item.to_python(getattr(obj, item.attname)))
        for item in obj._meta.concrete_fields
    }
    if keys is None:
        return row
    for name, what in named_columns(type(obj)).items():
        row[name] = keys.name(what, row[name])
    if isinstance(obj, Event):
        del row["id"]  # a rank in this installation's log; the order of the lines keeps it
        row["changes"] = _translate(row, keys.name)
    return row


def from_row(
    *, model: Model, row: Row, keys: Keys | None, place: Place, faults: FaultGatherer
) -> models.Model | None:
    """Make an unsaved object from its row; None, with the reason gathered, when it cannot be.

    None without a fault: the row belongs to an account left out of this installation.
    """
    before = len(faults)
    if keys is not None:
        try:
            row = _with_numbers(model, row, keys)
        except Unknown as error:
            faults.add_message(
                "Le compte ou le territoire n'existe pas ici.",
                place=place,
                value=str(error.args[0]),
                expected="charger d'abord les territoires («\u00a0essor migrer\u00a0»)",
                code="reference",
            )
            return None
        except (KeyError, TypeError, AttributeError, ValueError):
            faults.add_message("La ligne n'a pas la forme attendue.", place=place, code="ligne")
            return None
        if any(row[name] is None and _is_required(model, name) for name in named_columns(model)):
            return None
    known = {item.attname: item for item in model._meta.concrete_fields}
    for name in sorted(set(row) - set(known)):
        faults.add_message("Le champ est inconnu.", place=place, value=name, code="champ")
    values = {
        name: _value(item, row, place, faults)
        for name, item in known.items()
        if name in row or not (item.primary_key and keys is not None and model is Event)
    }
    return model(**values) if len(faults) == before else None


def _with_numbers(model: Model, row: Row, keys: Keys) -> Row:
    numbers = {name: keys.number(what, row[name]) for name, what in named_columns(model).items()}
    changes = {"changes": _translate(row, keys.number)} if model is Event else {}
    return row | numbers | changes


def _value(item: "models.Field[Any, Any]", row: Row, place: Place, faults: FaultGatherer) -> Any:
    if item.attname not in row:
        if item.has_default() or item.null or item.empty_strings_allowed:
            return item.get_default()
        faults.add_message("Le champ manque.", place=place, value=item.attname, code="champ")
        return None
    try:
        return item.to_python(row[item.attname])
    except (ValidationError, TypeError, ValueError):
        faults.add_message(
            f"Le champ «\u00a0{item.attname}\u00a0» est faux.",
            place=place,
            value=str(row[item.attname]),
            code="champ",
        )
        return None


def _is_required(model: Model, column: str) -> bool:
    return any(item.attname == column and not item.null for item in foreign_keys(model))


def _translate(row: Row, translate: Any) -> dict[str, Any]:
    """Change the keys of people and territories inside the changes of an event."""
    try:
        columns = named_columns(model_of(row["object_kind"]))
    except (LookupError, TypeError):  # a table of a past version: its history is kept as it is
        columns = {}
    return {
        name: [translate(columns[name], value) for value in pair] if name in columns else pair
        for name, pair in row["changes"].items()
    }
