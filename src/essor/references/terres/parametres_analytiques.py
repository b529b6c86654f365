"""What laboratories measure on a soil: one code per quantity, its unit and how people write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from essor.references.yaml_reading import read_yaml

FILE = "parametres_analytiques.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParametreAnalytique:
    """One quantity on one support.

    code : « eluat.as », support then name; unite : code of the units list
    ecritures : other ways to write it; membres : codes of the parts when it is a sum
    """

    code: str
    libelle: str
    unite: str
    ecritures: tuple[str, ...] = ()
    membres: tuple[str, ...] = ()

    @property
    def support(self) -> str:
        """« eluat », « brut » or « physique »."""
        return self.code.partition(".")[0]


@cache
def parametres_analytiques() -> Mapping[str, ParametreAnalytique]:
    """Every quantity by its code, in the order of the file."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data: Any = read_yaml(text, file=FILE)
    rows = [_row(entry) for entry in data["parametres"]]
    return MappingProxyType({row.code: row for row in rows})


def _row(entry: Mapping[str, Any]) -> ParametreAnalytique:
    return ParametreAnalytique(
        code=entry["code"],
        libelle=entry["libelle"],
        unite=entry["unite"],
        ecritures=tuple(entry.get("ecritures", ())),
        membres=tuple(entry.get("membres", ())),
    )
