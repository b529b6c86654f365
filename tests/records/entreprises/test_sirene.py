"""A Sirene extract: its traps, its faults all at once, and the real rows when they are there."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from essor.foundations.errors import UserFault
from essor.records.entreprises.sirene import MOST, read_sirene

HEADER = (
    "siret,statutDiffusionEtablissement,trancheEffectifsEtablissement,denominationUniteLegale,"
    "enseigne1Etablissement,activitePrincipaleEtablissement,"
    "nomenclatureActivitePrincipaleEtablissement,activitePrincipaleNAF25Etablissement,"
    "numeroVoieEtablissement,typeVoieEtablissement,libelleVoieEtablissement,"
    "codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,"
    "etatAdministratifEtablissement"
)
SIRET, OTHER = "73282932000074", "35600000000048"


def line(**values: str) -> str:
    """Return one line of the file, complete but for what is given."""
    row = {
        "siret": SIRET, "trancheEffectifsEtablissement": "12", "denominationUniteLegale": "VOLCAN",
        "statutDiffusionEtablissement": "O", "activitePrincipaleEtablissement": "24.51Z",
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
        "codeCommuneEtablissement": "63113", "etatAdministratifEtablissement": "A", **values,
    }  # fmt: skip
    return ",".join(row.get(name, "") for name in HEADER.split(","))


def read(*lines: str, chosen: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return read_sirene([HEADER, *lines], file="stock.csv", chosen=chosen)


def test_a_card_is_read_whole():
    card = read(
        line(
            numeroVoieEtablissement="3",
            typeVoieEtablissement="RUE",
            libelleVoieEtablissement="DU PORT",
            libelleCommuneEtablissement="CLERMONT-FERRAND",
            codePostalEtablissement="63000",
        )
    )[0]
    assert card == {
        "siret": SIRET, "denomination": "VOLCAN", "enseigne": "", "naf_rev2": "24.51Z",
        "naf_2025": "", "tranche_effectif": "12", "adresse": "3 RUE DU PORT",
        "code_postal": "63000", "commune": "CLERMONT-FERRAND", "code_commune_insee": "63113",
        "etat": "A", "is_non_diffusible": False,
    }  # fmt: skip


def test_what_is_not_diffused_is_neither_a_name_nor_unknown():
    card = read(
        line(
            denominationUniteLegale="[ND]",
            enseigne1Etablissement="[ND]",
            libelleVoieEtablissement="[ND]",
            statutDiffusionEtablissement="P",
        )
    )[0]
    assert (card["denomination"], card["enseigne"], card["adresse"]) == ("", "", "")
    assert card["is_non_diffusible"]


@pytest.mark.parametrize(
    ("columns", "rev2", "later"),
    [
        ({"activitePrincipaleNAF25Etablissement": "24.51Y"}, "24.51Z", "24.51Y"),
        (
            {
                "activitePrincipaleEtablissement": "24.51Y",
                "nomenclatureActivitePrincipaleEtablissement": "NAF2025",
            },
            "",
            "24.51Y",
        ),
        ({"nomenclatureActivitePrincipaleEtablissement": "NAF1993"}, "", ""),
    ],
)
def test_each_activity_is_read_in_its_own_nomenclature(
    columns: dict[str, str], rev2: str, later: str
):
    card = read(line(**columns))[0]
    assert (card["naf_rev2"], card["naf_2025"]) == (rev2, later)


def test_no_employee_known_is_not_zero_employee():
    bands = [read(line(trancheEffectifsEtablissement=code))[0]["tranche_effectif"]
             for code in ("NN", "00", "")]  # fmt: skip
    assert bands == ["NN", "00", ""]


def test_every_fault_is_said_at_once_with_its_line_and_column():
    with pytest.raises(UserFault) as caught:
        read(
            line(trancheEffectifsEtablissement="99", codeCommuneEtablissement="6311"),
            line(siret="73282932000075"),
            chosen=(),
        )
    said = " ".join(fault.sentence() for fault in caught.value.faults)
    assert len(caught.value.faults) == 3
    assert "ligne 2" in said
    assert "ligne 3" in said
    assert "trancheEffectifsEtablissement" in said


def test_only_the_chosen_are_kept_and_an_absent_one_is_said():
    lines = (line(), line(siret=OTHER, activitePrincipaleEtablissement="53.10Z"))
    assert [card["siret"] for card in read(*lines, chosen=("732 829 320 00074",))] == [SIRET]
    with pytest.raises(UserFault, match="n'est pas dans le fichier"):
        read(lines[0], chosen=(SIRET, OTHER))
    with pytest.raises(UserFault, match="StockEtablissement"):
        read_sirene(["nom;ville"], file="autre.csv")


def test_real_rows_are_read(shared_dir: Path):
    path = shared_dir / "data/sirene_echantillon/etablissements_metz_57463_6salaries_plus.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["trancheeffectif"] != "99"]
    assert len(rows) > MOST
    text = io.StringIO()
    names = HEADER.split(",")
    writer = csv.DictWriter(text, fieldnames=names)
    writer.writeheader()
    for row in rows[:MOST]:
        writer.writerow(
            {
                "siret": row["siret"],
                "denominationUniteLegale": row["raisonsociale"],
                "enseigne1Etablissement": row["enseigne"],
                "activitePrincipaleEtablissement": row["codenaf"],
                "trancheEffectifsEtablissement": row["trancheeffectif"].zfill(2),
                "codeCommuneEtablissement": row["codecommune"],
                "codePostalEtablissement": row["codepostal"],
                "etatAdministratifEtablissement": "A",
            }
        )
    cards = read_sirene(text.getvalue().splitlines(), file="metz.csv")
    assert len(cards) == MOST
    assert {card["code_commune_insee"] for card in cards} == {"57463"}
    assert all(card["denomination"] and card["naf_rev2"] for card in cards)
