"""The portrait: figures of the head, the sentences kept in each group, what is not known."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.key_figures import KeyFigure, key_figures
from essor.observatory.portrait.pictures import (
    Evolution,
    Structure,
    evolution_of,
    structure_of,
)
from essor.observatory.portrait.rules import (
    age,
    branches,
    emissions,
    firms,
    industry,
    jobs,
    land,
    public,
)
from essor.observatory.portrait.sentence import Group, Sentence, year_of
from essor.observatory.portrait.unknown import Unknown, unknowns
from essor.observatory.reading import Lieu, Value

Rule = Callable[[Facts], Iterator[Sentence]]
RULES: tuple[Rule, ...] = (
    branches.specialisations,
    industry.industry_share,
    branches.scarce_branches,
    branches.dependence_on_branch,
    branches.branch_moves,
    jobs.private_jobs,
    jobs.industrial_jobs,
    jobs.jobseekers,
    jobs.hiring,
    emissions.emissions_rank,
    emissions.emissions_moved,
    emissions.dependence_on_emitter,
    firms.dependence_on_establishment,
    land.land_pace,
    land.brownfields,
    land.business_parks,
    public.grants,
    public.rural_zoning,
    public.urban_communes,
    age.old_figures,
)
STRONGEST = 5.0  # beyond five times its threshold, a fact is not more remarkable


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What one screen says of a territory. groups : sentences, the most remarkable first."""

    lieu: Lieu
    zones: tuple[Lieu, ...]
    figures: tuple[KeyFigure, ...]
    groups: tuple[tuple[Group, tuple[Sentence, ...]], ...]
    unknowns: tuple[Unknown, ...]
    structure: Structure | None = None
    evolution: Evolution | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return every sentence, group after group."""
        return tuple(one for _, sentences in self.groups for one in sentences)

    @property
    def values(self) -> tuple[Value, ...]:
        """Return every value shown, each once."""
        quoted = [value for one in self.figures for value in one.values]
        said = [value for one in self.sentences for value in one.values]
        drawn = [one.value for one in self.structure.shares] if self.structure else []
        drawn += [one.value for one in self.evolution.years] if self.evolution else []
        return tuple(dict.fromkeys([*quoted, *said, *drawn]))


def portrait_of(facts: Facts) -> Portrait:
    """Draw the portrait: what the values allow to say, and no more than one screen."""
    said = [one for rule in RULES for one in rule(facts)]
    return Portrait(
        lieu=facts.lieu,
        zones=facts.zones,
        figures=key_figures(facts),
        groups=tuple((group, kept(said, group, facts)) for group in Group),
        unknowns=unknowns(facts),
        structure=structure_of(facts),
        evolution=evolution_of(facts),
    )


def kept(said: list[Sentence], group: Group, facts: Facts) -> tuple[Sentence, ...]:
    """Keep the most remarkable sentences of a group: one a subject, few of a theme."""
    count = facts.thresholds.count
    ranked = [one for one in said if one.group == group]
    ranked.sort(key=lambda one: -remarkable(one, facts))
    found: list[Sentence] = []
    subjects: set[str] = set()
    themes: Counter[str] = Counter()
    for one in ranked:
        is_new = one.subject not in subjects and themes[one.theme] < count["phrases_par_theme"]
        if is_new and len(found) < count["phrases_par_groupe"]:
            found.append(one)
            subjects.add(one.subject)
            themes[one.theme] += 1
    return tuple(found)


def remarkable(one: Sentence, facts: Facts) -> float:
    """Return the measure by which sentences are ranked: strength, less when it is old."""
    years = [year for value in one.values if (year := year_of(value))]
    old = facts.thresholds.count["annees_ancien"]
    age_years = facts.today.year - max(years) if years else 0
    freshness = min(1.0, old / age_years) if age_years > 0 else 1.0
    return min(one.strength, STRONGEST) * freshness
