"""Tables of a plan of soils: words for readers, exact numbers for files."""

from collections.abc import Callable, Mapping

from essor.reports.etude_friche.table import Measure, Row, Table
from essor.reports.plan_terres.answer import compared
from essor.reports.plan_terres.facts import Json, PlanSheet
from essor.reports.plan_terres.words import KG, tonnes

TOTALS: tuple[tuple[str, str, str], ...] = (
    ("total_cost_eur", "Coût total", "eur"),
    ("transport_eur", "dont transport", "eur"),
    ("loading_eur", "dont chargement", "eur"),
    ("fees_eur", "dont entrée chez les exutoires", "eur"),
    ("handling_eur", "dont plateformes", "eur"),
    ("holding_eur", "dont attente", "eur"),
    ("virgin_eur", "dont matériau de carrière acheté", "eur"),
    ("fixed_eur", "dont frais fixes", "eur"),
    ("unserved_eur", "dont pénalité des terres sans exutoire", "eur"),
    ("dug_t", "Terres excavées", "t"),
    ("served_t", "Terres placées", "t"),
    ("reused_t", "Terres réutilisées", "t"),
    ("landfill_t", "Terres en stockage définitif", "t"),
    ("unserved_t", "Terres sans exutoire", "t"),
    ("virgin_t", "Matériau de carrière acheté", "t"),
    ("tkm", "Transport", "t·km"),
    ("kgco2e", "Émissions du transport", "t CO2e"),
    ("virgin_kgco2e", "Émissions du matériau de carrière, à part", "t CO2e"),
)
"""Key of the totals, what it is called, its unit."""
HEADLINES = ("total_cost_eur", "served_t", "reused_t", "landfill_t", "unserved_t", "tkm", "kgco2e")
OPTIONAL_EUR = frozenset(
    {"handling_eur", "holding_eur", "virgin_eur", "fixed_eur", "unserved_eur", "virgin_t"}
    | {"virgin_kgco2e"}
)


def amount(totals: Json, name: str, unit: str) -> float | Measure:
    """Return a total as a cell: a float is an amount in EUR."""
    value = float(totals.get(name) or 0.0)
    if unit == "eur":
        return value
    if unit == "t CO2e":
        return Measure(value / KG, 1)
    return Measure(value, 0)


def totals(sheet: PlanSheet) -> Table:
    """Every sum of the plan; those that are zero by nature are left out."""
    rows: list[Row] = [
        (f"{label} ({_unit(unit)})", amount(sheet.totals, name, unit))
        for name, label, unit in TOTALS
        if name not in OPTIONAL_EUR or sheet.totals.get(name)
    ]
    return Table(head=("Mesure", "Plan"), cells=tuple(rows))


def comparison(sheet: PlanSheet) -> Table:
    """The plan beside the other ways, on what matters."""
    others = compared(sheet)
    head = ("Mesure", "Ce plan", *(_short(one.key) for one in others))
    rows: list[Row] = []
    for name, label, unit in TOTALS:
        if name in HEADLINES:
            columns = [sheet.totals, *(one.totals for one in others)]
            cells = [amount(one, name, unit) for one in columns]
            rows.append((f"{label} ({_unit(unit)})", *cells))
    return Table(head=head, cells=tuple(rows))


def weeks(sheet: PlanSheet) -> Table:
    """Tonnes of each period: dug, sent, reused, buried, waiting."""
    rows: list[Row] = []
    for period in range(sheet.periods):
        flows = sheet.flows_in(period)
        out = [one for one in flows if one.destination.nature.value != "plateforme"]
        left = [one for one in flows if one.origin.nature.value == "chantier"]
        values = (
            sheet.dug(period),
            sum(one.tonnes for one in left),
            sum(one.tonnes for one in out if one.destination.nature.value == "reemploi"),
            sum(one.tonnes for one in out if one.destination.nature.value == "decharge"),
            sheet.stock(period),
            sum(one.tkm for one in flows),
        )
        if any(values):
            rows.append((sheet.starts[period], *(Measure(value, 0) for value in values)))
    head = (
        "Semaine du", "Excavées (t)", "Parties du chantier (t)", "Réutilisées (t)",
        "Stockage définitif (t)", "En attente en fin de semaine (t)", "Transport (t·km)",
    )  # fmt: skip
    return Table(head=head, cells=tuple(rows))


