"""Rules of the treatment: its mode, what comes after it, soil put to use."""

from essor.engines.terres.registre.rules_soil import unmatched
from essor.engines.terres.registre.view import Found, Says, View
from essor.references.registre_national.tables import codes


def weighed(line: View) -> Says:
    """What is burnt or buried for good was weighed."""
    if (
        line.text("weightIsEstimate") == "ESTIME"
        and line.text("operationCode") in codes().traitements_peses
    ):
        said = ", ".join(sorted(codes().traitements_peses))
        message = f"le poids ne peut pas être estimé pour {said}"
        yield Found(champ="weightIsEstimate", message=message, expected="REEL")


def final_has_a_mode(line: View) -> Says:
    """A final treatment says how it is qualified."""
    modes = codes().traitements.get(line.text("operationCode"), ())
    if modes and not line.has("operationMode"):
        message = "le mode de traitement manque pour un traitement final"
        yield Found(champ="operationMode", message=message, expected=" ou ".join(modes))


def mode_fits(line: View) -> Says:
    """Each treatment admits its own modes; one that is not final admits none."""
    code, mode = line.text("operationCode"), line.text("operationMode")
    if not code or not mode:
        return
    modes = codes().traitements[code]
    if mode not in modes:
        expected = " ou ".join(modes) or "rien : ce traitement n'est pas final"
        message = f"ce mode ne va pas avec le traitement {code}"
        yield Found(champ="operationMode", message=message, expected=expected)


def is_intermediate(line: View) -> bool:
    """Tell whether something else must follow this treatment."""
    code = line.text("operationCode")
    return bool(code) and not codes().traitements[code]


def traceability_is_said(line: View) -> Says:
    """What is regrouped says whether its trace may be lost."""
    if is_intermediate(line) and not line.has("noTraceability"):
        message = "la rupture de traçabilité n'est pas dite pour un traitement non final"
        yield Found(champ="noTraceability", message=message, expected="OUI ou NON")


def next_is_said(line: View) -> Says:
    """What is regrouped says what it is for."""
    if is_intermediate(line) and not line.has("nextOperationCode"):
        message = "le traitement ultérieur manque pour un traitement non final"
        yield Found(champ="nextOperationCode", message=message, expected="par exemple R 5")


def upcycled_is_recovered(line: View) -> Says:
    """Soil put to use is recovered, not disposed of."""
    code = line.text("operationCode")
    if line.flag("isUpcycled") and code and not code.startswith("R"):
        message = "une terre valorisée n'est pas éliminée"
        yield Found(champ="operationCode", message=message, expected="un code en R")


def upcycled_is_located(line: View) -> Says:
    """Soil put to use says where: parcels with communes, or coordinates."""
    numbers, communes = "destinationParcelNumbers", "destinationParcelInseeCodes"
    if line.flag("isUpcycled") and not (
        line.has(numbers) or line.has(communes) or line.has("destinationParcelCoordinates")
    ):
        yield Found(
            champ=numbers,
            message="le lieu d'emploi d'une terre valorisée manque",
            expected="codes INSEE et numéros des parcelles, ou coordonnées",
        )
    yield from unmatched(line, numbers, communes)
