"""The shipped samples: what each source says of one territory, in our own tidy tables.

A sample is `sample.csv` (first table of `source.yaml`) and `sample.<table>.csv` (each other), with
`sample.yaml` that tells where it was read, when, under which licence, and how it was cut out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from essor.foundations.errors import Place
from essor.foundations.fields import FieldReader
from essor.observatory.catalogue import list_sources
from essor.observatory.geography import Niveau
from essor.observatory.source import SourceDescription
from essor.references.yaml_reading import read_yaml

DESCRIPTION = "sample.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How a table was cut out of the whole one.

    where : SQL condition over its columns and over `place(niveau, code)`, the places of the sample
    rest_of : column of the zone; what the other zones have is added into one zone named « reste »
    sums : columns that are added for it
    unsaid : columns left unknown in every row, because they may name a person
    """

    where: str
    rest_of: str = ""
    sums: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The sample of one source.

    niveaux : levels at which everything that the source has of the territory is there; nothing is
    computed at another level, where the sum would be that of a part
    read_on : day it was cut out ; origin : files of the producer that it was read from
    """

    source: str
    territoire: str
    niveaux: tuple[Niveau, ...]
    read_on: date
    origin: str
    licence: str
    cuts: Mapping[str, Cut]
    folder: Path

    def path(self, table: str) -> Path:
        """Return where the rows of a table are: the first of the source has no name of its own."""
        first = next(iter(self.cuts))
        return self.folder / ("sample.csv" if table == first else f"sample.{table}.csv")


@cache
def list_samples() -> tuple[Sample, ...]:
    """Return every sample, by source. Raises UserFault when a description is faulty."""
    return tuple(
        _read(source) for source in list_sources() if (source.folder / DESCRIPTION).exists()
    )


def sample_of(source: str) -> Sample | None:
    """Return the sample of a source, None when it has none."""
    return next((one for one in list_samples() if one.source == source), None)


def _read(source: SourceDescription) -> Sample:
    file = f"{source.name}/{DESCRIPTION}"
    text = (source.folder / DESCRIPTION).read_text(encoding="utf-8")
    reader = FieldReader(read_yaml(text, file=file), place=Place(file=file))
    found = {name: reader.text(name) for name in ("territoire", "origin", "licence")}
    read_on = reader.day("read_on")
    niveaux = tuple(Niveau(one) for one in reader.texts("niveaux"))
    cuts = reader.mapping("tables") or {}
    named = {one.name: cuts.get(one.name) for one in source.tables}
    for name, cut in named.items():
        if not isinstance(cut, Mapping):
            reader.refuse("tables", "une table n'est pas découpée", name, "where")
    reader.close()
    assert read_on is not None
    return Sample(
        source=source.name,
        **found,
        niveaux=niveaux,
        read_on=read_on,
        cuts={name: _cut(name, cut, file) for name, cut in named.items()},
        folder=source.folder,
    )


def _cut(name: str, data: object, file: str) -> Cut:
    assert isinstance(data, Mapping)
    reader = FieldReader(data, place=Place(file=file), prefix=f"tables.{name}.")
    where, rest_of = reader.text("where"), reader.text("rest_of", is_required=False)
    sums, unsaid = reader.texts("sums"), reader.texts("unsaid")
    reader.close()
    return Cut(where=where, rest_of=rest_of, sums=sums, unsaid=unsaid)
