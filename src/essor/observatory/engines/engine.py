"""What computes the tidy tables of a source: the same `tidy.py`, the same checks, another place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, get_type_hints

from essor.observatory.bench import Bench, RawCount
from essor.observatory.catalogue import tidy_of
from essor.observatory.opening import Opened
from essor.observatory.source import SourceDescription


class EngineName(StrEnum):
    """Names of the engines, as the command line gives them."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One source to tidy. scratch : folder for what is not kept; out : folder of the tables."""

    source: SourceDescription
    opened: Mapping[str, Opened]
    scratch: Path
    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What was done. written : tidy table -> rows; engine : the one that did the work."""

    engine: EngineName
    counts: Mapping[str, RawCount]
    written: Mapping[str, int]


class Engine(Protocol):
    """Runs the `tidy.py` of a source and writes its tables as Parquet."""

    def tidy(self, job: Job) -> Tidied:
        """Write the tables of a source. Raises UserFault with what its files do wrong."""

    def close(self) -> None:
        """Let go of what the engine holds."""


def is_portable(source: SourceDescription) -> bool:
    """Tell whether a source is told in expressions that every engine runs.

    Its `tidy` says so itself: what it asks for is a `Bench`, never the SQL of DuckDB.
    """
    return get_type_hints(tidy_of(source))["work"] is Bench
