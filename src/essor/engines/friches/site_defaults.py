"""Default site facts by former activity, for a first range from five answers."""

from collections.abc import Mapping

from essor.engines.friches.inputs import Commune, Site, YearlyExpense
from essor.engines.friches.parameters import Parameters
from essor.engines.friches.quantities import M2_PER_HECTARE, Quantity, is_nil, round_half_up
from essor.engines.friches.vocabulary import Activity, Expense, Nature, Soil


def default_soils_m2(
    activity: Activity, *, area_m2: Quantity, p: Parameters
) -> dict[Soil, Quantity]:
    """Split of a brownfield's area by soil."""
    shares = p.group(f"friche.sols.{activity}")
    return {Soil(name): area_m2 * share for name, share in shares.items()}


def guarding_eur(area_m2: Quantity, p: Parameters) -> Quantity:
    """Guarding of the site, EUR per year."""
    return round_half_up(p["inaction.gardiennage_eur_ha"] * area_m2 / M2_PER_HECTARE)


def dumping_eur(population: Quantity, p: Parameters) -> Quantity:
    """Removal of illegal dumping, EUR per year."""
    tonnes = p["inaction.depots_t_par_habitant"] * population * p["inaction.part_sur_le_site"]
    return round_half_up(tonnes * p["inaction.depots_eur_t"])


def maintenance_eur(built_m2: Quantity, p: Parameters) -> Quantity:
    """Maintenance of the buildings, EUR per year."""
    return round_half_up(p["inaction.entretien_eur_m2"] * built_m2)


def owner_property_tax_eur(built_m2: Quantity, p: Parameters) -> Quantity:
    """Property tax paid on the idle buildings, EUR per year."""
    return round_half_up(
        p["fiscalite.valeur_locative_eur_m2"]
        * built_m2
        * p["fiscalite.abattement"]
        * p["fiscalite.taux_foncier_bati"]
    )


def default_expenses(
    commune: Commune,
    *,
    area_m2: Quantity,
    soils_m2: Mapping[Soil, Quantity],
    p: Parameters,
    share_of_site: Quantity = 1.0,
) -> tuple[YearlyExpense, ...]:
    """Yearly cost of an idle site; rural communes are not guarded.

    share_of_site : part of the whole site, for a zone: dumping does not depend on the area
    """
    built = soils_m2.get(Soil.BUILDINGS, 0.0)
    amounts: list[tuple[Expense, Quantity]] = [
        (Expense.ILLEGAL_DUMPING, dumping_eur(commune.population, p) * share_of_site),
        (Expense.SECURITY, 0.0 if commune.is_rurale else guarding_eur(area_m2, p)),
        (Expense.MAINTENANCE, maintenance_eur(built, p)),
        (Expense.PROPERTY_TAXES, owner_property_tax_eur(built, p)),
    ]
    return tuple(
        YearlyExpense(purpose=purpose, amount_eur=amount)
        for purpose, amount in amounts
        if not is_nil(amount)
    )


def default_site(
    commune: Commune,
    *,
    activity: Activity,
    area_m2: Quantity,
    p: Parameters,
    carbon_stock_t: Quantity | None = None,
) -> Site:
    """Build a brownfield from its former activity and its area."""
    soils = default_soils_m2(activity, area_m2=area_m2, p=p)
    return Site(
        nature=Nature.FRICHE,
        activity=activity,
        area_m2=area_m2,
        soils_m2=soils,
        contaminated_m2=area_m2 * p[f"friche.part_polluee.{activity}"],
        expenses=default_expenses(commune, area_m2=area_m2, soils_m2=soils, p=p),
        carbon_stock_t=carbon_stock_t,
    )
