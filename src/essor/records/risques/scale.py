"""The five levels in words and in chances: conventions, read from the parameters."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from essor.references.loader import parameter
from essor.references.parameter import Parameter, Status

DOMAIN = "risques"
NAMES = ("faible", "moyen", "eleve", "critique")


@dataclass(frozen=True, slots=True, kw_only=True)
class Echelle:
    """What each level means on a day.

    probabilites, impacts : words of the levels 1 to 5; chances : their probabilities, 0 to 1
    seuils : least criticality called medium, high, critical
    is_convention : nobody compared it with a source yet, which the page says
    """

    probabilites: tuple[str, ...]
    impacts: tuple[str, ...]
    chances: tuple[float, ...]
    seuils: tuple[int, ...]
    is_convention: bool

    def niveau(self, criticite: int) -> str:
        """Return the class of a criticality: faible, moyen, eleve, critique."""
        return NAMES[sum(criticite >= seuil for seuil in self.seuils)]

    def is_critique(self, criticite: int) -> bool:
        """Tell whether a criticality is of the highest class."""
        return self.niveau(criticite) == NAMES[-1]


def echelle_at(day: dt.date) -> Echelle:
    """Return the scale that holds on a day; before its first day, the first one.

    The wording labels levels recorded then, it changes no figure: a register read « as of » a
    day before the convention was written still needs words.
    """
    files = {name: parameter(f"{DOMAIN}/{name}") for name in _NAMES_OF_FILES}
    chances = [_number(files[f"chance_niveau_{level}"], day) for level in range(1, 6)]
    return Echelle(
        probabilites=_items(files["niveaux_probabilite"], day),
        impacts=_items(files["niveaux_impact"], day),
        chances=tuple(float(chance / 100) for chance in chances),
        seuils=tuple(int(text) for text in _items(files["seuils_criticite"], day)),
        is_convention=any(one.status is not Status.VERIFIE for one in files.values()),
    )


_NAMES_OF_FILES = (
    "niveaux_probabilite",
    "niveaux_impact",
    "seuils_criticite",
    *(f"chance_niveau_{level}" for level in range(1, 6)),
)


def _items(file: Parameter, day: dt.date) -> tuple[str, ...]:
    return file.at(max(day, file.values[0].valid_from)).items


def _number(file: Parameter, day: dt.date) -> Decimal:
    value = file.at(max(day, file.values[0].valid_from)).value
    assert value is not None
    return value
