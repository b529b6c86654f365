"""Against what: doing nothing, or building the same thing on open land.

The greenfield counterfactual puts the same programme, at the same area, on farmland (the
reference's polyculture soils) or on a meadow. What the brownfield saves or costs beyond it is
the difference, line by line: roads and networks to create, soils sealed, farm lost, carbon.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from essor.engines.friches import roads
from essor.engines.friches.appraise import appraise
from essor.engines.friches.case import Case
from essor.engines.friches.farm import Farming, farm_charges_eur, farm_fte, farm_incomes_eur
from essor.engines.friches.flows import Flow, net_present_value
from essor.engines.friches.inputs import Site, YearlyExpense
from essor.engines.friches.metrics import avoided_land_take_ha
from essor.engines.friches.profiles import Profile
from essor.engines.friches.programmes import default_project
from essor.engines.friches.quantities import Quantity
from essor.engines.friches.results import Appraisal
from essor.engines.friches.study import Study, cases_of
from essor.engines.friches.vocabulary import Expense, Nature, Soil

FARM_EXPENSES = {
    "loyer": Expense.RENT,
    "taxes": Expense.OPERATIONS_TAXES,
    "autres": Expense.OTHER_OPERATIONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The brownfield against open land, EUR and hectares.

    advantage_eur : value of the brownfield project minus that of the same one on open land,
        roads and networks included on both sides
    land_take_ha : natural, farm or forest land that the open-land project would take
    """

    brownfield_eur: Quantity
    greenfield_eur: Quantity
    advantage_eur: Quantity
    land_take_ha: Quantity
    jobs_lost_fte: Quantity


def farmland(area_m2: Quantity, *, profile: Profile, template: Site) -> Site:
    """A mixed farm of the same area, in operation."""
    p = profile.parameters
    kind = Farming.POLYCULTURE
    charges = farm_charges_eur(kind, area_m2=area_m2, p=p)
    incomes = farm_incomes_eur(kind, area_m2=area_m2, p=p)
    return Site(
        nature=Nature.FARM,
        activity=None,
        area_m2=area_m2,
        soils_m2={
            Soil(n): area_m2 * share for n, share in p.group("extension.sols_agricoles").items()
        },
        expenses=tuple(
            YearlyExpense(purpose=FARM_EXPENSES[name], amount_eur=amount, is_paid_by_tenant=True)
            for name, amount in charges.items()
        ),
        incomes_eur=sum(incomes.values()),
        is_operated=True,
        jobs_fte=farm_fte(kind, area_m2=area_m2, p=p),
        whole_area_m2=template.whole_area_m2,
    )


def meadow(area_m2: Quantity, *, profile: Profile, template: Site) -> Site:
    """A meadow of the same area, not in operation."""
    return Site(
        nature=Nature.NATURAL_AREA,
        activity=None,
        area_m2=area_m2,
        soils_m2={Soil.PRAIRIE_GRASS: area_m2},
        whole_area_m2=template.whole_area_m2,
    )


GREENFIELDS = {Nature.FARM: farmland, Nature.NATURAL_AREA: meadow}


def greenfield_case(case: Case, nature: Nature, profile: Profile) -> Case:
    """The same programme on open land, with the same calendar of operation.

    Carbon stocks given for the brownfield do not hold elsewhere: the default stocks are used.
    """
    site = GREENFIELDS[nature](case.site.area_m2, profile=profile, template=case.site)
    programme = case.project.programme
    assert programme is not None
    schedule = case.project.schedule
    start = schedule.installation or schedule.reinstatement
    assert start is not None
    project = default_project(
        programme,
        site=site,
        decided_on=start.starts_on,
        p=profile.parameters,
        rules=profile.rules,
    )
    kept = replace(project.schedule, operations_first_year=schedule.operations_first_year)
    return replace(
        case,
        site=site,
        project=replace(
            project,
            schedule=kept,
            floors_m2=case.project.floors_m2,
            resale_eur=case.project.resale_eur,
            resale_duties_eur=case.project.resale_duties_eur,
            installation_costs_eur=case.project.installation_costs_eur,
            building_costs_eur=case.project.building_costs_eur,
            phases=case.project.phases,
            roles=case.project.roles,
            industry=case.project.industry,
        ),
    )


def with_roads(case: Case, result: Appraisal) -> Quantity:
    """Value of an appraisal once the roads of a comparison replace those of the site."""
    kept = [flow for flow in result.indirect if flow.impact != "voirie_reseaux_friche"]
    flows: Iterable[Flow] = (*result.balance, *kept, *roads.sprawl_roads(case))
    return net_present_value(flows, result.clocks)


def compare_with_greenfield(study: Study, profile: Profile, nature: Nature) -> Comparison:
    """Compare a study with the same programmes on open land."""
    used = replace(profile, parameters=profile.parameters.replaced(study.parameters))
    here: Quantity = 0.0
    there: Quantity = 0.0
    taken: Quantity = 0.0
    jobs: Quantity = 0.0
    for case in cases_of(study, profile):
        other = greenfield_case(case, nature, used)
        here = here + with_roads(case, appraise(case))
        there = there + with_roads(other, appraise(other))
        taken = taken - avoided_land_take_ha(other)
        jobs = jobs + other.site.jobs_fte
    return Comparison(
        brownfield_eur=here,
        greenfield_eur=there,
        advantage_eur=here - there,
        land_take_ha=taken,
        jobs_lost_fte=jobs,
    )
