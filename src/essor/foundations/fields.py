"""Read the fields of a mapping (JSON or YAML) and gather every fault before failing."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from essor.foundations.errors import FaultGatherer, Place

Choice = TypeVar("Choice", bound=StrEnum)


class FieldReader:
    """Reads typed fields one by one; `close` refuses unknown fields and raises all faults at once.

    Until `close`, a faulty field reads as empty text, None or False: use nothing before it.
    """

    def __init__(
        self, data: Mapping[str, object], *, place: Place | None = None, prefix: str = ""
    ) -> None:
        """Read `data`, found at `place`; `prefix` goes before the name of each field."""
        self.faults = FaultGatherer()
        self._data = data
        self._prefix = prefix
        self._place = place or Place()
        self._known: set[str] = set()

    def _take(self, name: str) -> object:
        self._known.add(name)
        return self._data.get(name)

    def refuse(self, name: str, message: str, found: object, expected: str) -> None:
        """Add the fault of one field."""
        self.faults.add_message(
            message,
            place=Place(field=self._prefix + name).within(self._place),
            value=None if found is None else str(found),
            expected=expected,
            code="champ",
        )

    def _missing(self, name: str, expected: str) -> None:
        self.refuse(name, "le champ manque", None, expected)

    def text(self, name: str, *, is_required: bool = True) -> str:
        """A text, without spaces at its ends; empty when absent and not required."""
        found = self._take(name)
        if found is None or found == "":
            if is_required:
                self._missing(name, "un texte")
            return ""
        if not isinstance(found, str):
            self.refuse(name, "le champ n'est pas un texte", found, "un texte entre guillemets")
            return ""
        return found.strip()

    def number(self, name: str, *, is_required: bool = False) -> Decimal | None:
        """An exact number, or None when absent; a float is read as it is written."""
        found = self._take(name)
        if found is None:
            if is_required:
                self._missing(name, "un nombre")
            return None
        try:
            if isinstance(found, bool):
                raise InvalidOperation
            number = Decimal(str(found))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.refuse(name, "le champ n'est pas un nombre", found, "un nombre comme 1200.5")
            return None
        return number

    def day(self, name: str, *, is_required: bool = True) -> date | None:
        """A date in ISO 8601, or None when absent and not required."""
        found = self._take(name)
        if found is None:
            if is_required:
                self._missing(name, "une date comme 2026-03-01")
            return None
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        try:
            return date.fromisoformat(str(found))
        except ValueError:
            self.refuse(name, "le champ n'est pas une date", found, "une date comme 2026-03-01")
            return None

    def flag(self, name: str) -> bool:
        """A yes or no; no when absent."""
        found = self._take(name)
        if found is None or isinstance(found, bool):
            return bool(found)
        self.refuse(name, "le champ n'est ni vrai ni faux", found, "true ou false")
        return False

    def choice(self, name: str, kind: type[Choice], *, is_required: bool = True) -> Choice | None:
        """One member of an enumeration, by its stored value."""
        found = self._take(name)
        expected = ", ".join(member.value for member in kind)
        if found is None:
            if is_required:
                self._missing(name, expected)
            return None
        if found not in [member.value for member in kind]:
            self.refuse(name, "le champ n'est pas dans la liste", found, expected)
            return None
        return kind(found)

    def mapping(self, name: str, *, is_required: bool = True) -> Mapping[str, object] | None:
        """A group of fields, or None."""
        found = self._take(name)
        if found is None:
            if is_required:
                self._missing(name, "un groupe de champs")
            return None
        if not isinstance(found, Mapping):
            self.refuse(name, "le champ n'est pas un groupe de champs", found, "clé: valeur")
            return None
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when absent, a lone text is a list of one."""
        found = self._take(name)
        items = found if isinstance(found, list) else [] if found is None else [found]
        texts = [item.strip() for item in items if isinstance(item, str) and item.strip()]
        if len(texts) != len(items):
            self.refuse(
                name, "le champ n'est pas une liste de textes", found, "- un texte par ligne"
            )
        return tuple(texts)

    def close(self) -> None:
        """Refuse the fields nobody read, then raise `UserFault` if anything was wrong."""
        for name in self._data:
            if name not in self._known:
                self.refuse(str(name), "le champ est inconnu", None, ", ".join(sorted(self._known)))
        self.faults.raise_if_any()
