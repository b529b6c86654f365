"""Salaried jobs by employment zone and branch, one row a year."""

import ibis

from essor.observatory.bench import Bench

YEARS = {2022: "eff_22", 2023: "eff_23"}


def tidy(work: Bench) -> None:
    """Turn one column a year into one row a year; an empty cell is no row, never a zero."""
    jobs = work.rows("emplois")
    work.refuse("emplois", jobs.code_ze.isnull() | jobs.a38.isnull(), "zone ou branche absente")
    work.refuse("emplois", (jobs.eff_22 < 0) | (jobs.eff_23 < 0), "effectif négatif")
    work.table("emploi_flores", ibis.union(*(_of(jobs, year) for year in YEARS)))


def _of(jobs: ibis.Table, year: int) -> ibis.Table:
    return jobs.filter(jobs[YEARS[year]].notnull()).select(
        code_zone_emploi=jobs.code_ze,
        branche_a38=jobs.a38,
        branche_a5=jobs.a5,
        branche=jobs.lib,
        annee=ibis.literal(year),
        emploi=jobs[YEARS[year]].cast("int64"),
    )
