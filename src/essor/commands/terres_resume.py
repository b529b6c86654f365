"""What `essor terres resoudre` says on screen: the plan in a dozen French lines."""

from collections.abc import Sequence

from essor.engines.terres.planning.baselines import Comparison
from essor.engines.terres.planning.prices import marginal_prices
from essor.engines.terres.results import Plan
from essor.engines.terres.vocabulary import Objective
from essor.foundations.french import format_number

NBSP = "\u00a0"
SHOWN_PRICES = 5


def summary(plan: Plan, habits: Sequence[Comparison]) -> list[str]:
    """The totals, the proof, the habits it beats and the dearest limits."""
    totals = plan.totals
    return [
        f"Coût{NBSP}: {amount(totals.total_cost_eur, '€')}"
        f" (dont non évacué {amount(totals.unserved_eur, '€')})",
        f"Transport{NBSP}: {amount(totals.tkm, 't.km')}, {amount(totals.kgco2e, 'kg CO₂e')}",
        f"Terres{NBSP}: {amount(totals.dug_t, 't')} excavées, {amount(totals.reused_t, 't')} "
        f"réemployées, {amount(totals.landfill_t, 't')} en décharge, "
        f"{amount(totals.unserved_t, 't')} non évacuées",
        proof(plan),
        *(habit(plan, one) for one in habits),
        *(price.sentence for price in marginal_prices(plan)[:SHOWN_PRICES]),
    ]


def amount(value: float, unit: str) -> str:
    """A rounded figure and its unit."""
    return f"{format_number(round(value) + 0)}{NBSP}{unit}"


def proof(plan: Plan) -> str:
    """What is proven about the plan."""
    certificate = plan.certificate
    if certificate is None:
        return f"Borne{NBSP}: aucune preuve n'accompagne ce plan."
    unit, weight = "€", 0.0
    if plan.objective is Objective.CO2:  # the bound also carries the weight of what is left over
        unit = "kg CO₂e"
        weight = certificate.primal - plan.totals.kgco2e - plan.totals.virgin_kgco2e
    bound = f"borne {amount(certificate.bound - weight, unit)}, écart {certificate.gap:.1e}"
    if plan.optimal:
        return f"Plan optimal, prouvé par les prix ({bound}, {plan.method})."
    return f"Plan non prouvé optimal ({bound}, {plan.method})."


def habit(plan: Plan, one: Comparison) -> str:
    """The plan against a habit."""
    other = one.plan.totals
    saved = other.total_cost_eur - plan.totals.total_cost_eur
    reused = plan.totals.reused_t - other.reused_t
    tkm = plan.totals.tkm - other.tkm
    kg = plan.totals.kgco2e - other.kgco2e
    text = (
        f"Face à «{NBSP}{one.baseline.label}{NBSP}»{NBSP}: {signed(-saved, '€')}, "
        f"{signed(reused, 't')} réemployées, {signed(tkm, 't.km')}, {signed(kg, 'kg CO₂e')}"
    )
    if one.missing_need_t > 0:
        text += f" ; cette habitude laisse {amount(one.missing_need_t, 't')} de besoin sans rien"
    return text + "."


def signed(value: float, unit: str) -> str:
    """A difference with its sign."""
    sign = "+" if round(value) > 0 else "−" if round(value) < 0 else ""
    return f"{sign}{amount(abs(value), unit)}"
