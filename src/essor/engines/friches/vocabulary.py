"""Closed lists of the engine: soils, uses, activities, programmes, payers, with their groups.

Values are French because they are read in parameter files, inputs and results.
The groups say which soils render which service; they follow the reference method
(Bénéfriches, ADEME, knowledge of commit ff60170) and are the same in every profile.
"""

from enum import StrEnum


class Soil(StrEnum):
    """The 17 kinds of soil cover."""

    BUILDINGS = "bati"
    IMPERMEABLE = "impermeable"
    MINERAL = "mineral"
    ARTIFICIAL_GRASS = "herbe_artificielle"
    ARTIFICIAL_TREES = "arbres_artificiels"
    FOREST_DECIDUOUS = "foret_feuillus"
    FOREST_CONIFER = "foret_coniferes"
    FOREST_POPLAR = "peupleraie"
    FOREST_MIXED = "foret_mixte"
    PRAIRIE_GRASS = "prairie_herbacee"
    PRAIRIE_BUSHES = "prairie_arbustive"
    PRAIRIE_TREES = "prairie_arboree"
    ORCHARD = "verger"
    CULTIVATION = "culture"
    VINEYARD = "vigne"
    WETLAND = "zone_humide"
    WATER = "eau"


FOREST = frozenset(
    {Soil.FOREST_DECIDUOUS, Soil.FOREST_CONIFER, Soil.FOREST_POPLAR, Soil.FOREST_MIXED}
)
PRAIRIE = frozenset({Soil.PRAIRIE_GRASS, Soil.PRAIRIE_BUSHES, Soil.PRAIRIE_TREES})
WETLAND = frozenset({Soil.WETLAND})
PERMANENT_VEGETATION = FOREST | PRAIRIE | WETLAND | {Soil.ARTIFICIAL_TREES}
PERMEABLE_WITHOUT_PERMANENT_VEGETATION = frozenset(
    {Soil.ARTIFICIAL_GRASS, Soil.CULTIVATION, Soil.VINEYARD, Soil.ORCHARD, Soil.MINERAL}
)
SEALED = frozenset({Soil.BUILDINGS, Soil.IMPERMEABLE})
GREEN = frozenset(Soil) - SEALED - {Soil.MINERAL, Soil.WATER}
ARTIFICIAL = SEALED | {Soil.MINERAL, Soil.ARTIFICIAL_GRASS, Soil.ARTIFICIAL_TREES}
ARTIFICIAL_GREEN = frozenset({Soil.ARTIFICIAL_GRASS, Soil.ARTIFICIAL_TREES})
# Natural soils a project can keep but that no contractor creates in a year.
NATURAL = frozenset(Soil) - ARTIFICIAL


class Space(StrEnum):
    """What a project surface is for; only the public green counts for freshness."""

    PLOT = "lieu_de_vie_ou_activite"
    PUBLIC = "espace_public"
    PUBLIC_GREEN = "espace_vert_public"
    NONE = "sans_categorie"


class Use(StrEnum):
    """Uses of floor area."""

    RESIDENTIAL = "logement"
    LOCAL_STORE = "commerce"
    OFFICES = "bureaux"
    LOCAL_SERVICES = "services_proximite"
    INDUSTRIAL = "activite_industrielle"
    PUBLIC_FACILITIES = "equipement_public"
    OTHER_CULTURAL_PLACE = "lieu_culturel"
    CINEMA = "cinema"
    MUSEUM = "musee"
    THEATER = "theatre"
    SPORTS_FACILITIES = "equipement_sportif"
    RECREATIONAL_FACILITY = "equipement_de_loisir"
    MULTI_STORY_PARKING = "parking_silo"
    OTHER = "autre_batiment"


ECONOMIC_USES = frozenset({Use.LOCAL_STORE, Use.OFFICES, Use.LOCAL_SERVICES, Use.INDUSTRIAL})
CULTURAL_USES = frozenset(
    {
        Use.OTHER_CULTURAL_PLACE,
        Use.CINEMA,
        Use.MUSEUM,
        Use.THEATER,
        Use.SPORTS_FACILITIES,
        Use.RECREATIONAL_FACILITY,
    }
)


