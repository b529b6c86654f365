"""Rules of the soil itself: where it comes from, what it is, what is dangerous."""

from essor.engines.terres.registre.lines import Gravite
from essor.engines.terres.registre.view import Found, Says, View
from essor.references.registre_national.tables import codes

ABROAD = frozenset({"ENTREPRISE_UE", "ENTREPRISE_HORS_UE"})


def origin_is_located(line: View) -> Says:
    """Parcels with their communes, or coordinates: a road has no parcel."""
    if not any(
        line.has(champ) for champ in ("parcelCoordinates", "parcelNumbers", "parcelInseeCodes")
    ):
        yield Found(
            champ="parcelNumbers",
            message="le lieu d'origine manque",
            expected="codes INSEE et numéros des parcelles, ou coordonnées",
        )


def parcels_match(line: View) -> Says:
    """As many communes as parcels, at the origin."""
    yield from unmatched(line, "parcelNumbers", "parcelInseeCodes")


def unmatched(line: View, numbers: str, communes: str) -> Says:
    """Say that parcels and communes do not go by two."""
    if {numbers, communes} & line.unread:
        return
    found, expected = len(line.items(numbers)), len(line.items(communes))
    if found != expected:
        yield Found(
            champ=numbers,
            message=f"{found} numéro(s) de parcelle pour {expected} code(s) INSEE",
            expected="autant de codes INSEE que de numéros de parcelles",
        )


def soil_code(line: View) -> Says:
    """Five waste codes are soils or sediments."""
    if (code := line.text("wasteCode")) and code not in codes().codes_dechet:
        yield Found(
            champ="wasteCode",
            message="ce code déchet n'est pas celui de terres ou de sédiments",
            expected=", ".join(codes().codes_dechet),
        )


def other_code(line: View) -> Says:
    """The transported register takes any waste; this one is kept for soils."""
    for found in soil_code(line):
        yield Found(
            champ=found.champ,
            message=found.message,
            expected=found.expected,
            gravite=Gravite.ALERTE,
        )


def waste_has_a_code(line: View) -> Says:
    """What is carried as waste has a waste code."""
    if line.flag("reportForTransportIsWaste") and not line.has("wasteCode"):
        message = "le code déchet manque alors qu'un déchet est transporté"
        yield Found(champ="wasteCode", message=message, expected=", ".join(codes().codes_dechet))


def dangerous_is_said(line: View) -> Says:
    """POP or a starred code cannot be said not dangerous."""
    if line.flag("wasteIsDangerous") is False and line.is_dangerous:
        yield Found(
            champ="wasteIsDangerous",
            message="des terres POP ou d'un code avec étoile ne sont pas non dangereuses",
            expected="OUI",
        )


def bsdd(line: View) -> Says:
    """Dangerous or POP soil travels with a slip of dangerous waste, not with this register."""
    if line.is_dangerous:
        yield Found(
            champ="wasteCode",
            message="des terres dangereuses ou POP se suivent par un BSDD dans Trackdéchets, "
            "pas par une ligne de ce registre",
            expected="un bordereau de suivi de déchets dangereux",
            gravite=Gravite.ALERTE,
        )


def abroad_is_notified(line: View) -> Says:
    """Dangerous waste that leaves the country was notified."""
    if (
        line.is_dangerous
        and line.text("destinationCompanyType") in ABROAD
        and not line.has("gistridNumber")
    ):
        yield Found(
            champ="gistridNumber",
            message="le numéro GISTRID manque pour des terres dangereuses vers l'étranger",
            expected="par exemple FR 2026 001234",
        )
