"""Private employees by place and year."""

import ibis

from essor.observatory.bench import Bench

# Names of the producer -> ours; the other levels (living areas, urban areas) are set apart.
ECHELONS = {
    "communes": "commune", "epci": "epci", "ze": "zone_emploi", "dep": "departement",
    "reg": "region", "france": "france",
}  # fmt: skip


def tidy(work: Bench) -> None:
    """Keep the levels that Essor shows, under its names."""
    rows = work.rows("series")
    unused = ~rows.echelon.isin(list(ECHELONS))
    work.refuse("series", unused, "échelon qui ne sert pas à Essor")
    work.refuse("series", rows.code == "ZZZZZZZZZ", "communes hors de toute intercommunalité")
    unknown = rows.eff_total.isnull() | (rows.eff_total < 0)
    work.refuse("series", unknown, "effectif absent ou négatif")
    work.table(
        "effectif_prive",
        rows.select(
            echelon=rows.echelon.cases(*ECHELONS.items()),
            code=ibis.cases(
                (rows.echelon == "france", "FR"),
                (rows.echelon == "reg", rows.code.lpad(2, "0")),
                else_=rows.code,
            ),
            annee=rows.year,
            effectif=rows.eff_total,
        ),
    )
