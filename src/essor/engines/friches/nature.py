"""Services rendered by soils and vegetation: leisure, pollination, water, nitrogen, erosion.

Every value is an area gained (m2) times a value of the service (EUR per m2 and year).
Sources: parameters `nature.*` (CAS 2009, CGDD 2012 and 2013, EFESE 2016, GRAIE 2018…).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import GROWING
from essor.engines.friches.flows import Flow
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import Quantity, area_of, is_nil, positive_part
from essor.engines.friches.vocabulary import (
    FOREST,
    PERMANENT_VEGETATION,
    PERMEABLE_WITHOUT_PERMANENT_VEGETATION,
    PRAIRIE,
    SEALED,
    WETLAND,
    Bearer,
    Soil,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Areas that render a service, or their change, in m2."""

    forest: Quantity
    prairie: Quantity
    wetland: Quantity
    permanent: Quantity
    permeable: Quantity
    clean: Quantity

    def __sub__(self, other: "Cover") -> "Cover":
        """Change from another cover."""
        return Cover(
            forest=self.forest - other.forest,
            prairie=self.prairie - other.prairie,
            wetland=self.wetland - other.wetland,
            permanent=self.permanent - other.permanent,
            permeable=self.permeable - other.permeable,
            clean=self.clean - other.clean,
        )

    def gained(self) -> "Cover":
        """Keep the gains only: a lost area counts for nothing."""
        return Cover(
            forest=positive_part(self.forest),
            prairie=positive_part(self.prairie),
            wetland=positive_part(self.wetland),
            permanent=positive_part(self.permanent),
            permeable=positive_part(self.permeable),
            clean=positive_part(self.clean),
        )


def cover_of(soils_m2: Mapping[Soil, Quantity], *, clean_m2: Quantity) -> Cover:
    """Group the soils by service; `clean_m2` is the decontaminated area (minus if polluted)."""
    return Cover(
        forest=area_of(soils_m2, FOREST),
        prairie=area_of(soils_m2, PRAIRIE),
        wetland=area_of(soils_m2, WETLAND),
        permanent=area_of(soils_m2, PERMANENT_VEGETATION),
        permeable=area_of(soils_m2, PERMEABLE_WITHOUT_PERMANENT_VEGETATION),
        clean=clean_m2,
    )


def service_values(cover: Cover, p: Parameters) -> dict[str, Quantity]:
    """Yearly value of each service, EUR per year of the base year of income growth."""
    return {
        "bien_etre_nature": cover.prairie * p["nature.bien_etre_prairie"]
        + cover.forest * p["nature.bien_etre_foret"]
        + cover.wetland * p["nature.bien_etre_zone_humide"],
        "produits_forestiers": cover.forest * p["nature.produits_forestiers"],
        "pollinisation": cover.permanent * p["nature.pollinisation"],
        "regulation_especes_invasives": cover.permanent * p["nature.especes_invasives"],
        "cycle_eau": cover.permanent * p["nature.cycle_eau_permanente"]
        + cover.permeable * p["nature.cycle_eau_permeable"],
        "cycle_azote": cover.prairie * p["nature.azote_prairie"]
        + cover.wetland * p["nature.azote_zone_humide"],
        "erosion_sols": cover.permanent * p["nature.erosion"],
        "regulation_qualite_eau": (cover.forest + cover.prairie + cover.clean)
        * p["nature.qualite_eau"]
        + cover.wetland * p["nature.qualite_eau_zone_humide"],
    }


# Services that the reference counts when gained and forgets when lost.
GAINS_ONLY = (
    "produits_forestiers",
    "pollinisation",
    "regulation_especes_invasives",
    "cycle_azote",
    "erosion_sols",
)
NEIGHBOURS_ENJOY = frozenset({"bien_etre_nature"})


def soil_services(case: Case) -> list[Flow]:
    """Services gained or lost when the soils change (EUR per year, growing with incomes)."""
    before = cover_of(case.site.soils_m2, clean_m2=0.0)
    after = cover_of(case.project.soils_m2, clean_m2=case.project.decontaminated_m2)
    change = after - before
    values = service_values(change, case.parameters)
    if not case.rules.lost_services_counted:
        gains = service_values(change.gained(), case.parameters)
        values |= {name: gains[name] for name in GAINS_ONLY}
    return [
        Flow(
            impact=impact,
            amount=value,
            clock=GROWING,
            start=case.opening,
            shares={_who(impact): 1.0},
        )
        for impact, value in values.items()
        if not is_nil(value)
    ]


def _who(impact: str) -> Bearer:
    return Bearer.RESIDENTS if impact in NEIGHBOURS_ENJOY else Bearer.SOCIETY


def sealed_decrease(before: Mapping[Soil, Quantity], after: Mapping[Soil, Quantity]) -> Quantity:
    """Net decrease of sealed area, m2 (negative when the project seals more)."""
    return area_of(before, SEALED) - area_of(after, SEALED)


def stormwater_m3(
    soils_m2: Mapping[Soil, Quantity], *, rain_mm: Quantity, p: Parameters
) -> Quantity:
    """Water that runs off the site for a depth of rain: sum of area, coefficient and depth.

    rain_mm : depth of the shower or of the year; returns m3
    """
    effective = np.asarray(0.0) + sum(
        area * p[f"pluie.ruissellement.{soil}"] for soil, area in soils_m2.items()
    )
    return effective * rain_mm / 1000.0
