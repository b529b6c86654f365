"""French names of soils, uses, works, expenses, as the document writes them."""

from essor.engines.friches.vocabulary import Expense, Soil, Use, Work

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
BALANCE_LINES = (
    "remise_en_etat",
    "amenagement",
    "batiments",
    "achat_site",
    "revente_site",
    "revente_batiments",
    "subventions",
    "charges_exploitation",
    "recettes_exploitation",
)
"""The nine lines of the developer's balance, in the order of the works."""
