"""Water withdrawn by structure, year and use; only volumes that the producer holds for good."""

from essor.observatory.sql import number
from essor.observatory.workbench import Workbench


def tidy(work: Workbench) -> None:
    """Keep correct and checked volumes (qualification 1, status 1 or 2), zero included."""
    work.refuse(
        "chroniques",
        "coalesce(code_qualification_volume, '') <> '1'",
        "le volume n'est pas qualifié de correct",
    )
    work.refuse(
        "chroniques",
        "coalesce(code_statut_volume, '') NOT IN ('1', '2')",
        "le volume n'est ni contrôlé ni validé",
    )
    work.refuse(
        "chroniques",
        f"coalesce({number('volume')}, -1) < 0",
        "le volume n'est pas un nombre positif ou nul",
    )
    work.refuse(
        "chroniques",
        "NOT coalesce(regexp_full_match(code_commune_insee, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.table(
        "prelevement_eau",
        "SELECT code_ouvrage, nom_ouvrage AS nom, code_commune_insee, annee, code_usage, "
        f"libelle_usage AS usage, {number('volume')} AS volume_m3 FROM chroniques",
    )