def flows(sheet: PlanSheet, period: int | None = None) -> Table:
    """Every flow: week, lot, from, to, tonnes, kilometres."""
    rows: list[Row] = [
        (
            sheet.starts[one.period],
            one.lot_name or f"mélange de classe {one.soil_class}",
            one.origin.name,
            one.destination.name,
            one.destination.kind_label,
            Measure(one.tonnes, 1),
            Measure(one.km, 1),
        )
        for one in sheet.flows_in(period)
    ]
    head = ("Semaine du", "Lot", "De", "Vers", "Nature", "Tonnes", "km")
    return Table(head=head, cells=tuple(rows))


def ways(sheet: PlanSheet, period: int | None = None) -> Table:
    """Tonnes by way, heaviest first."""
    rows: list[Row] = [
        (
            origin.name,
            destination.name,
            destination.kind_label,
            Measure(sent, 0),
            Measure(tkm / sent, 1),
        )
        for origin, destination, sent, tkm in sheet.ways(period)
    ]
    return Table(head=("De", "Vers", "Nature", "Tonnes", "km"), cells=tuple(rows))


def gantt(sheet: PlanSheet) -> Table:
    """One line per way, one column per period that has flows."""
    used = sorted({one.period for one in sheet.flows})
    rows: list[Row] = []
    for origin, destination, total, _ in sheet.ways():
        mine = {period: 0.0 for period in used}
        for one in sheet.flows:
            if one.origin == origin and one.destination == destination:
                mine[one.period] += one.tonnes
        cells = (Measure(mine[period], 0) for period in used)
        rows.append((f"{origin.name} → {destination.name}", Measure(total, 0), *cells))
    head = ("Trajet", "Total (t)", *(sheet.starts[period] for period in used))
    return Table(head=head, cells=tuple(rows))


def outlets(sheet: PlanSheet) -> Table:
    """What each outlet receives, and what is left of its capacity."""
    received: dict[str, float] = {}
    for one in sheet.flows:
        if one.destination.nature.value != "plateforme":
            received[one.destination.key] = received.get(one.destination.key, 0.0) + one.tonnes
    rows: list[Row] = []
    for code, row in sheet.outlets.items():
        place, total = sheet.places["outlet", code], row.get("capacity_t")
        left = _weekly(row) if total is None else tonnes(max(0.0, total - received.get(code, 0.0)))
        rows.append((place.name, place.kind_label, Measure(received.get(code, 0.0), 0), left))
    rows.sort(key=lambda row: (-_value(row[2]), str(row[0])))
    head = ("Exutoire", "Nature", "Reçoit (t)", "Capacité restante")
    return Table(head=head, cells=tuple(rows))


FILES: Mapping[str, Callable[[PlanSheet], Table]] = {
    "totaux": totals,
    "comparaison": comparison,
    "semaines": weeks,
    "flux": flows,
    "trajets": ways,
    "gantt": gantt,
    "exutoires": outlets,
}
"""Name in addresses -> table."""


def _weekly(row: Json) -> str:
    limit = row.get("capacity_t_per_period")
    if limit is None:
        return "sans limite connue"
    if isinstance(limit, int | float):
        return f"{tonnes(limit)} par semaine, sans limite en tout"
    return "une limite par semaine, aucune en tout"


def _unit(unit: str) -> str:
    return "€" if unit == "eur" else unit


def _short(key: str) -> str:
    return "Au fil de l'eau" if key == "glouton" else "Tout en stockage"


def _value(cell: object) -> float:
    return cell.value if isinstance(cell, Measure) else 0.0
