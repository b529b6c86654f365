"""Tension of each trade, as its published class; the index is imputed where the class is empty."""

from essor.observatory.sql import name
from essor.observatory.workbench import Workbench

LEVELS = {"dep": "departement", "reg": "region", "nat": "france"}
CLASSES = {
    "Catégorie Tension": "tension",
    "Intensité d'embauches": "embauches",
    "Lien formation-emploi": "formation",
    "Manque de main-d'œuvre disponible": "main_oeuvre",
    "Non-durabilité de l'emploi": "non_durable",
    "Conditions de travail contraignantes": "contraintes",
    "Inadéquation géographique": "lieu",
}
LEVEL = "trim(coalesce(niveau_geo, ''))"


def tidy(work: Workbench) -> None:
    """Keep the rows whose class is published; a class is 1 to 5."""
    known = ", ".join(f"'{one}'" for one in LEVELS)
    work.refuse("tensions", f"{LEVEL} NOT IN ({known})", "l'échelon est inconnu")
    work.refuse(
        "tensions",
        f"({LEVEL} = 'dep' AND dep IS NULL) OR "
        f"({LEVEL} = 'reg' AND TRY_CAST(reg AS DOUBLE) IS NULL)",
        "le code du lieu manque",
    )
    category = name("Catégorie Tension")
    work.refuse(
        "tensions",
        f'{category} IS NULL AND "Tension" IS NOT NULL',
        "la catégorie n'est pas publiée, l'indice est repris du métier parent",
    )
    work.refuse("tensions", f"{category} IS NULL", "ni catégorie ni indice")
    for column in CLASSES:
        work.refuse(
            "tensions",
            f"{name(column)} IS NOT NULL AND "
            f"coalesce(TRY_CAST({name(column)} AS DOUBLE), 0) NOT IN (1, 2, 3, 4, 5)",
            f"« {column} » n'est pas une classe de 1 à 5",
        )
    levels = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in LEVELS.items())
    classes = ", ".join(
        f"CAST(TRY_CAST({name(theirs)} AS DOUBLE) AS INTEGER) AS {ours}"
        for theirs, ours in CLASSES.items()
    )
    work.table(
        "tension_metier",
        f"SELECT CASE {LEVEL} {levels} END AS niveau, CASE {LEVEL} WHEN 'dep' THEN dep "
        "WHEN 'reg' THEN lpad(CAST(CAST(CAST(reg AS DOUBLE) AS INTEGER) AS VARCHAR), 2, '0') "
        "ELSE 'FR' END AS code, trim(fap) AS fap, trim(niveau_fap) AS niveau_fap, "
        f'"Année" AS annee, {classes} FROM tensions',
    )
