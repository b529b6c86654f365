"""Rules of the carriers: who, in which order, with which receipt, with which vehicles."""

from essor.engines.terres.registre.rules_actors import Actor
from essor.engines.terres.registre.rules_soil import ABROAD
from essor.engines.terres.registre.view import Found, Says, View
from essor.references.registre_national.tables import codes


def carriers(line: View) -> list[Actor]:
    """Return the places of the carriers, filled or not."""
    return [Actor(line, f"transporter{n}") for n in range(1, codes().transporteurs + 1)]


def is_filled(actor: Actor) -> bool:
    """Tell whether a carrier stands at this place."""
    return actor.line.has(actor.champ("OrgId")) or actor.line.has(actor.champ("Type"))


def first_is_given(line: View) -> Says:
    """Somebody carries the soil, unless it comes by belt or pipe."""
    first = carriers(line)[0]
    if not line.flag("isDirectSupply") and not line.has(first.champ("OrgId")):
        yield Found(
            champ=first.champ("OrgId"),
            message="le transporteur n°1 manque",
            expected="un transporteur, ou « Approvisionnement direct » à OUI",
        )


def none_when_direct(line: View) -> Says:
    """A belt or a pipe has no carrier."""
    first = carriers(line)[0]
    if line.flag("isDirectSupply") and line.has(first.champ("OrgId")):
        message = "un approvisionnement direct n'a pas de transporteur"
        yield Found(champ=first.champ("OrgId"), message=message, expected="rien")


def no_gap(line: View) -> Says:
    """Carrier 3 supposes carrier 2."""
    found = carriers(line)
    for number, (before, after) in enumerate(zip(found, found[1:], strict=False), start=2):
        if is_filled(after) and not is_filled(before):
            message = f"le transporteur n°{number} est donné sans le transporteur n°{number - 1}"
            said = f"le transporteur n°{number - 1}"
            yield Found(champ=after.champ("OrgId"), message=message, expected=said)


def mode_and_type(line: View) -> Says:
    """A carrier has a mode, a mode has a carrier."""
    for actor in carriers(line):
        mode, kind = f"{actor.prefix}TransportMode", actor.champ("Type")
        if line.has(mode) and not line.has(kind):
            message = "le mode de transport est donné sans le type de transporteur"
            yield Found(champ=kind, message=message, expected="le type de transporteur")
        if line.has(kind) and not line.has(mode):
            message = "le mode de transport manque"
            yield Found(champ=mode, message=message, expected=", ".join(codes().modes_transport))


def receipt_is_given(line: View) -> Says:
    """A French carrier holds a receipt, or says why not."""
    for actor in carriers(line):
        receipt = f"{actor.prefix}RecepisseNumber"
        is_exempt = line.flag(f"{actor.prefix}RecepisseIsExempted")
        if actor.type and actor.type not in ABROAD and not is_exempt and not line.has(receipt):
            yield Found(
                champ=receipt,
                message="le numéro de récépissé du transporteur manque",
                expected="le numéro, ou l'exemption à OUI",
            )


def plates_by_road(line: View) -> Says:
    """A lorry has a plate."""
    champ = "reportForTransportPlates"
    if line.text("reportForTransportMode") == "ROUTE" and not line.has(champ):
        message = "les immatriculations manquent pour un transport par la route"
        yield Found(champ=champ, message=message, expected="une immatriculation par véhicule")
