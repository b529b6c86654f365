"""Women's share of each trade in the country, averaged over three years."""

from essor.observatory.workbench import Workbench


def tidy(work: Workbench) -> None:
    """Keep every trade and period; « NA » is an absence."""
    work.refuse("parts", "Part = 'NA' OR Part IS NULL", "la part n'est pas publiée")
    work.refuse(
        "parts",
        "coalesce(TRY_CAST(Part AS DOUBLE), -1) NOT BETWEEN 0 AND 100",
        "la part n'est pas un pourcentage",
    )
    work.refuse(
        "parts",
        "NOT coalesce(regexp_full_match(Annee, '[0-9]{4}-[0-9]{4}'), FALSE)",
        "la période ne se lit pas",
    )
    work.table(
        "part_femmes",
        "SELECT Fap3 AS fap, Annee AS periode, Part AS part, nullif(libelle, 'NA') AS metier, "
        "nullif(code_domaine, 'NA') AS domaine, nullif(libelle_domaine, 'NA') AS nom_domaine "
        "FROM parts",
    )
