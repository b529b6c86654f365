"""Brownfield sites; those that nobody verified are marked, never counted with the others."""

from essor.observatory.sql import number
from essor.observatory.workbench import Workbench

NON_VERIFIE = "MTE non vérifié"


def tidy(work: Workbench) -> None:
    """Keep every located site, with whether its listing was verified."""
    work.refuse(
        "sites",
        "NOT coalesce(regexp_full_match(comm_insee, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.table(
        "friche",
        "SELECT site_id, site_nom AS nom, comm_insee AS code_commune_insee, "
        f"site_statut AS statut, nature, nature <> '{NON_VERIFIE}' AS is_verifie, "
        f"nullif({number('unite_fonciere_surface')}, 0) AS surface_m2, "
        f"{number('longitude')} AS longitude, {number('latitude')} AS latitude, "
        "TRY_CAST(site_actu_date AS DATE) AS lu_on FROM sites",
    )
