"""Why a call of the reference's tests is not replayed: one reason per kind of function."""

from essor.engines.friches.reference.calls.facts import Facts

FUNCTION = "rend une fonction, que le fichier ne peut pas contenir"
DATA = "structure de données propre au code de la référence, sans calcul"
DOUBLE = "doublure de test (horloge ou service simulé), pas une fonction de calcul"
IDENTITY = "recopie des noms ou des données saisies, sans calcul"
ASSEMBLY = "assemblage de valeurs par ailleurs rejouées une à une"
SCREEN = "avertissement ou contrôle d'écran de Bénéfriches, sans effet sur l'évaluation"
SOILS = "proposition de sols d'un formulaire de Bénéfriches ; Essor évalue les sols donnés"
CUMULATIVE = "somme cumulée d'une liste, sans règle métier ; le cumul est comparé dans les dossiers"
DEAD = "branche de renaturation que la référence n'appelle jamais"
STALE = "recette par défaut calculée à l'intérieur du projet type, comparée dans les dossiers"
UNKNOWN = "fonction sans équivalent connu dans Essor"
PLANT = "PhotovoltaicPowerPlantProjectGenerator#get"
REASONS = {
    "createSoilSurfaceAreaDistribution": DATA,
    "DeterministicDateProvider#now": DOUBLE,
    "MockPhotovoltaicPerformanceService#shouldFail": DOUBLE,
    f"{PLANT}:developer": IDENTITY,
    f"{PLANT}:futureSiteOperator": IDENTITY,
    f"{PLANT}:reinstatementContractOwner": IDENTITY,
    f"{PLANT}:featuresSurfaceArea": IDENTITY,
    f"{PLANT}ReconversionProject": ASSEMBLY,
    "computeDefaultPhotovoltaicYearlyRecurringRevenueAmount": STALE,
    "willTransformationNoticeablyImpactBiodiversityAndClimate": SCREEN,
    "canSiteAccomodatePhotovoltaicPanels": SCREEN,
    "getNonSuitableSoilsForPhotovoltaicPanels": SCREEN,
    "getSuitableSoilsForTransformation": SOILS,
    "transformNonSuitableSoils": SOILS,
    "transformSoilsForRenaturation": SOILS,
    "computeCumulativeByYear": CUMULATIVE,
}


def exclusion_of(call: Facts, known: frozenset[str]) -> str | None:
    """Reason to leave a call out, or None when the engine has its equal.

    known : functions of the reference that the engine replays
    """
    if call["result"] == "<fn>":
        return FUNCTION
    if call["fn"] == "computePropertyValueImpact" and call["args"][-1]:
        return DEAD
    return None if call["fn"] in known else REASONS.get(call["fn"], UNKNOWN)
