"""A report once read: lines with their place, samples with their sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essor.engines.terres.compatibility.findings import plain
from essor.engines.terres.compatibility.laboratory.sums import with_sums
from essor.engines.terres.compatibility.measures import Measure, Sample
from essor.foundations.errors import Place
from essor.references.terres.parametres_analytiques import parametres_analytiques


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One result, in the unit of its parameter; label : what the laboratory wrote."""

    sample: str
    code: str
    measure: Measure
    label: str
    place: Place

    @property
    def unit(self) -> str:
        """Unit of the measure."""
        return parametres_analytiques()[self.code].unite


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All results of a file.

    notes : what was understood and should be checked, in French
    ignored : labels that are no quantity Essor knows, with their place
    """

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    ignored: tuple[tuple[str, Place], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the samples, in the order of the file."""
        return tuple(dict.fromkeys(line.sample for line in self.lines))

    def values(self, sample: str) -> dict[str, Measure]:
        """Results of one sample by code, sums included."""
        return with_sums({line.code: line.measure for line in self.lines if line.sample == sample})

    def samples(self) -> tuple[Sample, ...]:
        """The samples as the rules read them."""
        return tuple(Sample(id=name, values=self.values(name)) for name in self.names)

    def as_analyses(self) -> dict[str, Any]:
        """JSON form of `lots[].analyses`; sums are computed again when it is read."""
        return {
            "samples": [
                {
                    "id": name,
                    "values": {
                        line.code: measure_json(line.measure)
                        for line in self.lines
                        if line.sample == name
                    },
                }
                for name in self.names
            ]
        }


def measure_json(measure: Measure) -> float | Mapping[str, float | None] | None:
    """A measure for JSON: a number, or its bounds."""
    if measure.is_exact:
        return plain(measure.low)
    return {"low": plain(measure.low), "high": plain(measure.high)}
