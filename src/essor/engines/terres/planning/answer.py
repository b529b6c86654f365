"""The answer file of `essor terres resoudre`: flows, stocks, totals, proof, prices, habits."""

from collections.abc import Sequence
from dataclasses import fields

from essor.engines.terres.planning.baselines import Comparison
from essor.engines.terres.planning.prices import marginal_prices
from essor.engines.terres.results import Certificate, Flow, Plan, Stock, Totals
from essor.engines.terres.vocabulary import Objective, PlaceKind

Json = dict[str, object]
HEADLINE = ("total_cost_eur", "tkm", "kgco2e", "reused_t", "unserved_t")
DECIMALS = 6


def answer_json(plan: Plan, comparisons: Sequence[Comparison] = ()) -> Json:
    """The plan as JSON values; the five totals stand at the top level too.

    `bound_eur` is None when CO2 was minimised: the bound is then in `certificate`.
    """
    totals = totals_json(plan.totals)
    return {
        "objective": plan.objective.value,
        "method": plan.method,
        "optimal": plan.optimal,
        "bound_eur": None if plan.bound_eur is None else rounded(plan.bound_eur),
        **{name: totals[name] for name in HEADLINE},
        "totals": totals,
        "flows": [flow_json(flow) for flow in plan.flows],
        "stocks": [stock_json(stock) for stock in plan.stocks],
        "unserved": {name: rounded(tonnes) for name, tonnes in plan.unserved.items()},
        "virgin": {name: rounded(tonnes) for name, tonnes in plan.virgin.items()},
        "duals": {family: dict(values) for family, values in plan.duals.items()},
        "prices": [
            {
                "family": price.family.value,
                "place": price.place,
                "period": price.period,
                "gain": rounded(price.gain),
                "unit": price.unit,
                "sentence": price.sentence,
            }
            for price in marginal_prices(plan)
        ],
        "certificate": None if plan.certificate is None else certificate_json(plan.certificate),
        "comparison": [comparison_json(plan, one) for one in comparisons],
    }


def rounded(value: float) -> float:
    """To a millionth, so that the file shows no rounding of the machine."""
    return round(value, DECIMALS) + 0.0


def totals_json(totals: Totals) -> dict[str, float]:
    """Every sum of a plan."""
    return {field.name: rounded(getattr(totals, field.name)) for field in fields(totals)}


def flow_json(flow: Flow) -> Json:
    """One move; `lot`, `platform` and `outlet` name its ends, absent ones are left out."""
    found: Json = {"origin": flow.origin_id, "destination": flow.destination_id}
    if flow.lot is not None:
        found["lot"] = flow.lot
    if flow.origin_kind is PlaceKind.PLATFORM:
        found["platform"] = flow.origin_id
    found[flow.destination_kind.value] = flow.destination_id
    return found | {
        "class": flow.soil_class,
        "period": flow.period,
        "tonnes": rounded(flow.tonnes),
        "km": rounded(flow.km),
    }


def stock_json(stock: Stock) -> Json:
    """What waits at the end of a period, on site or on a platform."""
    key = "site" if stock.place_kind is PlaceKind.LOT else "platform"
    found: Json = {key: stock.place_id}
    if stock.lot is not None:
        found["lot"] = stock.lot
    return found | {
        "class": stock.soil_class,
        "period": stock.period,
        "tonnes": rounded(stock.tonnes),
    }


def certificate_json(certificate: Certificate) -> Json:
    """The proof, in the unit of the objective."""
    unit = "EUR" if certificate.objective is Objective.COUT else "kgCO2e"
    values: Json = {field.name: getattr(certificate, field.name) for field in fields(certificate)}
    return values | {
        "unit": unit,
        "objective": certificate.objective.value,
        "solver_versions": dict(certificate.solver_versions),
    }


def comparison_json(plan: Plan, comparison: Comparison) -> Json:
    """A habit, and what the plan saves on it."""
    other = comparison.plan.totals
    gains = {
        "eur": other.total_cost_eur - plan.totals.total_cost_eur,
        "tkm": other.tkm - plan.totals.tkm,
        "kgco2e": other.kgco2e - plan.totals.kgco2e,
        "reused_t": plan.totals.reused_t - other.reused_t,
        "unserved_t": other.unserved_t - plan.totals.unserved_t,
    }
    return {
        "baseline": comparison.baseline.value,
        "label": comparison.baseline.label,
        "missing_need_t": rounded(comparison.missing_need_t),
        "totals": totals_json(other),
        "gains": {name: rounded(value) for name, value in gains.items()},
    }
