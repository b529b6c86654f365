"""Sites that declare an emission to the register, each once."""

from essor.observatory.indicators.adding import added_by_place
from essor.observatory.indicators.listing import ALL_YEARS, rows_by_place


def select() -> str:
    """Give declaring sites by medium, and all media together."""
    rows = (
        "SELECT DISTINCT identifiant, code_commune_insee, annee, milieu FROM emission_irep "
        "UNION ALL SELECT DISTINCT identifiant, code_commune_insee, annee, '' FROM emission_irep"
    )
    return added_by_place(rows, value="1", vintage="CAST(annee AS VARCHAR)", rubrique="r.milieu")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    sites = (
        "(SELECT identifiant, code_commune_insee, annee, {milieu} AS milieu, min(nom) AS nom, "
        "count(*) AS declarations FROM emission_irep GROUP BY ALL)"
    )
    by_medium = rows_by_place(sites.format(milieu="milieu"), vintage=ALL_YEARS, rubrique="r.milieu")
    together = rows_by_place(sites.format(milieu="''"), vintage=ALL_YEARS)
    return {"emission_irep": f"{by_medium} UNION ALL {together}"}
