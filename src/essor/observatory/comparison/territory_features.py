"""What territories are compared by, read in the lake: each feature says where it comes from.

Where a source goes no finer than the employment zone, a territory bears the figure of its main
zone, provided that enough of its inhabitants live there; nothing is shared out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from essor.observatory.across import (
    rubriques_across,
    series_across,
    values_across,
    vintages_across,
    zones_across,
)
from essor.observatory.comparison.choices import measured_across, year_of
from essor.observatory.comparison.features import Feature, Profile
from essor.observatory.comparison.measured import Measured, measured
from essor.observatory.geography import Niveau
from essor.observatory.lake import Lake

ZONE = "zone d'emploi principale"
RURAL = ("Bourgs ruraux", "Rural à habitat dispersé", "Rural à habitat très dispersé")
INDUSTRY = ("B", "C", "D", "E")  # sections of the A38 branches: BZ, CA to CM, DZ, EZ
YEARS_OF_CHANGE = 5
Known = Mapping[str, Measured]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A feature that is one indicator as it is."""

    id: str
    label: str
    unit: str
    niveau: str = Niveau.TERRITOIRE
    rubrique: str = ""
    is_size: bool = False


AS_THEY_ARE = (
    Read(id="population_municipale", label="Habitants", unit="habitant", is_size=True),
    Read(id="population_frr", label="Habitants en zone de revitalisation (FRR)", unit="%"),
    Read(
        id="prix_median_logement", label="Prix médian du logement", unit="EUR/m2",
        rubrique="logement", is_size=True,
    ),
    Read(
        id="emissions_irep", label="CO2 déclaré par les grands sites", unit="t",
        rubrique="total", is_size=True,
    ),
    Read(
        id="part_industrie_urssaf", label="Part de l'industrie dans l'emploi privé", unit="%",
        niveau=Niveau.ZONE_EMPLOI,
    ),
    Read(
        id="evolution_industrie", label="Évolution de l'emploi industriel", unit="%",
        niveau=Niveau.ZONE_EMPLOI,
    ),
    Read(
        id="concentration_industrie", label="Concentration sur quelques branches",
        unit="sans_unite", niveau=Niveau.ZONE_EMPLOI,
    ),
)  # fmt: skip


def territory_features(lake: Lake, *, least_part: float) -> tuple[Feature, ...]:
    """Return the features that the loaded sources give, the ones computed here included.

    least_part : share of the inhabitants that the main zone must have to speak for a territory
    """
    main = main_zones(lake, least_part=least_part)
    found = [_as_it_is(lake, one, main) for one in AS_THEY_ARE]
    return (*found, _rurality(lake), *_employment(lake))


def branch_profile(lake: Lake, *, least_part: float) -> Profile:
    """Return how the industrial jobs of the main zone are shared out between branches."""
    asked = {"indicator": "emploi_branche", "niveau": Niveau.ZONE_EMPLOI}
    jobs: dict[str, dict[str, float]] = {}
    for branch in rubriques_across(lake, **asked):
        if branch.startswith(INDUSTRY):
            for one in values_across(lake, rubrique=branch, **asked):
                if one.value is not None:
                    jobs.setdefault(one.code, {})[branch] = one.value
    shares = {zone: _shares(held) for zone, held in jobs.items() if sum(held.values()) > 0}
    main = main_zones(lake, least_part=least_part)
    return Profile(
        id="profil_branches",
        label="Branches de l'industrie",
        words=ZONE,
        shares={code: shares[zone] for code, zone in main.items() if zone in shares},
    )


def main_zones(lake: Lake, *, least_part: float) -> dict[str, str]:
    """Return territory -> its most inhabited employment zone, where enough inhabitants live."""
    found = zones_across(lake, Niveau.ZONE_EMPLOI)
    return {code: one[0].code for code, one in found.items() if one[0].part >= least_part}


def _as_it_is(lake: Lake, read: Read, main: Mapping[str, str]) -> Feature:
    values = {
        one.code: one
        for one in measured_across(
            lake, indicator=read.id, niveau=read.niveau, rubrique=read.rubrique
        )
        if one.is_known
    }
    is_zone = read.niveau == Niveau.ZONE_EMPLOI
    if is_zone:
        values = {code: values[zone] for code, zone in main.items() if zone in values}
    return Feature(
        id=read.id,
        label=read.label,
        unit=read.unit,
        words=ZONE if is_zone else "",
        is_size=read.is_size,
        values=values,
    )


def _rurality(lake: Lake) -> Feature:
    """Share of rural communes among those whose density level is known (Insee, 5 to 7)."""
    asked = {"indicator": "communes_densite", "niveau": Niveau.TERRITOIRE}
    rural: dict[str, float] = {}
    whole: dict[str, float] = {}
    for level in rubriques_across(lake, **asked):
        for one in values_across(lake, rubrique=level, **asked):
            if one.value is not None:
                whole[one.code] = whole.get(one.code, 0) + one.value
                if level in RURAL:
                    rural[one.code] = rural.get(one.code, 0) + one.value
    values = {
        code: measured(code, value=100 * rural.get(code, 0) / total)
        for code, total in whole.items()
        if total > 0
    }
    return Feature(id="part_rurale", label="Communes rurales", unit="%", values=values)


def _employment(lake: Lake) -> Iterator[Feature]:
    """Private jobs for a hundred inhabitants, and their change over about five years."""
    asked = {"indicator": "emploi_salarie_prive", "niveau": Niveau.TERRITOIRE}
    series = series_across(lake, **asked)
    vintages = vintages_across(lake, **asked)
    last = vintages[-1] if vintages else ""
    first = next(
        (
            one
            for one in vintages
            if (year_of(one) or 0) >= (year_of(last) or 0) - YEARS_OF_CHANGE and one != last
        ),
        "",
    )
    inhabitants = {
        one.code: one.value
        for one in values_across(lake, indicator="population_municipale", niveau=Niveau.TERRITOIRE)
    }
    jobs = {code: one[last].value for code, one in series.items() if last in one}
    before = {code: one[first].value for code, one in series.items() if first in one}
    yield Feature(
        id="emploi_pour_cent_habitants",
        label="Emplois privés pour 100 habitants",
        unit="sans_unite",
        values=_ratios(jobs, inhabitants, less=0),
    )
    yield Feature(
        id="evolution_emploi_prive",
        label=f"Évolution de l'emploi privé {first}-{last}",
        unit="%",
        values=_ratios(jobs, before, less=1),
    )


def _ratios(
    above: Mapping[str, float | None], below: Mapping[str, float | None], *, less: float
) -> dict[str, Measured]:
    """Return 100 × (above / below - less), where both are known and the second is not zero."""
    found = {}
    for code, top in above.items():
        bottom = below.get(code)
        if top is not None and bottom:
            found[code] = measured(code, value=100 * (top / bottom - less))
    return found


def _shares(held: Mapping[str, float]) -> dict[str, float]:
    total = sum(held.values())
    return {branch: jobs / total for branch, jobs in held.items()}
