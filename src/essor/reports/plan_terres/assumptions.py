"""What a plan takes for granted: costs, factors, distances, sources."""

from essor.foundations.french import format_number
from essor.reports.etude_friche.table import Measure, Row, Table
from essor.reports.plan_terres.facts import PlanSheet

COSTS = {
    "eur_per_tkm": ("Transport par camion", "€/t·km", 3),
    "loading_eur_t": ("Chargement", "€/t", 2),
    "holding_eur_t_period": ("Attente sur le chantier", "€/t par semaine", 2),
    "unserved_eur_t": ("Pénalité d'une tonne sans exutoire", "€/t", 2),
    "kgco2e_per_tkm": ("Émissions du transport", "kgCO2e/t·km", 3),
    "detour": ("Détour des routes", "fois la distance à vol d'oiseau", 2),
    "access_km": ("Accès, ajouté à chaque trajet", "km", 1),
}


def assumptions(sheet: PlanSheet) -> Table:
    """Prices and factors common to the whole plan."""
    costs = sheet.instance["costs"]
    rows: list[Row] = [
        (label, Measure(float(costs[name]), decimals), unit)
        for name, (label, unit, decimals) in COSTS.items()
        if name in costs
    ]
    return Table(head=("Hypothèse", "Valeur", "Unité"), cells=tuple(rows))


def sources(sheet: PlanSheet) -> list[str]:
    """Where the data and the method come from, in sentences."""
    return [
        (
            f"{format_number(len(sheet.lots))} lots, {format_number(len(sheet.outlets))} "
            "exutoires\u00a0: saisis par le territoire, chacun avec sa source dans Essor."
        ),
        _distances(sheet),
        (
            "Méthode\u00a0: programme linéaire résolu jusqu'à la preuve d'optimum, décrit dans "
            "docs/methodes/terres-plan.md."
        ),
        (
            "Les émissions du matériau de carrière acheté ou évité sont dites à part\u00a0; elles "
            "ne sont jamais retranchées de celles du transport."
        ),
    ]


def _distances(sheet: PlanSheet) -> str:
    pairs = sheet.instance.get("pairs")
    if pairs is None:
        return (
            "Distances\u00a0: à vol d'oiseau, multipliées par le détour des routes, plus l'accès."
        )
    found = sorted({str(one.get("provenance") or "donnée") for one in pairs})
    return f"Distances\u00a0: {format_number(len(pairs))} paires ({', '.join(found)})."
