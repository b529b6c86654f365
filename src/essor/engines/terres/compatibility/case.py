"""One question: this lot, this outlet, this day, these thresholds."""

from dataclasses import dataclass
from datetime import date

from essor.engines.terres.compatibility.lots import LotFacts
from essor.engines.terres.compatibility.outlets import OutletFacts
from essor.engines.terres.compatibility.standards import Standards
from essor.engines.terres.compatibility.vocabulary import INERT_KINDS, REUSE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What every rule is given."""

    lot: LotFacts
    outlet: OutletFacts
    standards: Standards

    @property
    def on(self) -> date:
        """The day of the question."""
        return self.standards.on

    @property
    def is_inert(self) -> bool:
        """Whether the outlet follows the order of 12/12/2014."""
        return self.outlet.kind in INERT_KINDS

    @property
    def is_reuse(self) -> bool:
        """Whether the soil is used again in a project."""
        return self.outlet.kind in REUSE_KINDS
