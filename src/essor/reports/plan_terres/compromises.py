"""The front of compromises of a computation: its chart, its table, what it says."""

from essor.foundations.french import counted
from essor.reports.etude_friche.table import Measure, Row, Table
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.front import Front, FrontPoint
from essor.reports.plan_terres.words import KG, kg_as_tonnes, percent, short_eur

NONE = "—"
SAME = 1e-9


def points_of(sheet: PlanSheet, *, chosen: int | None = None) -> list[FrontPoint]:
    """Return the compromises, from the cheapest to the cleanest; chosen : its number, from 1."""
    found = (sheet.results.get("front") or {}).get("points", ())
    return [
        FrontPoint(
            numero=rank,
            cost_eur=float(one["cost_eur"]),
            tco2e=float(one["kgco2e"]) / KG,
            is_chosen=rank == chosen,
        )
        for rank, one in enumerate(found, start=1)
    ]


def chart_of(sheet: PlanSheet, *, chosen: int | None = None) -> Front | None:
    """Return the chart, None without compromise."""
    points = points_of(sheet, chosen=chosen)
    if not points:
        return None
    title = f"Coût et émissions de {counted(len(points), 'compromis', 'compromis')}"
    return Front(title=title, points=points)


def table_of(sheet: PlanSheet) -> Table:
    """Cost, emissions, what each asks over the cheapest, price of the next tonne avoided."""
    found = (sheet.results.get("front") or {}).get("points", ())
    rows: list[Row] = []
    for rank, one in enumerate(found, start=1):
        cheapest = found[0]
        cost, kg = float(one["cost_eur"]), float(one["kgco2e"])
        price = one.get("eur_per_tco2e")
        rows.append(
            (
                f"Compromis {rank}",
                cost,
                Measure(kg / KG, 1),
                cost - float(cheapest["cost_eur"]),
                Measure((kg - float(cheapest["kgco2e"])) / KG, 1),
                NONE if price is None else Measure(float(price), 0),
            )
        )
    head = (
        "Compromis", "Coût", "Émissions (t CO2e)", "Coût en plus", "Émissions en plus (t CO2e)",
        "Prix de la tonne de CO2e évitée suivante (€)",
    )  # fmt: skip
    return Table(head=head, cells=tuple(rows))


def summary_of(sheet: PlanSheet) -> str:
    """Say what the two ends are worth."""
    points = points_of(sheet)
    if not points:
        return ""
    first, last = points[0], points[-1]
    saved, paid = first.tco2e - last.tco2e, last.cost_eur - first.cost_eur
    if len(points) == 1 or saved <= SAME:
        return "Le plan le moins cher est aussi le moins émetteur\u00a0: il n'y a rien à choisir."
    return (
        f"Le plan le moins cher coûte {short_eur(first.cost_eur)} et émet "
        f"{kg_as_tonnes(first.tco2e * KG)}. Le moins émetteur coûte {short_eur(paid)} de plus "
        f"({percent(paid / abs(first.cost_eur) if first.cost_eur else 0.0)}) et évite "
        f"{kg_as_tonnes(saved * KG)} ({percent(saved / first.tco2e if first.tco2e else 0.0)})."
    )
