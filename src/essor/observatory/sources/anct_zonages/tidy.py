"""Three ways to describe a commune: its density, its kind of rurality, its services."""

from essor.observatory.workbench import Workbench

ROLES = ("densite", "ruralite", "centralite")
UNKNOWN = (
    "",
    "- undefined",
    "Commune dont le périmètre a changé depuis la réalisation de la typologie",
)


def tidy(work: Workbench) -> None:
    """Keep one row a commune in each zoning; an unknown level is set apart."""
    unknown = ", ".join(f"'{one}'" for one in UNKNOWN)
    for role in ROLES:
        level = f"trim(coalesce(niveau_{role}, ''))"
        work.refuse(
            role,
            "NOT coalesce(regexp_full_match(insee_com, '[0-9][0-9AB][0-9]{3}'), FALSE)",
            "le code de commune n'a pas cinq caractères",
        )
        work.refuse(role, f"{level} IN ({unknown})", "le niveau de la commune n'est pas connu")
        work.table(
            f"{role}_commune",
            f"SELECT insee_com AS code_commune_insee, {level} AS {role} FROM {role}",
        )
