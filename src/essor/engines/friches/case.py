"""One evaluation to run: facts, numbers, rules and calendar, handed to every formula."""

from dataclasses import dataclass

from essor.engines.friches.clocks import DISCOUNTED, NONE, Clock, TimeFrame
from essor.engines.friches.inputs import Commune, Project, Site
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.rules import Rules
from essor.engines.friches.vocabulary import Nature


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The arguments of every formula. Pure data: no clock, no file, no randomness."""

    commune: Commune
    site: Site
    project: Project
    parameters: Parameters
    rules: Rules
    frame: TimeFrame

    @property
    def is_friche(self) -> bool:
        """Tell whether the land is a brownfield."""
        return self.site.nature is Nature.FRICHE

    @property
    def is_urban(self) -> bool:
        """Tell whether the project is an urban one (anything but a solar plant)."""
        return self.project.solar is None

    @property
    def opening(self) -> int:
        """Index of the first year of operation."""
        return self.frame.operations_index

    @property
    def released(self) -> int:
        """Index from which the site no longer costs its upkeep: start of works, or opening."""
        first = self.project.schedule.reinstatement or self.project.schedule.installation
        if not self.rules.works_in_their_year or first is None:
            return self.opening
        return self.frame.index_of(first.starts_on.year)

    @property
    def once(self) -> Clock:
        """Clock of one-off amounts: the reference does not discount them."""
        return DISCOUNTED if self.rules.works_in_their_year else NONE
