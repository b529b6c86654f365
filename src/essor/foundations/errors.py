"""Faults a person can mend, gathered so that one reading of the list mends them all.

Error messages are public interface: each one is a French sentence that says where, what was
found and what is expected. Anything else that goes wrong is our bug, and is not a `UserFault`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

NBSP = "\u00a0"

_SHOWN_VALUE_LENGTH = 80


def _quoted(text: str) -> str:
    """Quote what was found, on one line and cut short, so a huge cell stays readable."""
    line = " ".join(text.split())
    if len(line) > _SHOWN_VALUE_LENGTH:
        line = line[: _SHOWN_VALUE_LENGTH - 1] + "…"
    return f"«{NBSP}{line}{NBSP}»"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a fault stands, from the file down to the field; every part may be unknown."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    column: str | None = None
    field: str | None = None

    def label(self) -> str:
        """French label: « Feuille « Plan », cellule E12, colonne « Montant € HT » »."""
        parts = [
            f"fichier {_quoted(self.file)}" if self.file else "",
            f"feuille {_quoted(self.sheet)}" if self.sheet else "",
            f"cellule {self.cell}" if self.cell else "",
            f"colonne {_quoted(self.column)}" if self.column else "",
            f"champ {_quoted(self.field)}" if self.field else "",
        ]
        text = ", ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]

    def within(self, outer: "Place") -> "Place":
        """Fill the parts this place does not know from a wider place."""
        return Place(
            file=self.file or outer.file,
            sheet=self.sheet or outer.sheet,
            cell=self.cell or outer.cell,
            column=self.column or outer.column,
            field=self.field or outer.field,
        )

    def as_dict(self) -> dict[str, str]:
        """The known parts only, for JSON."""
        pairs = {
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "column": self.column,
            "field": self.field,
        }
        return {key: text for key, text in pairs.items() if text}


_NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend.

    message : French clause without final full stop, says what is wrong
    value : what was found, as the person wrote it
    expected : what would be right, French
    code : stable machine name, for tests and the API
    """

    message: str
    place: Place = _NOWHERE
    value: str | None = None
    expected: str | None = None
    code: str = "invalide"

    def sentence(self) -> str:
        """The whole fault on one line of French, place first."""
        text = self.message.rstrip(".")
        place = self.place.label()
        text = f"{place}{NBSP}: {text}" if place else text[:1].upper() + text[1:]
        found = f"trouvé {_quoted(self.value)}" if self.value is not None else ""
        if found and not (self.value or "").strip():
            found = "rien trouvé"
        expected = f"attendu{NBSP}: {self.expected}" if self.expected else ""
        details = ", ".join(part for part in (found, expected) if part)
        return f"{text} ({details})." if details else f"{text}."

    def at(self, place: Place) -> "Fault":
        """The same fault, its unknown place parts filled from a wider place."""
        return replace(self, place=self.place.within(place))

    def as_dict(self) -> dict[str, str]:
        """Flat mapping for JSON: the place parts, the value, the message, the sentence."""
        data = {"code": self.code, "message": self.message, "sentence": self.sentence()}
        if self.value is not None:
            data["value"] = self.value
        if self.expected is not None:
            data["expected"] = self.expected
        return self.place.as_dict() | data


class UserFault(Exception):
    """Carries every fault of one input. Exit code 2 in the CLI, HTTP 4xx on the web."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        if not self.faults:
            raise ValueError("a UserFault carries at least one fault")
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(fault.sentence() for fault in self.faults)

    def __reduce__(self) -> tuple[type["UserFault"], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)

    @classmethod
    def single(
        cls,
        message: str,
        *,
        value: str | None = None,
        expected: str | None = None,
        field: str | None = None,
        place: Place = _NOWHERE,
        code: str = "invalide",
    ) -> Self:
        """Build the exception for one fault; `field` is a short cut for a place."""
        where = place.within(Place(field=field))
        return cls([Fault(message=message, place=where, value=value, expected=expected, code=code)])

    def at(self, place: Place) -> "UserFault":
        """The same faults, their unknown place parts filled from a wider place."""
        return UserFault(fault.at(place) for fault in self.faults)

    def as_dicts(self) -> list[dict[str, str]]:
        """The faults for JSON."""
        return [fault.as_dict() for fault in self.faults]


class FaultGatherer:
    """Collects faults while the work goes on, then raises them all at once.

    As a context manager it raises at exit. A `UserFault` that escapes from the body joins the
    list, so nothing found before it is lost; any other exception passes untouched.
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults: list[Fault] = list(faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was gathered so far, in order."""
        return tuple(self._faults)

    def add(self, fault: Fault) -> None:
        """Add one fault."""
        self._faults.append(fault)

    def add_message(
        self,
        message: str,
        *,
        place: Place = _NOWHERE,
        value: str | None = None,
        expected: str | None = None,
        code: str = "invalide",
    ) -> None:
        """Add one fault from its parts."""
        self.add(Fault(message=message, place=place, value=value, expected=expected, code=code))

    def extend(self, faults: Iterable[Fault], *, place: Place = _NOWHERE) -> None:
        """Add several faults, their unknown place parts filled from `place`."""
        self._faults.extend(fault.at(place) for fault in faults)

    @contextmanager
    def catching(self, place: Place = _NOWHERE) -> Iterator[None]:
        """Gather a `UserFault` raised in the block, at this place, and go on after it."""
        try:
            yield
        except UserFault as error:
            self.extend(error.faults, place=place)

    def raise_if_any(self) -> None:
        """Raise `UserFault` with everything gathered; do nothing when all is well."""
        if self._faults:
            raise UserFault(self._faults)

    def __bool__(self) -> bool:
        return bool(self._faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.faults)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, UserFault):
            self.extend(error.faults)
        if error is None or isinstance(error, UserFault):
            if not self._faults:
                return
            raise UserFault(self._faults) from error
