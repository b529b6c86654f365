"""French names of soils, uses, works, expenses, as every page and document writes them."""

from essor.engines.friches.catalogue import IMPACTS
from essor.engines.friches.vocabulary import Expense, Soil, Space, Use, Work
from essor.records.studies.answers import ACTIVITIES, PROGRAMMES

SOILS = {
    Soil.BUILDINGS: "Bâti",
    Soil.IMPERMEABLE: "Sol imperméable (voiries, parkings, dalles)",
    Soil.MINERAL: "Sol minéral perméable",
    Soil.ARTIFICIAL_GRASS: "Sol artificiel enherbé",
    Soil.ARTIFICIAL_TREES: "Sol artificiel arboré",
    Soil.FOREST_DECIDUOUS: "Forêt de feuillus",
    Soil.FOREST_CONIFER: "Forêt de conifères",
    Soil.FOREST_POPLAR: "Peupleraie",
    Soil.FOREST_MIXED: "Forêt mixte",
    Soil.PRAIRIE_GRASS: "Prairie herbacée",
    Soil.PRAIRIE_BUSHES: "Prairie arbustive",
    Soil.PRAIRIE_TREES: "Prairie arborée",
    Soil.ORCHARD: "Verger",
    Soil.CULTIVATION: "Culture",
    Soil.VINEYARD: "Vigne",
    Soil.WETLAND: "Zone humide",
    Soil.WATER: "Plan d'eau",
}
USES = {
    Use.RESIDENTIAL: "Logements",
    Use.LOCAL_STORE: "Commerces",
    Use.OFFICES: "Bureaux",
    Use.LOCAL_SERVICES: "Services de proximité",
    Use.INDUSTRIAL: "Activité industrielle",
    Use.PUBLIC_FACILITIES: "Équipement public",
    Use.OTHER_CULTURAL_PLACE: "Lieu culturel",
    Use.CINEMA: "Cinéma",
    Use.MUSEUM: "Musée",
    Use.THEATER: "Théâtre",
    Use.SPORTS_FACILITIES: "Équipement sportif",
    Use.RECREATIONAL_FACILITY: "Équipement de loisir",
    Use.MULTI_STORY_PARKING: "Parking en silo",
    Use.OTHER: "Autre bâtiment",
}
WORKS = {
    Work.STUDIES: "Études",
    Work.DEVELOPMENT: "Travaux d'aménagement",
    Work.INSTALLATION: "Travaux d'installation",
    Work.OTHER: "Autres frais",
    Work.UNSEALING: "Désimperméabilisation",
    Work.SOIL_RESTORATION: "Restauration des sols",
    Work.REMEDIATION: "Dépollution",
    Work.DEMOLITION: "Démolition",
    Work.ASBESTOS: "Désamiantage",
    Work.WASTE: "Évacuation des déchets",
    Work.OTHER_REINSTATEMENT: "Autre remise en état",
    Work.BUILDING_CONSTRUCTION: "Construction de bâtiments",
    Work.BUILDING_REHABILITATION: "Réhabilitation de bâtiments",
    Work.BUILDING_STUDIES: "Études des bâtiments",
    Work.BUILDING_OTHER: "Autres frais des bâtiments",
}
EXPENSES = {
    Expense.SECURITY: "Gardiennage",
    Expense.ILLEGAL_DUMPING: "Dépôts sauvages",
    Expense.MAINTENANCE: "Entretien",
    Expense.ACCIDENTS: "Accidents",
    Expense.OTHER_SECURING: "Autre mise en sécurité",
    Expense.PROPERTY_TAXES: "Taxe foncière",
    Expense.RENT: "Loyer",
    Expense.OPERATIONS_TAXES: "Taxes d'exploitation",
    Expense.OTHER_OPERATIONS: "Autres charges d'exploitation",
}
SPACES = {
    Space.PLOT: "Lieu de vie ou d'activité",
    Space.PUBLIC: "Espace public",
    Space.PUBLIC_GREEN: "Espace vert public",
    Space.NONE: "Sans catégorie",
}
DETAILS: dict[str, str] = {
    **IMPACTS,
    **{key.value: label for key, label in (*WORKS.items(), *EXPENSES.items())},
    "aides": "Aides publiques",
    "revente": "Revente du site",
    "achat": "Achat du site",
    "gain": "Gain",
    "perte": "Perte",
}
"""Detail of a line of the accounts, by the name that the engine gives it."""


def detail_label(name: str | None) -> str:
    """Return the words of a detail; its own name without underscores when it has none."""
    return DETAILS.get(name or "", (name or "").replace("_", " "))


KEYS: dict[str, str] = {
    key.value: label
    for table in (SOILS, USES, WORKS, EXPENSES, SPACES, ACTIVITIES, PROGRAMMES)
    for key, label in table.items()
}
"""Line of a table of parameters, by the name that its file gives it."""


def key_label(name: str) -> str:
    """Return « espace public, bâti » for « espace_public.bati »."""
    words = [KEYS.get(part, part.replace("_", " ")) for part in name.split(".")]
    return ", ".join(f"{word[:1].lower()}{word[1:]}" for word in words)
