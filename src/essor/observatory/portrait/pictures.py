"""What the two drawings of the portrait show, before they are drawn."""

from dataclasses import dataclass

from essor.observatory.geography import Niveau
from essor.observatory.portrait.bounds import bounds_of
from essor.observatory.portrait.facts import Facts
from essor.observatory.reading import Lieu, Value
from essor.references.nomenclatures.branche_a38 import BrancheA38, branches_a38

MOST_BRANCHES = 7
BASE = "2019"


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchShare:
    """A branch in the salaried jobs of industry: per cent here and in France, jobs here."""

    branche: BrancheA38
    here: float
    france: float
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The largest branches of the industry of the zone where most inhabitants live."""

    zone: Lieu
    vintage: str
    shares: tuple[BranchShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Private jobs of one year, 100 in 2019: here, and in France when it is known."""

    year: str
    here: float
    france: float | None
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Evolution:
    """Private jobs of the territory year after year."""

    years: tuple[Year, ...]


def structure_of(facts: Facts) -> Structure | None:
    """Return the branches of the zone; None when the source does not say."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI)[:1]:
        here = _industrial(facts, zone)
        vintage = next(iter(here.values())).vintage if here else ""
        there = _industrial(facts, facts.france)
        mine, theirs = (sum(_jobs(one) for one in group.values()) for group in (here, there))
        if not mine or not theirs:
            return None
        shares = [
            BranchShare(
                branche=branches_a38()[code],
                here=100 * _jobs(value) / mine,
                france=100 * _jobs(there[code]) / theirs,
                value=value,
            )
            for code, value in here.items()
            if code in there and there[code].vintage == vintage
        ]
        shares.sort(key=lambda one: -one.here)
        if shares:
            return Structure(zone=zone, vintage=vintage, shares=tuple(shares[:MOST_BRANCHES]))
    return None


def evolution_of(facts: Facts) -> Evolution | None:
    """Return private jobs since the first year; None without 2019 to compare with."""
    name = "emploi_salarie_prive"
    base, national = (facts.at(name, lieu, BASE) for lieu in (facts.lieu, facts.france))
    if base is None or not _jobs(base):
        return None
    years = tuple(
        Year(
            year=value.vintage,
            here=100 * _jobs(value) / _jobs(base),
            france=_index(facts.at(name, facts.france, value.vintage), national),
            value=value,
        )
        for value in facts.series(name, facts.lieu)
        if bounds_of(value)
    )
    return Evolution(years=years) if len(years) > 1 else None


def _index(value: Value | None, base: Value | None) -> float | None:
    if value is None or base is None or not _jobs(base):
        return None
    return 100 * _jobs(value) / _jobs(base)


def _industrial(facts: Facts, lieu: Lieu) -> dict[str, Value]:
    """Return the branches of industry whose jobs are known exactly."""
    return {
        code: value
        for code, value in facts.breakdown("emploi_branche", lieu).items()
        if (branche := branches_a38().get(code))
        and branche.is_industry
        and (bounds := bounds_of(value))
        and bounds.is_exact
    }


def _jobs(value: Value) -> float:
    bounds = bounds_of(value)
    return bounds.low if bounds else 0.0
