"""Figures of a plan that an indicator may take, each with its source; never typed again."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.errors import UserFault
from essor.foundations.french import format_date
from essor.foundations.periods import Period
from essor.foundations.sourced import Confidence, Source, SourcedValue
from essor.reports.plan_terres.facts import PlanSheet

LICENCE = "Calcul du territoire par Essor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a plan: the key of the totals, the unit of the indicator, the divisor."""

    label: str
    total: str
    unit: str
    divisor: int = 1
    decimals: int = 0


FIGURES: dict[str, Figure] = {
    "reutilisees": Figure(label="Terres réutilisées (t)", total="reused_t", unit="t"),
    "placees": Figure(label="Terres placées (t)", total="served_t", unit="t"),
    "stockage": Figure(label="Terres en stockage définitif (t)", total="landfill_t", unit="t"),
    "cout": Figure(label="Coût total (€)", total="total_cost_eur", unit="EUR", decimals=2),
    "tkm": Figure(label="Transport (t·km)", total="tkm", unit="t·km"),
    "co2": Figure(
        label="Émissions du transport (t éq. CO2)",
        total="kgco2e",
        unit="tCO2e",
        divisor=1000,
        decimals=1,
    ),
}


def sourced_figure(sheet: PlanSheet, name: str, *, href: str, on: dt.date) -> SourcedValue:
    """Return a figure of the plan with where it comes from. Raises UserFault without plan.

    href : address of the computation ; on : day it is taken
    """
    if not sheet.totals:
        raise UserFault.single("Ce calcul ne donne pas de plan\u00a0: il n'a pas de chiffre.")
    figure = FIGURES[name]
    value = Decimal(str(sheet.totals[figure.total])) / figure.divisor
    return SourcedValue(
        unit=figure.unit,
        source=Source(
            title=source_title(sheet), href=href, licence=LICENCE, read_on=on,
            published_on=sheet.edited_on,
        ),
        confidence=Confidence.FAIBLE if sheet.is_demonstration else Confidence.MOYENNE,
        observed_on=period_of(sheet).end,
        value=round(value, figure.decimals),
    )  # fmt: skip


def source_title(sheet: PlanSheet) -> str:
    """« Plan de terres « … », calcul 3 du 23 novembre 2026 »."""
    demo = ", inventé pour la démonstration" if sheet.is_demonstration else ""
    return (
        f"Plan de terres «\u00a0{sheet.titre[:150]}\u00a0», calcul {sheet.numero} du "
        f"{format_date(sheet.edited_on)}{demo}"
    )


def period_of(sheet: PlanSheet) -> Period:
    """Return the days that the plan covers. Raises UserFault when they are not known."""
    start = sheet.starts_on
    if start is None:
        raise UserFault.single("Ce plan ne dit pas quel jour il commence.")
    days = sheet.periods * sheet.period_days
    return Period(start, start + dt.timedelta(days=days - 1))
