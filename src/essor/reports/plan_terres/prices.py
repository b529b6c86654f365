"""Marginal prices of a plan: what one more tonne of each scarce thing would save, in French.

They are the duals of the proof (`planning/naming.py` names them): a price holds for the first
tonnes only, until something else becomes scarce.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from essor.foundations.french import format_number
from essor.reports.etude_friche.table import Measure, Row, Table
from essor.reports.plan_terres.facts import PlanSheet, plain_class
from essor.reports.plan_terres.words import NBSP, eur_t

SHOWN = 5
SMALL = 0.005
PLACES = {
    "outlet_total": ("Place en tout", "outlet"),
    "outlet_period": ("Place par semaine", "outlet"),
    "outlet_need": ("Besoin", "outlet"),
    "platform_throughput": ("Débit de la plateforme", "platform"),
    "platform_stock": ("Stock de la plateforme", "platform"),
    "platform_class_stock": ("Stock d'une classe", "platform"),
    "site_trucks": ("Camions au départ", "site"),
}
"""Family of the duals -> what is scarce, and what kind of place holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One scarce thing. weeks : EUR saved per tonne, by period; empty when it holds for the whole.

    saved_eur_t : by one more tonne, over the whole plan; negative when a need costs
    """

    family: str
    what: str
    place: str
    detail: str
    saved_eur_t: float
    weeks: Mapping[int, float]


def prices_of(sheet: PlanSheet) -> list[Price]:
    """Return every price that is not zero, the dearest first."""
    duals = (sheet.plan or {}).get("duals") or {}
    found = [one for family in PLACES for one in _family(sheet, family, duals.get(family) or {})]
    return sorted(found, key=lambda one: (-abs(one.saved_eur_t), one.place, one.family))


def sentences(sheet: PlanSheet) -> list[str]:
    """Return one sentence by scarce thing, the dearest first."""
    unit = "€" if sheet.objectif == "cout" else "kgCO2e"
    said = [_sentence(sheet, one, unit) for one in prices_of(sheet)]
    return said + [_week_sentence(sheet, one, unit) for one in _weeks_worth(sheet)]


def table(sheet: PlanSheet) -> Table:
    """Every price, week by week."""
    rows: list[Row] = []
    for one in prices_of(sheet):
        weeks = one.weeks or {-1: one.saved_eur_t}
        for period, value in sorted(weeks.items()):
            when = "tout le plan" if period < 0 else sheet.starts[period]
            place = f"{one.place}, {one.detail}" if one.detail else one.place
            rows.append((place, one.what, when, Measure(value, 2)))
    unit = "€" if sheet.objectif == "cout" else "kgCO2e"
    head = ("Lieu", "Ce qui manque", "Semaine du", f"Une tonne de plus épargne ({unit})")
    return Table(head=head, cells=tuple(rows))


def _weeks_worth(sheet: PlanSheet) -> list[Mapping[str, Any]]:
    """Places that close before the end and would save something open one week more."""
    found = [one for one in sheet.results.get("une_semaine", ()) if float(one["gain"]) >= SMALL]
    return sorted(found, key=lambda one: -float(one["gain"]))


def _week_sentence(sheet: PlanSheet, one: Mapping[str, Any], unit: str) -> str:
    place = sheet.place_name(str(one["kind"]), str(one["id"]))
    amount = _amount(float(one["gain"]), unit)
    return f"Une semaine d'ouverture de plus à {place} épargnerait {amount} en tout."


def _family(sheet: PlanSheet, family: str, duals: Mapping[str, float]) -> Iterator[Price]:
    what, kind = PLACES[family]
    by_place: dict[str, dict[int, float]] = defaultdict(dict)
    for name, value in duals.items():
        place, at, period = name.partition("@")
        by_place[place][int(period) if at else -1] = -float(value)
    for place, values in by_place.items():
        kept = {period: value for period, value in values.items() if abs(value) >= SMALL}
        if not kept:
            continue
        code, _, detail = place.partition("/")
        yield Price(
            family=family,
            what=what,
            place=sheet.place_name(kind, code),
            detail=plain_class(detail),
            saved_eur_t=sum(kept.values()),
            weeks={} if -1 in kept else kept,
        )


def _sentence(sheet: PlanSheet, one: Price, unit: str) -> str:
    amount = _amount(abs(one.saved_eur_t), unit)
    match one.family:
        case "outlet_need":
            return f"Une tonne de besoin de plus à {one.place} coûterait {amount}."
        case "outlet_total":
            return f"Une tonne de place de plus à {one.place} épargnerait {amount}."
        case "outlet_period":
            return (
                f"{one.place} est saturé{_weeks(sheet, one)}\u00a0: une tonne de plus par "
                f"semaine épargnerait {amount} en tout."
            )
        case "site_trucks":
            return (
                f"Les camions manquent au départ de {one.place}{_weeks(sheet, one)}\u00a0: une "
                f"tonne de plus par semaine épargnerait {amount} en tout."
            )
        case _:
            detail = f" ({one.detail})" if one.detail else ""
            return (
                f"{one.what}{detail}, {one.place}{_weeks(sheet, one)}\u00a0: une tonne de plus "
                f"épargnerait {amount}."
            )


def _weeks(sheet: PlanSheet, one: Price) -> str:
    periods = sorted(one.weeks)
    if not periods:
        return ""
    if len(periods) == 1:
        return f" la semaine du {sheet.starts[periods[0]]}"
    first, last = sheet.starts[periods[0]], sheet.starts[periods[-1]]
    return f" {format_number(len(periods))} semaines, du {first} au {last}"


def _amount(value: float, unit: str) -> str:
    if unit == "€":
        return eur_t(value).removesuffix("/t")
    return f"{format_number(round(value, 2), decimals=2)}{NBSP}{unit}"
