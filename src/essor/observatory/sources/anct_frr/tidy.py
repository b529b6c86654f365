"""Communes of the rural revitalisation zoning, each with its class."""

from essor.observatory.workbench import Workbench

CLASSEMENT = '"Classement FRR et FRR+ au 10 juillet 2025"'
NON_CLASSEE = "Non classée"
CLASSEMENTS = (
    "FRR socle", "FRR+", "FRR bénéficiaire", "FRR bénéficiaire partiellement",
    "Classée FRR partiellement", NON_CLASSEE,
)  # fmt: skip


def tidy(work: Workbench) -> None:
    """Keep every commune; a class that nobody knows is set apart, not guessed."""
    known = ", ".join(f"'{one}'" for one in CLASSEMENTS)
    work.refuse(
        "communes",
        "NOT coalesce(regexp_full_match(Code_insee, '[0-9][0-9AB][0-9]{3}'), FALSE)",
        "le code de commune n'a pas cinq caractères",
    )
    work.refuse(
        "communes",
        f"coalesce(trim({CLASSEMENT}), '') NOT IN ({known})",
        "le classement est inconnu",
    )
    work.table(
        "frr_commune",
        f"SELECT Code_insee AS code_commune_insee, trim({CLASSEMENT}) AS classement, "
        f"trim({CLASSEMENT}) <> '{NON_CLASSEE}' AS is_frr FROM communes",
    )
