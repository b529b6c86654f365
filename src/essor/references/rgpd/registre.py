"""The register of what is kept about people, read from its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from essor.references.yaml_reading import read_yaml

FILE = "registre.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traitement:
    """One processing of personal data; ``donnees``: table -> columns, as the code names them."""

    code: str
    nom: str
    finalite: str
    base_legale: str
    personnes: str
    destinataires: str
    duree: str
    donnees: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registre:
    """Every processing, and the text that asks for the register."""

    titre: str
    reference_title: str
    reference_href: str
    traitements: tuple[Traitement, ...]


@cache
def registre() -> Registre:
    """Return the register shipped with Essor."""
    data: Any = read_yaml(resources.files(__package__).joinpath(FILE).read_text("utf-8"), file=FILE)
    return Registre(
        titre=data["titre"],
        reference_title=data["reference"]["title"],
        reference_href=data["reference"]["href"],
        traitements=tuple(
            Traitement(
                **{
                    **row,
                    "donnees": {table: tuple(names) for table, names in row["donnees"].items()},
                }
            )
            for row in data["traitements"]
        ),
    )
