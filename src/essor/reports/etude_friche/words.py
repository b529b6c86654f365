"""French words for the names that the engine uses in its results."""

from collections.abc import Mapping
from typing import Any

from essor.foundations.french_formats import format_number
from essor.records.studies.answers import ACTIVITIES, PROGRAMMES, STRUCTURES

# name -> (label, unit, decimals), in reading order; soils come from their own names.
METRICS: dict[str, tuple[str, str, int]] = {
    "sols_enaf_preserves_ha": ("Espaces naturels, agricoles et forestiers épargnés", "ha", 1),
    "surface_depolluee_m2": ("Surface dépolluée", "m²", 0),
    "surface_desimpermeabilisee_m2": ("Surface désimperméabilisée", "m²", 0),
    "sol_mineral_permeable_gagne_m2": ("Sol minéral perméable gagné", "m²", 0),
    "sol_vert_permeable_gagne_m2": ("Sol vert et perméable gagné", "m²", 0),
    "ruissellement_evite_an_m3": ("Ruissellement évité par an", "m³", 0),
    "ruissellement_evite_episode_m3": ("Ruissellement évité lors d'une pluie décennale", "m³", 0),
    "emplois_industriels_etp": ("Emplois industriels accueillis", "ETP", 0),
    "emplois_industriels_additionnels_etp": ("dont emplois qui n'auraient pas existé", "ETP", 0),
    "emplois_exploitation_etp": ("Emplois de tous les usages", "ETP", 0),
    "emplois_remise_en_etat_etp": ("Emplois de la remise en état", "ETP/an", 1),
    "emplois_installation_etp": ("Emplois de l'installation", "ETP/an", 1),
    "valeur_ajoutee_industrielle_eur_an": ("Valeur ajoutée industrielle", "€/an", 0),
    "valeur_ajoutee_additionnelle_eur_an": (
        "dont valeur ajoutée qui n'aurait pas existé",
        "€/an",
        0,
    ),
    "carbone_construction_t": ("CO₂ de la construction", "t", 0),
    "co2_stocke_t": ("CO₂ stocké par les sols", "t", 0),
    "trafic_co2_evite_t": ("CO₂ de circulation évité", "t", 0),
    "climatisation_co2_evite_t": ("CO₂ de climatisation évité", "t", 0),
    "energie_co2_evite_t": ("CO₂ évité par l'énergie produite", "t", 0),
    "menages_alimentes": ("Ménages alimentés en électricité", "ménages", 0),
    "vehicules_km_evites": ("Kilomètres de voiture évités", "km", 0),
    "heures_gagnees": ("Heures de trajet gagnées", "h", 0),
    "blesses_legers_evites": ("Blessés légers évités", "", 1),
    "blesses_graves_evites": ("Blessés graves évités", "", 2),
    "deces_evites": ("Décès évités", "", 3),
}
FACTS = {
    "commune.population": "Population de la commune",
    "commune.surface_m2": "Superficie de la commune (m²)",
    "commune.prix_median_eur_m2": "Prix médian des logements (€/m²)",
    "site.surface_m2": "Surface du site (m²)",
    "site.surface_polluee_m2": "Surface polluée (m²)",
    "projet.surface_depolluee_m2": "Surface dépolluée (m²)",
    "projet.achat_eur": "Prix d'achat du site (€)",
    "projet.revente_eur": "Revente du site aménagé (€)",
    "projet.industrie.emplois_etp": "Emplois industriels (ETP)",
}
GREENFIELDS = {
    "exploitation_agricole": "Même projet sur des terres agricoles",
    "espace_naturel": "Même projet sur une prairie naturelle",
}
LONG = 60
"""Length from which a description loses what it says between brackets."""
ABOUT: dict[str, Mapping[Any, str]] = {
    "activite": ACTIVITIES,
    "programme": PROGRAMMES,
    "porteur": STRUCTURES,
}


def plain(name: str) -> str:
    """« travaux_amenagement » as a person writes it."""
    return name.replace("_", " ")


def label_of(name: str, descriptions: dict[str, str]) -> str:
    """French label of an uncertain quantity: a fact of the study or a parameter."""
    zone, slash, path = name.rpartition("/")
    found = FACTS.get(path) or descriptions.get(path) or plain(path)
    return f"{found}, {zone}" if slash else found


def short_label(label: str) -> str:
    """Keep the first clause of a description: files and annexes give it whole."""
    first = label.partition(";")[0].strip()
    return first if len(first) <= LONG else first.partition(" (")[0]


def number(value: float) -> str:
    """Three significant figures, in French."""
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = format_number(value, decimals=decimals)
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent(share: float) -> str:
    """« 62 % »; never 0 % nor 100 % for what only draws have shown."""
    if 0 < share < 0.01:
        return "moins de 1\u00a0%"
    if 0.99 < share < 1:
        return "plus de 99\u00a0%"
    return f"{format_number(100 * share, decimals=0)}\u00a0%"
