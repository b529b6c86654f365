"""What one more tonne of room is worth: the duals of a plan, said in French.

A price is exact for a small change and an upper bound of the gain for a large one. A week is not
a row of the program: its worth is found by solving again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from essor.engines.terres.inputs import Instance, Outlet, Platform
from essor.engines.terres.planning.blocks import Rows
from essor.engines.terres.planning.program import SERVICE_FIRST
from essor.engines.terres.planning.solve import solve
from essor.engines.terres.results import Plan
from essor.engines.terres.vocabulary import Objective
from essor.foundations.french_formats import format_number

Place = TypeVar("Place", Outlet, Platform)
NBSP = "\u00a0"
EUROS = "€"
LEAST_EUR = 0.005  # below half a cent a price is not worth a line
SUBJECTS: Mapping[Rows, str] = {
    Rows.OUTLET_PERIOD: "de capacité de plus à l'exutoire {place}",
    Rows.OUTLET_TOTAL: "de capacité totale de plus à l'exutoire {place}",
    Rows.THROUGHPUT: "de plus reçue par la plateforme {place}",
    Rows.PLATFORM_STOCK: "de stockage de plus sur la plateforme {place}",
    Rows.CLASS_STOCK: "de stockage de plus sur {place}",
    Rows.TRUCKS: "de plus enlevée par camion au chantier {place}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Worth of one more tonne of a limit, or cost of one more tonne of need.

    gain : EUR saved per tonne (kgCO2e in a CO2 plan), negative when it costs
    period : None when the limit holds over the whole horizon
    """

    family: Rows
    place: str
    period: int | None
    gain: float
    unit: str
    sentence: str


def marginal_prices(plan: Plan, *, least: float = LEAST_EUR) -> tuple[Price, ...]:
    """Every limit that costs something, the dearest first."""
    unit = EUROS if plan.objective is Objective.COUT else "kg CO₂e"
    found = [
        _price(family, name, dual, unit)
        for family in (*SUBJECTS, Rows.NEED)
        for name, dual in plan.duals.get(family.value, {}).items()
        if abs(dual) >= least
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.gain), one.family, one.place)))


def _price(family: Rows, name: str, dual: float, unit: str) -> Price:
    has_period = family not in (Rows.NEED, Rows.OUTLET_TOTAL)
    place, _, number = name.rpartition("@") if has_period else (name, "", "")
    period = int(number) if has_period else None
    sentence = _sentence(family, place, abs(dual), unit)
    if period is not None:
        sentence = f"En période {period} du fichier, {sentence[0].lower()}{sentence[1:]}"
    return Price(
        family=family, place=place, period=period, gain=-dual, unit=unit, sentence=sentence
    )


def _sentence(family: Rows, place: str, worth: float, unit: str) -> str:
    amount = f"{format_number(round(worth, 2))}{NBSP}{unit}"
    if family is Rows.NEED:
        return f"Chaque tonne de besoin de plus à {place} coûterait {amount}."
    subject = f"Une tonne {SUBJECTS[family].format(place=place)}"
    if unit != EUROS and worth >= SERVICE_FIRST / 2:
        return f"{subject} permettrait d'évacuer jusqu'à une tonne de plus."
    return f"{subject} ferait économiser jusqu'à {amount}."


def worth_of_a_period(
    instance: Instance, plan: Plan, *, outlet: str | None = None, platform: str | None = None
) -> float:
    """EUR (or kgCO2e) saved if a place stayed open one period longer; solves again.

    Zero when the place already stays open to the end of the horizon.
    """
    longer = replace(
        instance,
        outlets=tuple(_longer(one) if one.id == outlet else one for one in instance.outlets),
        platforms=tuple(_longer(one) if one.id == platform else one for one in instance.platforms),
    )
    again = solve(instance=longer, objective=plan.objective)
    if plan.certificate is None or again.certificate is None:
        return 0.0
    return plan.certificate.primal - again.certificate.primal


def _longer(place: Place) -> Place:
    return place if place.closes is None else replace(place, closes=place.closes + 1)
