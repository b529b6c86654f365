"""Branches of the French economy at level A38, with the name that a sentence gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from essor.references.yaml_reading import read_yaml

FILE = "branche_a38.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrancheA38:
    """One branch.

    libelle : as the Insee writes it ; nom : with its article, in lower case
    is_plural : the verb agrees in the plural ; is_industry : sections B to E
    """

    code: str
    libelle: str
    nom: str
    is_plural: bool = False
    is_industry: bool = False

    def agreed(self, singular: str, plural: str) -> str:
        """Return the form of a verb that agrees with the name."""
        return plural if self.is_plural else singular


@cache
def branches_a38() -> Mapping[str, BrancheA38]:
    """Return the branches by code, in the order of the nomenclature."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data: Any = read_yaml(text, file=FILE)
    return MappingProxyType({row["code"]: BrancheA38(**row) for row in data["branches"]})
