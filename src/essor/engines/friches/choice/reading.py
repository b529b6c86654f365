"""Read a portfolio from JSON: scenarios given by numbers, or by studies to evaluate."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from essor.engines.friches.choice.portfolio import Portfolio, Scenario
from essor.engines.friches.flows import Flow, yearly_values
from essor.engines.friches.outcome import Outcome
from essor.engines.friches.results import Appraisal
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.fields import FieldReader

Evaluation = Callable[[object], Outcome]
COSTS = frozenset({"amenagement", "batiments", "remise_en_etat", "achat_site"})


def read_portfolio(
    data: object, *, evaluate: Evaluation
) -> tuple[list[Scenario], dict[int, float]]:
    """Scenarios and yearly budgets of `{budget_eur, sites: [{nom, scenarios}]}`.

    evaluate : appraises a study given under `etude`
    Raises UserFault with every fault at once.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("sites"), list):
        raise UserFault.single(
            "le portefeuille n'a pas de liste de sites",
            place=Place(field="sites"),
            expected="{budget_eur: {année: euros}, sites: [{nom, scenarios}]}",
        )
    scenarios: list[Scenario] = []
    with FaultGatherer() as faults:
        with faults.catching():
            budget = _years(data.get("budget_eur"), "budget_eur")
        for number, row in enumerate(data["sites"], start=1):
            with faults.catching():
                scenarios += _read_site(row, f"sites.{number}.", evaluate)
    return scenarios, budget


def _years(data: object, place: str) -> dict[int, float]:
    if not isinstance(data, Mapping) or not data:
        raise UserFault.single(
            "les montants par année manquent", field=place, expected="{2027: 1500000}"
        )
    reader = FieldReader({str(key): value for key, value in data.items()}, prefix=f"{place}.")
    found: dict[int, float] = {}
    for year in map(str, data):
        number = reader.number(year)
        if not (year.isdigit() and len(year) == 4):
            reader.refuse(year, "ce n'est pas une année", year, "une année comme 2027")
        elif number is not None and number < 0:
            reader.refuse(year, "le montant est négatif", number, "zéro ou plus")
        elif number is not None:
            found[int(year)] = float(number)
    reader.close()
    return found


def _read_site(row: object, prefix: str, evaluate: Evaluation) -> Iterator[Scenario]:
    fields = dict(row) if isinstance(row, Mapping) else {}
    several = fields.pop("scenarios", None)
    reader = FieldReader(fields, prefix=prefix)
    name = reader.text("nom")
    compulsory = reader.text("obligatoire", is_required=False)
    reader.close()
    if not isinstance(several, list) or not several:
        raise UserFault.single(
            "le site n'a pas de scénario", field=f"{prefix}scenarios", expected="une liste"
        )
    with FaultGatherer() as faults:
        for number, entry in enumerate(several, start=1):
            with faults.catching():
                place = f"{prefix}scenarios.{number}."
                yield _read_scenario(entry, place, name, compulsory, evaluate)


def _read_scenario(
    entry: object, prefix: str, site: str, compulsory: str, evaluate: Evaluation
) -> Scenario:
    fields = dict(entry) if isinstance(entry, Mapping) else {}
    study, costs = fields.pop("etude", None), fields.pop("couts_eur", None)
    reader = FieldReader(fields, prefix=prefix)
    name, gain = reader.text("nom"), reader.number("gain_eur")
    if study is None and gain is None:
        reader.refuse("gain_eur", "le champ manque", None, "un nombre, ou une étude")
    reader.close()
    if study is not None:
        try:
            outcome = evaluate(study)
        except UserFault as error:
            raise UserFault(
                [fault.at(Place(sheet=f"{prefix}etude")) for fault in error.faults]
            ) from error
        gain_eur, by_year = float(np.asarray(outcome.npv_eur)), works_by_year(outcome)
    else:
        gain_eur, by_year = float(gain or 0), _years(costs, f"{prefix}couts_eur")
    return Scenario(
        site=site,
        name=name,
        gain_eur=gain_eur,
        cost_eur_by_year=by_year,
        is_compulsory=compulsory == name,
    )


def works_by_year(outcome: Outcome) -> dict[int, float]:
    """Works and land paid each calendar year, EUR not discounted: what the budget must carry."""
    found: dict[int, float] = {}
    for zone in outcome.zones.values():
        for flow in zone.balance:
            if flow.impact in COSTS:
                for year, amount in _undiscounted(flow, zone).items():
                    found[year] = found.get(year, 0.0) + amount
    return found


def _undiscounted(flow: Flow, zone: Appraisal) -> dict[int, float]:
    plain = Flow(
        impact=flow.impact,
        amount=flow.amount,
        clock=frozenset(),
        start=flow.start,
        stop=flow.stop,
    )
    values = yearly_values(plain, zone.clocks)
    return {
        zone.frame.first_year + index: -float(value) for index, value in enumerate(values) if value
    }


def portfolio_json(found: Portfolio) -> dict[str, Any]:
    """Form of the report."""
    extra = found.next_euro
    return {
        "retenus": [{"site": site, "scenario": name} for site, name in found.chosen],
        "gain_eur": round(found.gain_eur, 2),
        "borne_eur": round(found.bound_eur, 2),
        "depense_eur": {str(year): round(v, 2) for year, v in found.spent_eur.items()},
        "prix_budget": {str(year): v for year, v in found.year_prices.items()},
        "prochain_euro": extra
        and {
            "site": extra[0][0],
            "scenario": extra[0][1],
            "budget_supplementaire_eur": round(extra[1], 2),
            "gain_supplementaire_eur": round(extra[2], 2),
        },
    }
