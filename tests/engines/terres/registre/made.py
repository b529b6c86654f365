"""One right line of each register, and lines made from it."""

import datetime as dt
from typing import Any

from essor.engines.terres.registre.lines import CheckedLine, Genre, Line
from essor.engines.terres.registre.validate import check_lines
from essor.references.registre_national.tables import registre

TODAY = dt.date(2026, 11, 23)
SIRET = "78467169500103"
OTHER_SIRET = "35600000000048"


def actor(prefix: str, number: str = SIRET) -> dict[str, str]:
    return {
        f"{prefix}CompanyType": "ETABLISSEMENT_FR",
        f"{prefix}CompanyOrgId": number,
        f"{prefix}CompanyName": "Une entreprise",
        f"{prefix}CompanyAddress": "1 rue des Essais",
        f"{prefix}CompanyPostalCode": "63000",
        f"{prefix}CompanyCity": "Clermont-Ferrand",
        f"{prefix}CompanyCountryCode": "FR",
    }


def carrier(number: int) -> dict[str, str]:
    return {
        **actor(f"transporter{number}"),
        f"transporter{number}TransportMode": "ROUTE",
        f"transporter{number}RecepisseIsExempted": "NON",
        f"transporter{number}RecepisseNumber": "63-2026-001",
    }


SOIL = {
    "publicId": "TEXS-1",
    "reportForCompanySiret": SIRET,
    "wasteDescription": "Terres et cailloux",
    "wasteCode": "17 05 04",
    "wastePop": "NON",
    "wasteIsDangerous": "NON",
    "weightValue": "18.5",
    "weightIsEstimate": "REEL",
    "volume": "10",
}
PLACE = {"parcelInseeCodes": "63113", "parcelNumbers": "0-IK-123"}
GOOD: dict[Genre, dict[str, str]] = {
    Genre.SORTANT: {
        **SOIL,
        **PLACE,
        "dispatchDate": "2026-11-20",
        **actor("destination"),
        "operationCode": "R 5",
        "operationMode": "RECYCLAGE",
        **carrier(1),
    },
    Genre.ENTRANT: {
        **SOIL,
        **PLACE,
        "receptionDate": "2026-11-20",
        **actor("emitter"),
        "operationCode": "R 5",
        "operationMode": "RECYCLAGE",
        **carrier(1),
    },
    Genre.TRANSPORTE: {
        **SOIL,
        "collectionDate": "2026-11-20",
        "unloadingDate": "2026-11-21",
        "reportForTransportMode": "ROUTE",
        "reportForTransportIsWaste": "OUI",
        "reportForTransportPlates": "AB-123-CD",
        **actor("emitter"),
        **actor("destination"),
    },
}


def champs(genre: Genre, **changes: str | None) -> dict[str, str]:
    """Return the right line with some fields changed; None takes the field away."""
    found: dict[str, Any] = {**GOOD[genre], **changes}
    assert set(changes) <= set(registre(genre).by_champ), "a field that the register does not know"
    return {name: text for name, text in found.items() if text is not None}


def check(genre: Genre, *many: dict[str, str], **options: Any) -> tuple[CheckedLine, ...]:
    lines = [Line(champs=one, number=number) for number, one in enumerate(many, start=2)]
    return check_lines(lines, genre=genre, today=TODAY, **options)
