"""What an indicator's `.yaml` says: the question, the unit, the formula in words, the traps."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

from essor.foundations.errors import Place
from essor.foundations.fields import FieldReader
from essor.foundations.units import UNITS
from essor.references.yaml_reading import read_yaml

INDICATORS_DIR = Path(__file__).parent


class Sens(StrEnum):
    """Which way is better; `neutre` where neither is."""

    HAUSSE = "hausse"
    BAISSE = "baisse"
    NEUTRE = "neutre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator.

    id : file name ; theme : folder name ; sources : what must be loaded for it to be known
    formula, limits : French sentences, shown beside every value
    rubriques : name of the breakdown when there is one (« branche A38 »), else empty
    """

    id: str
    theme: str
    title: str
    question: str
    unit: str
    sens: Sens
    formula: str
    sources: tuple[str, ...]
    limits: tuple[str, ...]
    rubriques: str
    module: str

    def select(self) -> str:
        """Return the SQL that computes it, from the tidy tables of its sources.

        Columns: niveau, code, rubrique, vintage, value, low, high, status, source_rows.
        """
        text = import_module(self.module).select()
        assert isinstance(text, str)
        return text

    def rows(self) -> Mapping[str, str]:
        """Return table -> SQL of the rows that each value is made of; nothing when not told.

        Columns: _niveau, _code, _rubrique, _vintage of the value, then those of the table.
        """
        listing = getattr(import_module(self.module), "rows", None)
        return {} if listing is None else listing()


@cache
def list_indicators() -> tuple[Indicator, ...]:
    """Return every indicator, by theme then id. Raises UserFault when a description is faulty."""
    return tuple(_read(path) for path in sorted(INDICATORS_DIR.glob("*/*.yaml")))


def _read(path: Path) -> Indicator:
    file = f"{path.parent.name}/{path.name}"
    data: Mapping[str, object] = read_yaml(path.read_text(encoding="utf-8"), file=file)
    reader = FieldReader(data, place=Place(file=file))
    texts = {name: reader.text(name) for name in ("title", "question", "unit", "formula")}
    rubriques = reader.text("rubriques", is_required=False)
    sens = reader.choice("sens", Sens)
    sources, limits = reader.texts("sources"), reader.texts("limits")
    if texts["unit"] and texts["unit"] not in UNITS:
        reader.refuse("unit", "l'unité est inconnue", texts["unit"], ", ".join(UNITS))
    if not sources:
        reader.refuse("sources", "aucune source", None, "au moins un dossier de sources/")
    reader.close()
    assert sens is not None
    return Indicator(
        id=path.stem,
        theme=path.parent.name,
        **texts,
        sens=sens,
        sources=sources,
        limits=limits,
        rubriques=rubriques,
        module=f"essor.observatory.indicators.{path.parent.name}.{path.stem}",
    )
