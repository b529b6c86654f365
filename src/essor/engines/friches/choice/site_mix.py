"""From a study to its best land-use mix, and back to an exact evaluation of that mix.

The values per hectare come from evaluating the whole site under each programme alone. Effects
are close to proportional to the area, but thresholds (green space, activity) are not: the mix
is therefore evaluated again zone by zone, and both numbers are given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from essor.engines.friches.choice.land_mix import Limits, Mix, Option, best_mix
from essor.engines.friches.choice.reading import works_by_year
from essor.engines.friches.outcome import Outcome, evaluate
from essor.engines.friches.profiles import Profile
from essor.engines.friches.quantities import M2_PER_HECTARE
from essor.engines.friches.study import Study, Zone
from essor.engines.friches.vocabulary import Programme
from essor.foundations.errors import UserFault

SMALLEST_ZONE_HA = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMix:
    """Best mix of a site, and what it is worth once evaluated zone by zone.

    evaluated_eur : None when nothing is built
    """

    mix: Mix
    evaluated_eur: float | None


def only_zone(study: Study) -> Zone:
    """The single zone of a study; raises UserFault when it has several."""
    if len(study.zones) != 1:
        raise UserFault.single(
            "le partage d'un site part d'une étude à une seule zone",
            value=str(len(study.zones)),
            expected="une étude sans « zones »",
            code="une_zone",
        )
    return study.zones[0]


def with_programme(zone: Zone, programme: Programme, *, name: str, share: float) -> Zone:
    """A part of the zone under another programme; facts of the site follow its area.

    What was declared about the former project (costs, floors, resale) does not hold any more.
    """
    numbers = {
        path: value * share for path, value in zone.numbers.items() if path.startswith("site.")
    }
    return replace(zone, name=name, programme=programme, numbers=numbers)


def options_of(study: Study, profile: Profile, programmes: Sequence[Programme]) -> list[Option]:
    """Values per hectare of each programme on the whole site."""
    zone = only_zone(study)
    hectares = float(np.asarray(zone.numbers["site.surface_m2"])) / M2_PER_HECTARE
    found = []
    for programme in programmes:
        part = with_programme(zone, programme, name=programme.value, share=1.0)
        outcome = evaluate(replace(study, zones=(part,)), profile)
        found.append(_option(programme.value, outcome, hectares))
    return found


def _option(name: str, outcome: Outcome, hectares: float) -> Option:
    metrics = {key: float(np.asarray(value)) for key, value in outcome.metrics.items()}
    return Option(
        name=name,
        gain_eur_ha=float(np.asarray(outcome.npv_eur)) / hectares,
        public_cost_eur_ha=sum(works_by_year(outcome).values()) / hectares,
        land_take_ha_ha=max(-metrics.get("sols_enaf_preserves_ha", 0.0), 0.0) / hectares,
        jobs_fte_ha=metrics["emplois_exploitation_etp"] / hectares,
    )


def best_site_mix(
    study: Study,
    profile: Profile,
    *,
    programmes: Sequence[Programme],
    limits: Limits,
    bounds_ha: Mapping[str, tuple[float, float]] | None = None,
) -> SiteMix:
    """Find the best mix of programmes on a site, then evaluate it zone by zone.

    bounds_ha : smallest area if chosen and largest area, by programme
    """
    given = bounds_ha or {}
    options = [
        replace(option, smallest_ha=given[option.name][0], largest_ha=given[option.name][1])
        if option.name in given
        else option
        for option in options_of(study, profile, programmes)
    ]
    mix = best_mix(options, limits)
    zone = only_zone(study)
    whole = float(np.asarray(zone.numbers["site.surface_m2"])) / M2_PER_HECTARE
    parts = tuple(
        with_programme(zone, Programme(name), name=name, share=hectares / whole)
        for name, hectares in mix.areas_ha.items()
        if hectares > SMALLEST_ZONE_HA
    )
    if not parts:
        return SiteMix(mix=mix, evaluated_eur=None)
    outcome = evaluate(replace(study, zones=parts), profile)
    return SiteMix(mix=mix, evaluated_eur=float(np.asarray(outcome.npv_eur)))
