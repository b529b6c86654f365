"""Places whose every commune was asked about its restrictions on a day."""

RESSOURCES = {"SUP": "eaux superficielles", "SOU": "eaux souterraines", "AEP": "eau potable"}
NIVEAUX = {
    "aucune": "aucune restriction", "vigilance": "vigilance", "alerte": "alerte",
    "alerte_renforcee": "alerte renforcée", "crise": "crise",
}  # fmt: skip

_CASES = " ".join(f"WHEN '{code}' THEN '{label}'" for code, label in RESSOURCES.items())
RESSOURCE = f"CASE r.ressource {_CASES} END"
DAY = "CAST(r.lu_on AS VARCHAR)"

# A commune that was not asked could be in any level: nothing is said of the whole.
ASKED = f"""
WITH taille AS (SELECT niveau, code, count(*) AS communes FROM appartenance GROUP BY ALL),
lue AS (
    SELECT a.niveau, a.code, r.code_commune_insee, {RESSOURCE} AS ressource, {DAY} AS jour,
           r.niveau AS restriction
    FROM restriction_eau AS r JOIN appartenance AS a USING (code_commune_insee)
), complete AS (
    SELECT * FROM lue QUALIFY count(*) OVER (PARTITION BY niveau, code, ressource, jour) = (
        SELECT t.communes FROM taille AS t WHERE t.niveau = lue.niveau AND t.code = lue.code)
)
"""


def rows_of(rubrique: str, more: str = "") -> dict[str, str]:
    """Give the rows of each value. rubrique : SQL over `r` ; more : joined to it."""
    return {
        "restriction_eau": f"SELECT a.niveau AS _niveau, a.code AS _code, {rubrique} AS _rubrique, "
        f"{DAY} AS _vintage, r.* FROM restriction_eau AS r "
        f"JOIN appartenance AS a USING (code_commune_insee) {more}"
    }
