"""Share of hiring intentions judged difficult: bounds, because secrets are neither 0 nor all."""

# First letters of the FAP: electricity, mechanics, process, light industries, upkeep, engineers.
FAMILLES = ("C", "D", "E", "F", "G", "H")


def select() -> str:
    """Give the interval by basin; a value only where nothing is hidden."""
    familles = ", ".join(f"'{one}'" for one in FAMILLES)
    return f"""
    WITH visible AS (
        SELECT code_bassin, annee, projets, projets_difficiles FROM projet_recrutement
        WHERE substr(metier_fap, 1, 1) IN ({familles}) AND projets > 0
    ), borne AS (
        SELECT code_bassin, annee, count(*) AS lignes, bool_and(projets_difficiles IS NOT NULL)
                   AS est_entier,
               100.0 * sum(coalesce(projets_difficiles, 0)) / sum(projets) AS bas,
               100.0 * sum(coalesce(projets_difficiles, projets)) / sum(projets) AS haut
        FROM visible GROUP BY ALL
    )
    SELECT 'bassin_emploi' AS niveau, code_bassin AS code, '' AS rubrique,
           CAST(annee AS VARCHAR) AS vintage, CASE WHEN est_entier THEN bas END AS value,
           bas AS low, haut AS high, CASE WHEN est_entier THEN 'connu' ELSE 'intervalle' END
           AS status, lignes AS source_rows FROM borne
    """


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    familles = ", ".join(f"'{one}'" for one in FAMILLES)
    return {
        "projet_recrutement": (
            "SELECT 'bassin_emploi' AS _niveau, code_bassin AS _code, '' AS _rubrique, "
            "CAST(annee AS VARCHAR) AS _vintage, * FROM projet_recrutement "
            f"WHERE substr(metier_fap, 1, 1) IN ({familles}) AND projets > 0"
        )
    }
