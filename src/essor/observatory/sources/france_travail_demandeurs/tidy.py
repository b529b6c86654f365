"""Jobseekers by month, for the communes of more than 5,000 inhabitants and what is larger."""

from essor.observatory.workbench import Workbench

MOIS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
LEVELS = {
    "commune": "[0-9][0-9AB][0-9]{3}",
    "departement": "[0-9][0-9AB]|97[1-6]",
    "region": "reg[0-9]{2}",
}
PLACE = "codgeo, YEAR"


def tidy(work: Workbench) -> None:
    """Keep one figure for each place and month; a place with two figures has none."""
    known = " OR ".join(f"regexp_full_match(codgeo, '{one}')" for one in LEVELS.values())
    work.refuse("demandes", f"NOT coalesce({known}, FALSE)", "le code du lieu est inconnu")
    months = ", ".join(f"'{one}'" for one in MOIS)
    work.refuse(
        "demandes",
        f"NOT coalesce(regexp_full_match(YEAR, '[a-z]+_[0-9]{{4}}') "
        f"AND split_part(YEAR, '_', 1) IN ({months}), FALSE)",
        "le mois ne se lit pas",
    )
    work.refuse(
        "demandes",
        "coalesce(TRY_CAST(Demandeurs_Emploi AS BIGINT), -1) < 0",
        "le nombre n'est pas un nombre entier",
    )
    work.refuse(
        "demandes",
        f"({PLACE}) IN (SELECT ({PLACE}) FROM brut_demandes GROUP BY {PLACE} "
        "HAVING count(DISTINCT Demandeurs_Emploi) > 1)",
        "le même lieu a plusieurs valeurs pour le même mois",
    )
    work.refuse(
        "demandes",
        f"rowid NOT IN (SELECT min(rowid) FROM brut_demandes GROUP BY {PLACE})",
        "la ligne est répétée à l'identique",
    )
    levels = " ".join(
        f"WHEN regexp_full_match(codgeo, '{one}') THEN '{level}'" for level, one in LEVELS.items()
    )
    month = f"list_position([{months}], split_part(YEAR, '_', 1))"
    work.table(
        "demandeur_emploi",
        f"SELECT CASE {levels} END AS niveau, replace(codgeo, 'reg', '') AS code, "
        f"split_part(YEAR, '_', 2) || '-' || lpad(CAST({month} AS VARCHAR), 2, '0') AS mois, "
        "Demandeurs_Emploi AS demandeurs FROM demandes",
    )
