"""StockEtablissement files made by hand, in the producer's 54 columns; no row is real."""

import csv
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

_NAMES = (
    "siren nic siret statutDiffusionEtablissement dateCreationEtablissement "
    "trancheEffectifsEtablissement anneeEffectifsEtablissement "
    "activitePrincipaleRegistreMetiersEtablissement dateDernierTraitementEtablissement "
    "etablissementSiege nombrePeriodesEtablissement complementAdresseEtablissement "
    "numeroVoieEtablissement indiceRepetitionEtablissement dernierNumeroVoieEtablissement "
    "indiceRepetitionDernierNumeroVoieEtablissement typeVoieEtablissement "
    "libelleVoieEtablissement codePostalEtablissement libelleCommuneEtablissement "
    "libelleCommuneEtrangerEtablissement distributionSpecialeEtablissement "
    "codeCommuneEtablissement codeCedexEtablissement libelleCedexEtablissement "
    "codePaysEtrangerEtablissement libellePaysEtrangerEtablissement "
    "identifiantAdresseEtablissement coordonneeLambertAbscisseEtablissement "
    "coordonneeLambertOrdonneeEtablissement complementAdresse2Etablissement "
    "numeroVoie2Etablissement indiceRepetition2Etablissement typeVoie2Etablissement "
    "libelleVoie2Etablissement codePostal2Etablissement libelleCommune2Etablissement "
    "libelleCommuneEtranger2Etablissement distributionSpeciale2Etablissement "
    "codeCommune2Etablissement codeCedex2Etablissement libelleCedex2Etablissement "
    "codePaysEtranger2Etablissement libellePaysEtranger2Etablissement dateDebut "
    "etatAdministratifEtablissement enseigne1Etablissement enseigne2Etablissement "
    "enseigne3Etablissement denominationUsuelleEtablissement activitePrincipaleEtablissement "
    "nomenclatureActivitePrincipaleEtablissement caractereEmployeurEtablissement "
    "activitePrincipaleNAF25Etablissement"
)
HEADER = _NAMES.split()
SHORT = {
    "commune": "codeCommuneEtablissement",
    "pays": "codePaysEtrangerEtablissement",
    "etat": "etatAdministratifEtablissement",
    "diffusion": "statutDiffusionEtablissement",
    "naf": "activitePrincipaleEtablissement",
    "nomenclature": "nomenclatureActivitePrincipaleEtablissement",
    "naf_2025": "activitePrincipaleNAF25Etablissement",
    "tranche": "trancheEffectifsEtablissement",
    "employeur": "caractereEmployeurEtablissement",
    "creation": "dateCreationEtablissement",
    "debut": "dateDebut",
    "traite": "dateDernierTraitementEtablissement",
    "enseigne": "enseigne1Etablissement",
    "siret": "siret",
}
USUAL = {
    "commune": "63113", "etat": "A", "diffusion": "O", "naf": "22.11Z", "nomenclature": "NAFRev2",
    "naf_2025": "22.11Y", "tranche": "12", "employeur": "O", "creation": "2010-03-01",
    "debut": "2010-03-01", "traite": "2026-10-30T08:15:00", "enseigne": "ENSEIGNE INVENTEE",
}  # fmt: skip
Row = Mapping[str, str]

# Thirty invented establishments of ti-8404: (commune, activity, band, how many).
TERRITORY = (
    ("63113", "22.11Z", "52", 1), ("63113", "10.71C", "01", 6), ("63113", "35.11Z", "NN", 5),
    ("63113", "47.11A", "02", 4), ("63113", "25.62B", "12", 3), ("63014", "28.99B", "21", 2),
    ("63113", "38.11Z", "", 1), ("63457", "10.51C", "11", 3), ("63457", "01.11Z", "NN", 5),
)  # fmt: skip


def row(number: int, **given: str) -> dict[str, str]:
    """Make one row: what is not given is what an ordinary factory of Clermont-Ferrand has."""
    siret = f"{100000000 + number:09}{10:05}"
    values = {**USUAL, "siret": siret, **given}
    return {SHORT[name]: value for name, value in values.items()}


def territory() -> list[dict[str, str]]:
    """Make the thirty establishments."""
    lines = [line[:3] for line in TERRITORY for _ in range(line[3])]
    return [
        row(number, commune=commune, naf=naf, tranche=tranche)
        for number, (commune, naf, tranche) in enumerate(lines)
    ]


def write_csv(
    folder: Path, rows: Iterable[Row], header: Iterable[str] = HEADER, name: str = ".csv"
) -> Path:
    """Write them as the producer's text file."""
    path = folder / f"StockEtablissement_utf8{name}"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(header), extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_zip(folder: Path, rows: Iterable[Row]) -> Path:
    """Write them as the producer's archive."""
    text = write_csv(folder, rows, name=".texte")
    path = folder / "StockEtablissement_utf8.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(text, "StockEtablissement_utf8.csv")
    text.unlink()
    return path


def write_parquet(folder: Path, rows: Iterable[Row]) -> Path:
    """Write them with the types of the producer's Parquet file."""
    text = write_csv(folder, rows, name=".texte")
    path = folder / "StockEtablissement_utf8.parquet"
    dates = "dateCreationEtablissement", "dateDebut"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * REPLACE ({', '.join(f'CAST({one} AS DATE) AS {one}' for one in dates)}"
            ", CAST(dateDernierTraitementEtablissement AS TIMESTAMP) "
            "AS dateDernierTraitementEtablissement) "
            f"FROM read_csv('{text}', all_varchar=true, header=true)) TO '{path}' (FORMAT parquet)"
        )
    text.unlink()
    return path
