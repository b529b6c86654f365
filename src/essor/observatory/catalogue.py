"""Which sources exist: every folder of `sources/` that holds a `source.yaml`."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from essor.foundations.errors import UserFault
from essor.observatory.source import SourceDescription, read_source

if TYPE_CHECKING:  # a page that names the sources does not need what tidies them
    from essor.observatory.workbench import Workbench

SOURCES_DIR = Path(__file__).parent / "sources"


class Tidy(Protocol):
    """What a `tidy.py` offers: the producer's rows in, its tables out."""

    def __call__(self, work: "Workbench") -> None:
        """Write each table of the source, each row with its reason when it is refused."""


@cache
def list_sources() -> tuple[SourceDescription, ...]:
    """Return every source, by name. Raises UserFault when a description is faulty."""
    return tuple(read_source(path.parent) for path in sorted(SOURCES_DIR.glob("*/source.yaml")))


def get_source(name: str) -> SourceDescription:
    """Return one source. Raises UserFault when there is none of that name."""
    known = {source.name: source for source in list_sources()}
    if name not in known:
        raise UserFault.single("Cette source n'existe pas.", value=name, expected=", ".join(known))
    return known[name]


def tidy_of(source: SourceDescription) -> Tidy:
    """Return the function that tidies a source."""
    module = import_module(f"essor.observatory.sources.{source.name}.tidy")
    tidy: Tidy = module.tidy
    return tidy
