"""Private employees by employment zone and branch, one row a year."""

import ibis

from essor.observatory.bench import Bench

YEARS = {2019: "eff_19", 2022: "eff_22", 2023: "eff_23", 2024: "eff_24"}


def tidy(work: Bench) -> None:
    """Turn one column a year into one row a year; an empty cell is no row, never a zero."""
    jobs = work.rows("effectifs")
    work.refuse("effectifs", jobs.code_ze.isnull() | jobs.a38.isnull(), "zone ou branche absente")
    negative = ibis.or_(*(jobs[column] < 0 for column in YEARS.values()))
    work.refuse("effectifs", negative, "effectif négatif")
    work.table("emploi_urssaf", ibis.union(*(_of(jobs, year) for year in YEARS)))


def _of(jobs: ibis.Table, year: int) -> ibis.Table:
    return jobs.filter(jobs[YEARS[year]].notnull()).select(
        code_zone_emploi=jobs.code_ze,
        branche_a38=jobs.a38,
        branche_a5=jobs.a5,
        branche=jobs.lib,
        annee=ibis.literal(year),
        emploi=jobs[YEARS[year]].cast("int64"),
    )
