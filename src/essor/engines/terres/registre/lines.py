"""What the validator reads and what it says: lines of a register, faults of a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from essor.foundations.errors import Fault, Place


class Genre(StrEnum):
    """The three registers of soils that Essor keeps; each name is that of its reference file."""

    SORTANT = "sortant"
    ENTRANT = "entrant"
    TRANSPORTE = "transporte"

    @property
    def label(self) -> str:
        """Name shown to a person."""
        return {"sortant": "sortantes", "entrant": "entrantes"}.get(self.value, "transportées")


class Gravite(StrEnum):
    """What a remark does to a line: the register refuses it, or a person should know."""

    REFUS = "refus"
    ALERTE = "alerte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarque:
    """One thing to mend, or to know, on one line.

    number : line of the file, 0 when the lines come from no file
    """

    number: int
    champ: str
    entete: str
    code: str
    message: str
    value: str = ""
    expected: str = ""
    gravite: Gravite = Gravite.REFUS

    @property
    def is_refused(self) -> bool:
        """Tell whether the national register would refuse the line."""
        return self.gravite is Gravite.REFUS

    def as_fault(self) -> Fault:
        """Return it as the house says faults."""
        where = f"ligne {self.number}, " if self.number else ""
        return Fault(
            message=f"{where}{self.message}",
            place=Place(column=self.entete or None),
            value=self.value or None,
            expected=self.expected or None,
            code=self.code,
        )

    def as_dict(self) -> dict[str, str | int]:
        """Return it for JSON."""
        return {
            "ligne": self.number,
            "colonne": self.entete,
            "champ": self.champ,
            "code": self.code,
            "gravite": self.gravite.value,
            "message": self.message,
            "valeur": self.value,
            "attendu": self.expected,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as written: texts by field of the API, empty cells left out.

    number : its line in the file, counted from 1, 0 when it comes from no file
    """

    champs: Mapping[str, str]
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLine:
    """One line once read: the same texts written the one way the register writes them."""

    number: int
    champs: Mapping[str, str]
    remarques: tuple[Remarque, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Tell whether the national register would take it."""
        return not any(one.is_refused for one in self.remarques)

    @property
    def identity(self) -> tuple[str, str]:
        """Establishment and its identifier: what makes a line the same line."""
        return self.champs.get("reportForCompanySiret", ""), self.champs.get("publicId", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRegister:
    """A whole file once checked; faults of the file itself are raised, not kept here."""

    genre: Genre
    lines: tuple[CheckedLine, ...]
    file_name: str = ""

    @property
    def remarques(self) -> tuple[Remarque, ...]:
        """Every remark, line by line."""
        return tuple(one for line in self.lines for one in line.remarques)

    @property
    def valid(self) -> tuple[CheckedLine, ...]:
        """Lines that the national register would take."""
        return tuple(line for line in self.lines if line.is_valid)

    @property
    def refused(self) -> tuple[CheckedLine, ...]:
        """Lines that it would refuse."""
        return tuple(line for line in self.lines if not line.is_valid)


class Refused(Exception):
    """A cell or an identifier that the register would refuse: why, and what would be right."""

    def __init__(self, code: str, message: str, expected: str = "") -> None:
        super().__init__(code, message, expected)
        self.code, self.message, self.expected = code, message, expected