class Activity(StrEnum):
    """Former activity of the brownfield; drives the default soils and pollution."""

    AGRICULTURE = "agricole"
    INDUSTRY = "industrielle"
    MILITARY = "militaire"
    BUILDING = "batiment"
    RAILWAY = "ferroviaire"
    PORT = "portuaire"
    TIP = "decharge"
    OTHER = "autre"


class Nature(StrEnum):
    """Nature of the land before the project."""

    FRICHE = "friche"
    FARM = "exploitation_agricole"
    NATURAL_AREA = "espace_naturel"


class Gravity(StrEnum):
    """Gravity of the accidents that happen on a brownfield."""

    MINOR = "legers"
    SEVERE = "graves"
    DEATHS = "deces"


class Programme(StrEnum):
    """Ready-made land-use programmes (eight urban ones and the solar plant)."""

    RENATURATION = "renaturation"
    PUBLIC_FACILITIES = "equipements_publics"
    OFFICES = "bureaux"
    TOURISM_AND_CULTURE = "tourisme_et_culture"
    INDUSTRY = "industrie"
    HOUSING_NORMAL = "logement_zone_detendue"
    HOUSING_TENSE = "logement_zone_tendue"
    NEW_URBAN_CENTRE = "centralite_urbaine"
    SOLAR_PLANT = "centrale_photovoltaique"


class Bearer(StrEnum):
    """Who gains or pays."""

    DEVELOPER = "amenageur"
    OWNER = "proprietaire"
    TENANT = "locataire"
    LOCAL_AUTHORITY = "collectivite"
    STATE = "etat"
    RESIDENTS = "habitants"
    FIRMS = "entreprises"
    SOCIETY = "societe_francaise"
    HUMANITY = "humanite"


class Structure(StrEnum):
    """Legal kind of an owner, developer or operator."""

    MUNICIPALITY = "commune"
    EPCI = "epci"
    DEPARTMENT = "departement"
    REGION = "region"
    STATE = "etat"
    COMPANY = "entreprise"
    PRIVATE = "particulier"
    UNKNOWN = "inconnu"


LOCAL_AUTHORITIES = frozenset(
    {Structure.MUNICIPALITY, Structure.EPCI, Structure.DEPARTMENT, Structure.REGION}
)


class Expense(StrEnum):
    """Purposes of yearly expenses on the site before the project."""

    SECURITY = "gardiennage"
    ILLEGAL_DUMPING = "depots_sauvages"
    MAINTENANCE = "entretien"
    ACCIDENTS = "accidents"
    OTHER_SECURING = "autre_securisation"
    PROPERTY_TAXES = "taxe_fonciere"
    RENT = "loyer"
    OPERATIONS_TAXES = "taxes_exploitation"
    OTHER_OPERATIONS = "autres_charges_exploitation"


UPKEEP = frozenset(
    {
        Expense.SECURITY,
        Expense.ILLEGAL_DUMPING,
        Expense.MAINTENANCE,
        Expense.ACCIDENTS,
        Expense.OTHER_SECURING,
    }
)


class Work(StrEnum):
    """Purposes of one-off costs."""

    STUDIES = "etudes"
    DEVELOPMENT = "travaux_amenagement"
    INSTALLATION = "travaux_installation"
    OTHER = "autres_frais"
    UNSEALING = "desimpermeabilisation"
    SOIL_RESTORATION = "restauration_sols"
    REMEDIATION = "depollution"
    DEMOLITION = "demolition"
    ASBESTOS = "desamiantage"
    WASTE = "dechets"
    OTHER_REINSTATEMENT = "autre_remise_en_etat"
    BUILDING_CONSTRUCTION = "construction_batiments"
    BUILDING_REHABILITATION = "rehabilitation_batiments"
    BUILDING_STUDIES = "etudes_batiments"
    BUILDING_OTHER = "autres_frais_batiments"
