"""What every published list of territories says once read, whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NO_BREAK = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009"), " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class MembrePublie:
    """A member as published: its nature is not in the list, the geography will tell."""

    code_territoire: str
    siren: str
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunePubliee:
    """A commune as published, by a code that may be older than our geography."""

    code_territoire: str
    code_commune_insee: str
    nom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListePubliee:
    """One list: names by code, members by SIREN or communes by code, fingerprints of the files."""

    noms: Mapping[str, str]
    membres: tuple[MembrePublie, ...] = ()
    communes: tuple[CommunePubliee, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    file_name: str = ""


def clean(text: str) -> str:
    """One line without no-break spaces: several published labels end with one."""
    return " ".join(text.translate(NO_BREAK).split())
