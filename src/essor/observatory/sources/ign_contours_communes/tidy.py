"""Outlines of communes as text; what draws them repairs them."""

from essor.observatory.workbench import Workbench

SURFACE = '.*"type":"(Multi)?Polygon".*'


def tidy(work: Workbench) -> None:
    """Keep communes that have a surface."""
    work.refuse(
        "communes",
        "NOT coalesce(regexp_full_match(code, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse("communes", "contour IS NULL", "la commune n'a pas de contour")
    work.refuse(
        "communes",
        f"NOT regexp_full_match(contour, '{SURFACE}', 's')",
        "le contour n'est pas une surface",
    )
    work.table("contour_commune", "SELECT code AS code_commune_insee, nom, contour FROM communes")
