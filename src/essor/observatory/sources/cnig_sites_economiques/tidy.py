"""Business parks in the CNIG standard; vacancy is computed again from the plots."""

from essor.observatory.sql import is_written, number
from essor.observatory.workbench import Workbench

M2_PER_HA = 10_000
TOTAL, VACANT = number("site_uf_nbre"), number("site_uf_vacant_nbre")


def tidy(work: Workbench) -> None:
    """Keep sites whose counts agree: a declared rate that differs is only marked."""
    work.refuse(
        "sites",
        "NOT coalesce(regexp_full_match(site_comm_insee, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse(
        "sites",
        "NOT coalesce(regexp_full_match(site_epci_siren, '[0-9]{9}'), FALSE)",
        "le SIREN de l'intercommunalité n'a pas neuf chiffres",
    )
    for column in ("site_uf_nbre", "site_uf_vacant_nbre"):
        work.refuse(
            "sites",
            f"{is_written(column)} AND coalesce({number(column)}, -1) < 0",
            f"« {column} » n'est pas un nombre positif ou nul",
        )
    work.refuse("sites", f"{VACANT} > {TOTAL}", "plus d'unités vacantes que d'unités foncières")
    rate = f"100.0 * {VACANT} / nullif({TOTAL}, 0)"
    work.table(
        "site_economique",
        "SELECT site_id, site_nom AS nom, site_type AS type_site, site_etat AS etat, "
        "site_epci_siren AS siren_epci, site_comm_insee AS code_commune_insee, "
        f"{number('site_surf_brute')} * {M2_PER_HA} AS surface_m2, "
        f"{number('site_surf_comm_dispo')} * {M2_PER_HA} AS surface_disponible_m2, "
        f"{TOTAL} AS unites_foncieres, {VACANT} AS unites_vacantes, "
        f"abs({number('site_taux_vacance')} - {rate}) > 1 AS is_taux_divergent, "
        f"{number('site_nb_etab')} AS etablissements, {number('site_nb_emploi')} AS emplois, "
        "TRY_CAST(site_actu_date AS DATE) AS lu_on FROM sites",
    )
