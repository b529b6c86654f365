"""Reads an extract of the Sirene directory, StockEtablissement columns, only the SIRET chosen.

Traps of the file: « [ND] » is a refusal to spread, not a name; « NN » is not zero; the activity is
NAF rev. 2 or NAF 2025 according to its own column, and the NAF 2025 has another column besides.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from essor.foundations.codes import parse_code_commune_insee, parse_naf_2025, parse_naf_rev2
from essor.foundations.codes.siret import parse_siret
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.text import fold
from essor.references.nomenclatures.tranche_effectif import tranches_effectif

NOT_DIFFUSED = "[ND]"
MOST = 500
MAX_FAULTS = 100
NAMES = ("denominationunitelegale", "denominationusuelleetablissement")
STREET = ("numerovoieetablissement", "typevoieetablissement", "libellevoieetablissement")
TEXTS = {
    "enseigne": "enseigne1etablissement",
    "code_postal": "codepostaletablissement",
    "commune": "libellecommuneetablissement",
    "etat": "etatadministratifetablissement",
}
Row = Mapping[str, str]


def read_sirene(
    lines: Iterable[str], *, file: str, chosen: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return the card of each establishment chosen, every one of the file when none is.

    Raises UserFault with every fault: a column that is not there, a wrong code, a SIRET chosen
    that the file does not have, more than 500 cards.
    """
    stream = iter(lines)
    first = next(stream, "").removeprefix("\ufeff")
    separator = max(",;\t", key=first.count)
    header = [fold(label) for label in next(csv.reader([first], delimiter=separator), [])]
    if "siret" not in header:
        raise UserFault.single(
            "Les colonnes ne sont pas celles d'un extrait StockEtablissement de Sirene.",
            value=", ".join(header)[:200],
            expected="siret, denominationUniteLegale, codeCommuneEtablissement…",
            place=Place(file=file),
        )
    wanted = {str(parse_siret(text)) for text in chosen}
    with FaultGatherer() as faults:
        cards = list(_cards(csv.reader(stream, delimiter=separator), header, wanted, file, faults))
        for siret in sorted(wanted - {card["siret"] for card in cards}):
            faults.add_message("Ce SIRET n'est pas dans le fichier.", value=siret, code="absent")
        if len(cards) > MOST:
            faults.add_message(
                f"Le fichier donne {len(cards)} établissements.",
                expected=f"{MOST} au plus à la fois : choisir les SIRET à suivre",
                code="trop",
            )
    return cards


def _cards(
    rows: Iterable[Sequence[str]],
    header: Sequence[str],
    wanted: set[str],
    file: str,
    faults: FaultGatherer,
) -> Iterator[dict[str, Any]]:
    for number, cells in enumerate(rows, start=2):
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if not any(row.values()) or (wanted and row.get("siret", "") not in wanted):
            continue
        with faults.catching(Place(file=file, cell=f"ligne {number}")):
            yield _card(row)
        if len(faults) >= MAX_FAULTS:
            faults.add_message("Trop de lignes fautives, lecture arrêtée.", place=Place(file=file))
            return


def _card(row: Row) -> dict[str, Any]:
    card: dict[str, Any] = {name: _said(row, column) for name, column in TEXTS.items()}
    with FaultGatherer() as faults:
        with faults.catching(Place(column="siret")):
            card["siret"] = str(parse_siret(row.get("siret", "")))
        with faults.catching(Place(column="codeCommuneEtablissement")):
            code = _said(row, "codecommuneetablissement")
            card["code_commune_insee"] = str(parse_code_commune_insee(code)) if code else ""
        with faults.catching(Place(column="activitePrincipaleEtablissement")):
            card |= _activities(row)
        with faults.catching(Place(column="trancheEffectifsEtablissement")):
            card["tranche_effectif"] = _tranche(_said(row, "trancheeffectifsetablissement"))
    if card["etat"] not in ("A", "F"):
        card["etat"] = ""
    card["denomination"] = next((said for name in NAMES if (said := _said(row, name))), "")
    card["adresse"] = " ".join(said for name in STREET if (said := _said(row, name)))
    card["is_non_diffusible"] = (
        row.get("statutdiffusionetablissement") == "P" or NOT_DIFFUSED in row.values()
    )
    return card


def _said(row: Row, column: str) -> str:
    value = row.get(column, "")
    return "" if value == NOT_DIFFUSED else value


def _activities(row: Row) -> dict[str, str]:
    """Return both activities, each in its own nomenclature, empty when the file has none."""
    found = {"naf_rev2": "", "naf_2025": ""}
    main = _said(row, "activiteprincipaleetablissement")
    nomenclature = fold(_said(row, "nomenclatureactiviteprincipaleetablissement"))
    if main and "2025" in nomenclature:
        found["naf_2025"] = str(parse_naf_2025(main))
    elif main and nomenclature in ("", "nafrev2"):
        found["naf_rev2"] = str(parse_naf_rev2(main))
    if later := _said(row, "activiteprincipalenaf25etablissement"):
        found["naf_2025"] = str(parse_naf_2025(later))
    return found


def _tranche(code: str) -> str:
    known = [one.code for one in tranches_effectif()]
    if code and code not in known:
        raise UserFault.single(
            "La tranche d'effectif est inconnue.", value=code, expected=", ".join(known)
        )
    return code
