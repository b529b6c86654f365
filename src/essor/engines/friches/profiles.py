"""The two profiles: the reference reproduced as it is, and the corrected French one.

A profile is a set of numbers, a set of rules and a way to count years. The numbers come from
the caller (`essor.references`): the engine itself reads no file.
"""

from dataclasses import dataclass

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import TimeFrame
from essor.engines.friches.inputs import Commune, Project, Site
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.rules import ALL_CORRECTIONS, NO_CORRECTION, Rules

REFERENCE = "benefriches"
FRANCE_2025 = "france-2025"
MAX_YEARS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A named method: its numbers and its rules."""

    name: str
    parameters: Parameters
    rules: Rules

    def years_of(self, project: Project, years: int | None = None) -> int:
        """Years of operation evaluated: asked, or the contract of a plant, or the default."""
        if years is None and project.solar is not None:
            years = project.solar.contract_years
        if years is None:
            years = round(float(self.parameters["calendrier.annees_evaluation"]))
        return min(max(years, 1), MAX_YEARS)

    def frame_of(
        self, project: Project, years: int | None = None, first_year: int | None = None
    ) -> TimeFrame:
        """Calendar: from the opening (reference), or from the first works (corrected).

        first_year : year to which flows are discounted; the first works when absent
        """
        opening = project.schedule.operations_first_year
        n_years = self.years_of(project, years)
        if not self.rules.works_in_their_year:
            return TimeFrame(first_year=opening, n_years=n_years)
        periods = (project.schedule.reinstatement, project.schedule.installation)
        starts = [period.starts_on.year for period in periods if period is not None]
        start = min([opening, *starts, *([first_year] if first_year else [])])
        lead = opening - start
        return TimeFrame(first_year=start, n_years=lead + n_years, operations_index=lead)

    def case_of(
        self,
        *,
        commune: Commune,
        site: Site,
        project: Project,
        years: int | None = None,
        first_year: int | None = None,
    ) -> Case:
        """Put facts, numbers, rules and calendar together."""
        return Case(
            commune=commune,
            site=site,
            project=project,
            parameters=self.parameters,
            rules=self.rules,
            frame=self.frame_of(project, years, first_year),
        )


def profile_of(name: str, parameters: Parameters) -> Profile:
    """Return the profile of a name with its numbers; raises KeyError for an unknown name."""
    rules = {REFERENCE: NO_CORRECTION, FRANCE_2025: ALL_CORRECTIONS}[name]
    return Profile(name=name, parameters=parameters, rules=rules)
