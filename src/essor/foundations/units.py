"""The closed list of units: one way to write each, so that sums and labels agree."""

# Code stored in data -> what a reader sees after the figure.
UNITS: dict[str, str] = {
    "EUR": "€",
    "EUR/m2": "€/m²",
    "EUR/m3": "€/m³",
    "EUR/t": "€/t",
    "EUR/an": "€/an",
    "m2": "m²",
    "ha": "ha",
    "m3": "m³",
    "km": "km",
    "t": "t",
    "tCO2e": "t éq. CO₂",
    "kWh": "kWh",
    "MWh": "MWh",
    "mg/kg": "mg/kg",
    "%": "%",
    "jour": "jours",
    "mois": "mois",
    "an": "ans",
    "emploi": "emplois",
    "habitant": "habitants",
    "entreprise": "entreprises",
    "projet": "projets",
    "territoire": "territoires",
    "intercommunalite": "intercommunalités",
    "commune": "communes",
    "liste": "",  # a list of texts, in order
    "periode": "",  # from one day to another
}


def unit_label(unit: str) -> str:
    """French label of a unit; a unit outside the list is shown as it is."""
    return UNITS.get(unit, unit)
