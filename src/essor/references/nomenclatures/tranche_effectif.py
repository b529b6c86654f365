"""Size bands of establishments, as the INSEE codes them. « NN » is not zero."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from essor.references.yaml_reading import read_yaml

FILE = "tranche_effectif.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheEffectif:
    """One band: its code, its words, its bounds in employees (None: not bounded, or unknown)."""

    code: str
    libelle: str
    au_moins: int | None = None
    au_plus: int | None = None


@cache
def tranches_effectif() -> tuple[TrancheEffectif, ...]:
    """Return the bands, from the smallest to the largest, the unknown one first."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data: Any = read_yaml(text, file=FILE)
    return tuple(TrancheEffectif(**row) for row in data["tranches"])
