"""Land consumed each year, in hectares, and the part of it for firms."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import ALL_YEARS, rows_by_place


def select() -> str:
    """Give hectares by place, year and destination."""
    rows = (
        "SELECT code_commune_insee, annee, '' AS pour, consommation_m2 AS m2 "
        "FROM consommation_espace UNION ALL "
        "SELECT code_commune_insee, annee, 'activité', activite_m2 FROM consommation_espace"
    )
    return added_by_place(
        rows, value="m2 / 10000", vintage="CAST(annee AS VARCHAR)", rubrique="pour"
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        "consommation_espace": rows_by_place(
            "consommation_espace", vintage=ALL_YEARS, rubrique="'activité'", also_whole=True
        )
    }
