"""Median price of homes: one figure for a commune, a range of communes for a larger place."""

from essor.observatory.indicators.listing import rows_by_place

# Proposal of the project (no rule of the producer): a median of fewer sales says too little.
MIN_VENTES = 11


def select() -> str:
    """Give the commune's median; above, from the cheapest commune to the dearest."""
    return f"""
    WITH commune AS (
        SELECT code_commune_insee, type_logement, prix_median_eur_m2 AS prix FROM prix_logement
        WHERE ventes >= {MIN_VENTES} AND prix_median_eur_m2 IS NOT NULL
    ), place AS (
        SELECT a.niveau, a.code, type_logement, min(prix) AS bas, max(prix) AS haut,
               count(*) AS communes
        FROM commune JOIN appartenance AS a USING (code_commune_insee) GROUP BY ALL
    )
    SELECT niveau, code, type_logement AS rubrique, '2020-2024' AS vintage,
           CASE WHEN bas = haut THEN bas END AS value, bas AS low, haut AS high,
           CASE WHEN bas = haut THEN 'connu' ELSE 'intervalle' END AS status,
           communes AS source_rows FROM place
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "prix_logement": rows_by_place(
            "prix_logement",
            vintage="'2020-2024'",
            rubrique="type_logement",
            where=f"ventes >= {MIN_VENTES} AND prix_median_eur_m2 IS NOT NULL",
        )
    }
