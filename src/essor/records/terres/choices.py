"""Lists of the room of excavated soils; nothing said stays « non publié »."""

from django.db import models

from essor.engines.terres.vocabulary import OutletKind


class CodeDechet(models.TextChoices):
    """Waste codes that the national register of excavated soils takes."""

    TERRES_DANGEREUSES = (
        "17 05 03*",
        "17 05 03* Terres et cailloux contenant des substances dangereuses",
    )
    TERRES = "17 05 04", "17 05 04 Terres et cailloux"
    DRAGAGE_DANGEREUX = (
        "17 05 05*",
        "17 05 05* Boues de dragage contenant des substances dangereuses",
    )
    DRAGAGE = "17 05 06", "17 05 06 Boues de dragage"
    MUNICIPALES = "20 02 02", "20 02 02 Terres et pierres de jardins et parcs"


class EtatHydrique(models.TextChoices):
    """Hydric state of a soil, from very wet to very dry (GTR)."""

    TRES_HUMIDE = "th", "th (très humide)"
    HUMIDE = "h", "h (humide)"
    MOYEN = "m", "m (moyen)"
    SEC = "s", "s (sec)"
    TRES_SEC = "ts", "ts (très sec)"


class NatureExutoire(models.TextChoices):
    """What kind of place receives the soil; the words of the engine."""

    AMENAGEMENT = OutletKind.AMENAGEMENT.value, "Chantier ou aménagement receveur"
    ROUTE = OutletKind.ROUTE.value, "Technique routière"
    CARRIERE = OutletKind.CARRIERE.value, "Carrière en remblayage"
    VALORISATION = OutletKind.VALORISATION.value, "Installation de tri ou de recyclage"
    TRAITEMENT = OutletKind.TRAITEMENT.value, "Biocentre ou autre traitement"
    ISDI = OutletKind.ISDI.value, "Stockage de déchets inertes (ISDI)"
    ISDND = OutletKind.ISDND.value, "Stockage de déchets non dangereux (ISDND)"
    ISDD = OutletKind.ISDD.value, "Stockage de déchets dangereux (ISDD)"
    AUTRE = OutletKind.AUTRE.value, "Autre exutoire"


class NiveauUsage(models.TextChoices):
    """What the ground of the receiver is for; nothing said is unknown."""

    ROUTE = "route", "Sous une route ou un parking"
    SOUS_BATIMENT = "sous_batiment", "Sous un bâtiment d'activité"
    SOUS_COUVERTURE = "sous_couverture", "Espace non privatif sous terre saine"
    LOGEMENT = "logement", "Logements ou jardins privatifs"
    SENSIBLE = "sensible", "Établissement sensible, culture, pâture"


class Support(models.TextChoices):
    """What was measured: what water takes from the soil, or what the soil contains."""

    ELUAT = "eluat", "Lixiviation (éluat)"
    BRUT = "brut", "Contenu total (matière brute)"
    PHYSIQUE = "physique", "Essai physique"


class NomHypothese(models.TextChoices):
    """A cost or a factor of the territory, by the name that the instance file gives it."""

    TRANSPORT = "eur_per_tkm", "Transport par camion"
    CHARGEMENT = "loading_eur_t", "Chargement"
    ATTENTE = "holding_eur_t_period", "Attente sur le chantier, par semaine"
    NON_PLACEE = "unserved_eur_t", "Pénalité d'une tonne sans exutoire"
    CARBONE = "kgco2e_per_tkm", "Émissions du transport"
    DETOUR = "detour", "Coefficient de détour des routes"
    ACCES = "access_km", "Accès, ajouté à chaque trajet"
    CHARGE_UTILE = "payload_t", "Charge utile d'un camion"


UNITES: dict[str, str] = {
    NomHypothese.TRANSPORT: "€/t·km",
    NomHypothese.CHARGEMENT: "€/t",
    NomHypothese.ATTENTE: "€/t",
    NomHypothese.NON_PLACEE: "€/t",
    NomHypothese.CARBONE: "kgCO2e/t·km",
    NomHypothese.DETOUR: "sans unité",
    NomHypothese.ACCES: "km",
    NomHypothese.CHARGE_UTILE: "t",
}
