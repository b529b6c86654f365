"""Median prices of homes by commune: a place without sales has no price, never a zero."""

from essor.observatory.sql import number
from essor.observatory.workbench import Workbench

# Suffix of the producer's columns: all homes, houses (111), flats (121).
TYPES = {"logement": "", "maison": "_cod111", "appartement": "_cod121"}
ARRONDISSEMENT = "(751|1320|1321|6938)[0-9]{1,2}"


def tidy(work: Workbench) -> None:
    """Write one row a commune and a kind of home; districts are inside their commune's row."""
    work.refuse(
        "prix",
        "NOT coalesce(regexp_full_match(city_code, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse(
        "prix",
        f"regexp_full_match(city_code, '{ARRONDISSEMENT}')",
        "un arrondissement municipal est déjà dans la ligne de sa commune",
    )
    work.refuse(
        "prix",
        " OR ".join(
            f"coalesce({number('dvf_nbtrans' + one)}, -1) < 0"
            f" OR coalesce({number('dvf_pxm2_median' + one)}, 1) <= 0"
            for one in TYPES.values()
        ),
        "le nombre de ventes ou le prix n'est pas un nombre possible",
    )
    rows = " UNION ALL ".join(
        f"SELECT city_code AS code_commune_insee, '{kind}' AS type_logement, "
        f"{number('dvf_nbtrans' + one)} AS ventes, "
        f"{number('dvf_pxm2_median' + one)} AS prix_median_eur_m2 FROM prix"
        for kind, one in TYPES.items()
    )
    work.table("prix_logement", rows)
