"""Sites that declare an emission to the register, each once."""

from essor.observatory.indicators.adding import added_by_place


def select() -> str:
    """Give declaring sites by medium, and all media together."""
    rows = (
        "SELECT DISTINCT identifiant, code_commune_insee, annee, milieu FROM emission_irep "
        "UNION ALL SELECT DISTINCT identifiant, code_commune_insee, annee, '' FROM emission_irep"
    )
    return added_by_place(rows, value="1", vintage="CAST(annee AS VARCHAR)", rubrique="r.milieu")
