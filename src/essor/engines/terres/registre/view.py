"""A line seen by the rules: what it says, what it lacks, what it says wrongly."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from essor.engines.terres.registre.cells import day_of, items
from essor.engines.terres.registre.lines import Gravite
from essor.references.registre_national.tables import Registre


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule has to say of one field."""

    champ: str
    message: str
    expected: str = ""
    gravite: Gravite = Gravite.REFUS


Says = Iterator[Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One line. A field that could not be read is there for « is it given », and says nothing.

    today : the day of the check, which no rule reads elsewhere
    """

    registre: Registre
    champs: Mapping[str, str]
    unread: frozenset[str]
    today: dt.date

    def has(self, champ: str) -> bool:
        """Tell whether something was written, even wrongly."""
        return champ in self.unread or bool(self.champs.get(champ))

    def text(self, champ: str) -> str:
        """Return what the field says, empty when absent or unread."""
        return self.champs.get(champ, "")

    def flag(self, champ: str) -> bool | None:
        """Return a yes or no, None when it was not said."""
        return {"OUI": True, "NON": False}.get(self.text(champ))

    def items(self, champ: str) -> list[str]:
        """Return the values of a list."""
        return items(self.text(champ))

    def day(self, champ: str) -> dt.date | None:
        """Return a day."""
        return day_of(self.text(champ))

    @property
    def is_dangerous(self) -> bool:
        """Tell whether anything on the line says dangerous or POP."""
        said = self.flag("wasteIsDangerous") or self.flag("wastePop")
        return bool(said) or "*" in self.text("wasteCode")
