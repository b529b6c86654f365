"""Water restrictions of the day: what the interface cannot tell of a commune stays unknown."""

from essor.observatory.sql import literal
from essor.observatory.workbench import Workbench

RESSOURCES = ("SUP", "SOU", "AEP")
NIVEAUX = ("vigilance", "alerte", "alerte_renforcee", "crise")
AUCUNE = "aucune"  # no zone of alert is in force: nothing is restricted
STATUTS = ("200", "404", "409", "500")
ANSWER = "TRY_CAST(reponse AS JSON)"
IS_LIST = f"coalesce(json_type({ANSWER}) = 'ARRAY', FALSE)"
# « Aucune zone d'alerte… » is an answer; « Les données pour ce département… » is not.
NO_ZONE = "coalesce(statut = '404' AND contains(lower(reponse), 'aucune zone'), FALSE)"


def tidy(work: Workbench) -> None:
    """Give one row a commune, a day and a resource, its level unknown when it is not told."""
    work.refuse(
        "communes",
        "NOT coalesce(regexp_full_match(commune, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse(
        "communes", "TRY_CAST(left(lu_le, 10) AS DATE) IS NULL", "le jour de la question manque"
    )
    statuts = ", ".join(map(literal, STATUTS))
    work.refuse(
        "communes",
        f"coalesce(statut, '') NOT IN ({statuts}) OR (statut = '200' AND NOT {IS_LIST})",
        "la réponse n'est pas une de celles que l'interface décrit",
    )
    known = ", ".join(map(literal, NIVEAUX))
    levels = f"json_extract_string({ANSWER}, '$[*].niveauGravite')"
    work.refuse(
        "communes",
        f"statut = '200' AND len(list_filter({levels}, lambda one: one NOT IN ({known}))) > 0",
        "un niveau de gravité n'est pas un de ceux que l'interface décrit",
    )
    resources = ", ".join(map(literal, RESSOURCES))
    work.table(
        "restriction_eau",
        f"""
        WITH zone AS (
            SELECT commune, lu_le, json_extract_string(z, '$.type') AS ressource,
                   json_extract_string(z, '$.niveauGravite') AS niveau
            FROM (SELECT commune, lu_le, unnest(CAST({ANSWER} AS JSON[])) AS z
                  FROM communes WHERE statut = '200')
        ), par_ressource AS (
            SELECT commune, lu_le, ressource, count(*) AS zones,
                   CASE WHEN count(DISTINCT niveau) = 1 AND count(*) = count(niveau)
                        THEN min(niveau) END AS niveau
            FROM zone GROUP BY ALL
        )
        SELECT c.commune AS code_commune_insee, CAST(left(c.lu_le, 10) AS DATE) AS lu_on,
               r.ressource,
               CASE WHEN z.zones IS NOT NULL THEN z.niveau
                    WHEN c.statut = '200' OR {NO_ZONE.replace("statut", "c.statut")}
                         THEN '{AUCUNE}' END AS niveau
        FROM communes AS c CROSS JOIN (SELECT unnest([{resources}]) AS ressource) AS r
        LEFT JOIN par_ressource AS z
            ON z.commune = c.commune AND z.lu_le = c.lu_le AND z.ressource = r.ressource
        """,
    )
