"""The template of the phases of a big project, read from its file."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from essor.references.yaml_reading import read_yaml

FILE = "phases.yaml"


@dataclass(frozen=True, slots=True)
class PhaseModele:
    """A phase that is proposed: its title, and what its gate asks."""

    titre: str
    question: str


@cache
def phases_modele() -> tuple[PhaseModele, ...]:
    """Return the phases proposed to a big project, in order."""
    text = resources.files(__package__).joinpath(FILE).read_text("utf-8")
    data: Any = read_yaml(text, file=FILE)
    return tuple(PhaseModele(row["titre"], row["question"]) for row in data["phases"])
