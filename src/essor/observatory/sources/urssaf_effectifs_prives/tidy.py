"""Private employees by place and year."""

from essor.observatory.workbench import Workbench

# Names of the producer -> ours; the other levels (living areas, urban areas) are set apart.
ECHELONS = {
    "communes": "commune", "epci": "epci", "ze": "zone_emploi", "dep": "departement",
    "reg": "region", "france": "france",
}  # fmt: skip


def tidy(work: Workbench) -> None:
    """Keep the levels that Essor shows, under its names."""
    known = ", ".join(f"'{one}'" for one in ECHELONS)
    work.refuse("series", f"echelon NOT IN ({known})", "échelon qui ne sert pas à Essor")
    work.refuse("series", "code = 'ZZZZZZZZZ'", "communes hors de toute intercommunalité")
    work.refuse("series", "eff_total IS NULL OR eff_total < 0", "effectif absent ou négatif")
    cases = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in ECHELONS.items())
    work.table(
        "effectif_prive",
        f"SELECT CASE echelon {cases} END AS echelon, "
        "CASE echelon WHEN 'france' THEN 'FR' WHEN 'reg' THEN lpad(code, 2, '0') ELSE code END "
        "AS code, year AS annee, eff_total AS effectif FROM series",
    )
