"""Local taxes brought by the new uses."""

from essor.engines.friches.case import Case
from essor.engines.friches.clocks import GROWING
from essor.engines.friches.flows import Flow
from essor.engines.friches.quantities import Quantity, is_nil, round_half_up
from essor.engines.friches.vocabulary import Bearer, Use


def property_tax_eur(case: Case, built_m2: Quantity) -> Quantity:
    """Yearly property tax of a built area: rental value, 50 % allowance, rate."""
    p = case.parameters
    tax = (
        p["fiscalite.valeur_locative_eur_m2"]
        * built_m2
        * p["fiscalite.abattement"]
        * p["fiscalite.taux_foncier_bati"]
    )
    return tax if case.rules.exact_values else round_half_up(tax)


def housing_taxes(case: Case) -> list[Flow]:
    """Property tax of the new dwellings (EUR per year), paid by residents."""
    floor = case.project.floor_m2(Use.RESIDENTIAL)
    if not case.is_urban or is_nil(floor):
        return []
    return [_tax(case, "taxe_fonciere_logements", property_tax_eur(case, floor), Bearer.RESIDENTS)]


def company_taxes(case: Case) -> list[Flow]:
    """Local taxation per office employee (EUR per year), paid by firms.

    Jobs that only move from elsewhere bring nothing: the corrected rule keeps the additional part.
    """
    floor = case.project.floor_m2(Use.OFFICES)
    if not case.is_urban or is_nil(floor):
        return []
    p = case.parameters
    amount = p["fiscalite.eur_par_salarie"] * floor / p["emplois.m2_par_emploi.bureaux"]
    if case.rules.additional_jobs_only:
        amount = amount * p["emplois.part_additionnelle"]
    return [_tax(case, "fiscalite_entreprises", amount, Bearer.FIRMS)]


def solar_taxes(case: Case) -> list[Flow]:
    """Taxes of the solar plant (EUR per year); the operator's cost is in the balance."""
    taxes = case.project.yearly_costs_eur.get("taxes", 0.0)
    if case.is_urban or is_nil(taxes):
        return []
    flow = _tax(case, "fiscalite_photovoltaique", taxes, Bearer.FIRMS)
    if not case.rules.transfers_balanced:
        return [flow]
    return [
        Flow(
            impact=flow.impact,
            amount=taxes,
            start=case.opening,
            shares={Bearer.LOCAL_AUTHORITY: 1.0},
        )
    ]


def _tax(case: Case, impact: str, amount: Quantity, payer: Bearer) -> Flow:
    shares = {Bearer.LOCAL_AUTHORITY: 1.0}
    if case.rules.transfers_balanced:
        shares = shares | {payer: -1.0}
    return Flow(impact=impact, amount=amount, clock=GROWING, start=case.opening, shares=shares)
