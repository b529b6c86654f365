"""A branch in an employment zone: its quotient, raw and shrunk, and its jobs."""

from dataclasses import dataclass

from essor.observatory.portrait.bounds import Bounds, bounds_of
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import NBSP, floor, number
from essor.observatory.portrait.french import jobs as jobs_text
from essor.observatory.portrait.sentence import Quoted
from essor.observatory.reading import Lieu, Value
from essor.references.nomenclatures.branche_a38 import BrancheA38, branches_a38

RAW, SHRUNK = "quotient_localisation", "quotient_localisation_ajuste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One branch of one zone.

    quotients : the raw one, then the shrunk one when it is known
    weight : bounds that hold both, so that nothing rests on one way of computing
    jobs : bounds of the jobs of the branch
    """

    branche: BrancheA38
    quotients: tuple[Value, ...]
    weight: Bounds
    count: Value
    jobs: Bounds

    def times(self) -> Quoted:
        """« 4,5 fois », or « au moins 4,3 fois » when the figure itself is not known."""
        raw = self.quotients[0]
        if raw.value is None:
            return Quoted(f"au moins {floor(self.weight.low, 1)}{NBSP}fois", self.quotients)
        return Quoted(f"{number(raw.value, 1)}{NBSP}fois", self.quotients)

    def counted(self) -> Quoted:
        """« 8 559 emplois »."""
        if self.jobs.is_exact:
            return Quoted(jobs_text(self.jobs.low), (self.count,))
        return Quoted(f"au moins {jobs_text(int(self.jobs.low))}", (self.count,))


def branches_of(facts: Facts, zone: Lieu) -> list[Branch]:
    """Return the branches whose quotient and jobs are known."""
    employment, shrunk = (facts.breakdown(one, zone) for one in ("emploi_branche", SHRUNK))
    found = []
    for code, raw in facts.breakdown(RAW, zone).items():
        branche, count, weight = branches_a38().get(code), employment.get(code), bounds_of(raw)
        jobs, other = bounds_of(count), shrunk.get(code)
        if branche is None or count is None or weight is None or jobs is None:
            continue
        quotients: tuple[Value, ...] = (raw,)
        if other is not None and other.vintage == raw.vintage and (second := bounds_of(other)):
            weight = Bounds(min(weight.low, second.low), max(weight.high, second.high))
            quotients = (raw, other)
        found.append(
            Branch(branche=branche, quotients=quotients, weight=weight, count=count, jobs=jobs)
        )
    return found
