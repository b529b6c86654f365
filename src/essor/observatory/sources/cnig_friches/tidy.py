"""Brownfields in the CNIG standard: what is written « NA » or « inconnu » is unknown."""

from essor.observatory.sql import number
from essor.observatory.workbench import Workbench

COMMUNE = "lpad(trim(comm_insee), 5, '0')"  # a spreadsheet took the leading zero away
STATUTS = "('friche potentielle', 'friche sans projet', 'friche avec projet', 'friche reconvertie')"


def tidy(work: Workbench) -> None:
    """Keep located sites whose status is one of the standard's."""
    work.refuse(
        "friches",
        f"NOT coalesce(regexp_full_match({COMMUNE}, '[0-9][0-9AB][0-9]{{3}}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse(
        "friches",
        f"coalesce(site_statut, '') NOT IN {STATUTS}",
        "le statut n'est pas un de ceux du standard",
    )
    work.table(
        "friche_cnig",
        f"SELECT site_id, {_known('site_nom')} AS nom, {_known('site_type')} AS type_site, "
        f"site_statut AS statut, {COMMUNE} AS code_commune_insee, "
        f"nullif({number('unite_fonciere_surface')}, 0) AS surface_m2, "
        f"{_known('sol_pollution_existe')} AS pollution, "
        f"{_known('urba_zone_type')} AS zone_urbanisme, "
        f"{_known('source_producteur')} AS producteur, "
        "coalesce(TRY_CAST(site_actu_date AS DATE), "
        "TRY_STRPTIME(site_actu_date, '%d/%m/%Y')) AS lu_on FROM friches",
    )


def _known(column: str) -> str:
    return f"CASE WHEN trim({column}) NOT IN ('NA', 'inconnu', '') THEN trim({column}) END"
