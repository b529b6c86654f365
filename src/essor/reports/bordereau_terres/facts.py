"""What the slip of a load says, read in a line of the register."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from essor.foundations.errors import UserFault
from essor.foundations.french import format_date, parse_date_fr
from essor.references.registre_national.tables import codes

UNKNOWN = "non publié"
NBSP = "\u00a0"
ADDRESS = ("Address", "PostalCode", "City")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the parties: who, with which number, where."""

    role: str
    name: str
    number: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFacts:
    """One load. Texts are ready to read; what is unknown says so.

    loading, unloading : places ; carriers : in order, one at least
    is_dangerous : a slip of dangerous waste is needed instead
    """

    number: str
    territory: str
    edited_on: dt.date
    soil: tuple[tuple[str, str], ...]
    producer: Party
    receiver: Party
    loading: str
    unloading: str
    origin: str
    carriers: tuple[Party, ...]
    plates: str
    treatment: str
    is_dangerous: bool
    is_demonstration: bool


def slip_facts(
    champs: Mapping[str, str],
    *,
    genre: str,
    territory: str,
    edited_on: dt.date,
    is_demonstration: bool,
) -> SlipFacts:
    """Gather the slip of a line of one of the three registers, by the fields of the API."""
    is_carried = genre == "transporte"
    producer = _declarant(champs) if genre == "sortant" else _party(champs, "emitter", "Expéditeur")
    receiver = (
        _incoming_receiver(champs)
        if genre == "entrant"
        else _party(champs, "destination", "Destinataire")
    )
    loading = "reportForPickupSite" if genre == "sortant" else "emitterPickupSite"
    return SlipFacts(
        number=champs.get("publicId", UNKNOWN),
        territory=territory,
        edited_on=edited_on,
        soil=tuple(_soil(champs)),
        producer=producer,
        receiver=receiver,
        loading=_joined([champs.get(f"{loading}Name", ""), _address(champs, loading)]),
        unloading=_joined([_address(champs, "destinationDropSite"), receiver.address]),
        origin=_origin(champs),
        carriers=(_carrying(champs),) if is_carried else _carriers(champs),
        plates=champs.get("reportForTransportPlates", "").replace(",", ", "),
        treatment=_treatment(champs),
        is_dangerous="*" in champs.get("wasteCode", "")
        or "OUI" in (champs.get("wastePop"), champs.get("wasteIsDangerous")),
        is_demonstration=is_demonstration,
    )


def _soil(champs: Mapping[str, str]) -> list[tuple[str, str]]:
    code = champs.get("wasteCode", "")
    label = codes().codes_dechet.get(code, "")
    kind = {"REEL": " (pesé)", "ESTIME": " (estimé)"}.get(champs.get("weightIsEstimate", ""), "")
    weight, volume = champs.get("weightValue", ""), champs.get("volume", "")
    return [
        ("Dénomination usuelle", champs.get("wasteDescription", UNKNOWN)),
        ("Code déchet", _joined([code, label], " : ")),
        ("Polluants organiques persistants", _flag(champs.get("wastePop", ""))),
        ("Dangereux", _flag(champs.get("wasteIsDangerous", ""))),
        ("DAP ou rapport d'analyse", champs.get("wasteDap", UNKNOWN)),
        ("Quantité", f"{_comma(weight)}{NBSP}t{kind}" if weight else UNKNOWN),
        ("Volume", f"{_comma(volume)}{NBSP}m³" if volume else UNKNOWN),
        ("Date de départ", _day(champs, "dispatchDate", "collectionDate")),
        ("Date d'arrivée", _day(champs, "receptionDate", "unloadingDate")),
    ]


def _declarant(champs: Mapping[str, str]) -> Party:
    found = _party(champs, "initialEmitter", "Producteur ou expéditeur")
    return Party(
        role=found.role,
        name=found.name
        if found.name != UNKNOWN
        else champs.get("reportForPickupSiteName", UNKNOWN),
        number=champs.get("reportForCompanySiret", found.number),
        address=found.address or _address(champs, "reportForPickupSite"),
    )


def _incoming_receiver(champs: Mapping[str, str]) -> Party:
    number = champs.get("reportForCompanySiret", UNKNOWN)
    return Party(role="Destinataire", name=UNKNOWN, number=number, address="")


def _carrying(champs: Mapping[str, str]) -> Party:
    receipt = champs.get("reportForRecepisseNumber", "")
    return Party(
        role="Transporteur",
        name=UNKNOWN,
        number=champs.get("reportForCompanySiret", UNKNOWN),
        address=f"récépissé {receipt}" if receipt else "",
    )


def _carriers(champs: Mapping[str, str]) -> tuple[Party, ...]:
    found = []
    for number in range(1, codes().transporteurs + 1):
        prefix = f"transporter{number}"
        if champs.get(f"{prefix}CompanyOrgId") or champs.get(f"{prefix}CompanyName"):
            party = _party(champs, prefix, f"Transporteur n°{number}")
            receipt = champs.get(f"{prefix}RecepisseNumber", "")
            parts = [party.address, f"récépissé {receipt}" if receipt else ""]
            found.append(
                Party(
                    role=party.role,
                    name=party.name,
                    number=party.number,
                    address=_joined(parts, "\n", unknown=""),
                )
            )
    blank = Party(role="Transporteur", name=UNKNOWN, number=UNKNOWN, address="")
    return tuple(found) or (blank,)


def _party(champs: Mapping[str, str], prefix: str, role: str) -> Party:
    return Party(
        role=role,
        name=champs.get(f"{prefix}CompanyName", UNKNOWN),
        number=champs.get(f"{prefix}CompanyOrgId", UNKNOWN),
        address=_address(champs, f"{prefix}Company"),
    )


def _address(champs: Mapping[str, str], prefix: str) -> str:
    street, postcode, city = (champs.get(f"{prefix}{name}", "") for name in ADDRESS)
    return _joined([street, f"{postcode} {city}".strip()], ", ", unknown="")


def _origin(champs: Mapping[str, str]) -> str:
    numbers = champs.get("parcelNumbers", "").split(",")
    communes = champs.get("parcelInseeCodes", "").split(",")
    pairs = zip(communes, numbers, strict=False)
    parcels = ", ".join(" ".join(part for part in pair if part) for pair in pairs if any(pair))
    sis = champs.get("sisIdentifier", "")
    return _joined(
        [parcels, champs.get("parcelCoordinates", "").replace(",", " ; "), sis and f"SIS {sis}"],
        ", ",
    )


def _treatment(champs: Mapping[str, str]) -> str:
    mode = codes().modes_traitement.get(champs.get("operationMode", ""), "")
    used = "terre valorisée" if champs.get("isUpcycled") == "OUI" else ""
    return _joined([champs.get("operationCode", ""), mode.lower(), used], ", ")


def _day(champs: Mapping[str, str], *names: str) -> str:
    text = next((champs[name] for name in names if champs.get(name)), "")
    if not text:
        return UNKNOWN
    try:
        return format_date(parse_date_fr(text[:10]))
    except UserFault:
        return text


def _flag(text: str) -> str:
    return {"OUI": "oui", "NON": "non"}.get(text, UNKNOWN)


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _joined(parts: list[str], mark: str = ", ", *, unknown: str = UNKNOWN) -> str:
    return mark.join(part for part in parts if part) or unknown
