"""Jobs, trades and hiring, again."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from tests.observatory.recompute.tables import Asked, Bounds, Row, point, total

Formula = Callable[[Asked], Bounds]
INDUSTRIAL_TRADES = set("CDEFGH")


def _industry(asked: Asked, table: str, year: str | None = None) -> float:
    rows = [one for one in asked.zone(table, year) if one["branche_a5"] == "BE"]
    return total(rows, "emploi")


def _jobs_of_branch(asked: Asked) -> Bounds:
    rows = [one for one in asked.zone("emploi_flores") if one["branche_a38"] == asked.rubrique]
    return point(total(rows, "emploi"))


def _specialisation(asked: Asked) -> Bounds:
    """Return the bounds of Byar on the jobs of the branch, as the formula says."""
    jobs, each = _jobs_of_branch(asked)[0], _per_job(asked)
    low = 0.0 if not jobs else jobs * (1 - 1 / (9 * jobs) - 1.959964 / (3 * jobs**0.5)) ** 3
    more = jobs + 1
    high = more * (1 - 1 / (9 * more) + 1.959964 / (3 * more**0.5)) ** 3
    return max(low, 0) * each, high * each


def _per_job(asked: Asked) -> float:
    """Return what one job of the branch in the zone adds to the location quotient."""
    country = list(_country(asked))
    branch = total((one for one in country if one["branche_a38"] == asked.rubrique), "emploi")
    zone = total(asked.zone("emploi_flores"), "emploi")
    return total(country, "emploi") / branch / zone


def _country(asked: Asked) -> Iterator[Row]:
    return (one for one in asked.tables.rows("emploi_flores") if str(one["annee"]) == asked.vintage)


def _shrunk(asked: Asked) -> tuple[float, float]:
    """Return the weight of what is known of the zone, and what it is divided by."""
    from essor.observatory.indicators.emploi.quotient_localisation_ajuste import weight

    k, country = weight(), list(_country(asked))
    branch = total((one for one in country if one["branche_a38"] == asked.rubrique), "emploi")
    share = branch / total(country, "emploi")
    zone = total(asked.zone("emploi_flores"), "emploi")
    return _jobs_of_branch(asked)[0] + k * share, (zone + k) * share


def _shrunk_bounds(asked: Asked) -> Bounds:
    """Return the quantiles of the gamma law, by the cube that comes near them."""
    shape, rate = _shrunk(asked)
    cubes = (1 - 1 / (9 * shape) + z / (3 * shape**0.5) for z in (-1.959964, 1.959964))
    low, high = (shape * max(cube, 0) ** 3 / rate for cube in cubes)
    return low, high


def _concentration(asked: Asked) -> Bounds:
    jobs: dict[str, float] = defaultdict(float)
    for one in asked.zone("emploi_flores"):
        if one["branche_a5"] == "BE":
            jobs[one["branche_a38"]] += one["emploi"]
    whole = sum(jobs.values())
    return point(sum((one / whole) ** 2 for one in jobs.values()))


def _share_of_industry(table: str) -> Callable[[Asked], Bounds]:
    def computed(asked: Asked) -> Bounds:
        return point(100 * _industry(asked, table) / total(asked.zone(table), "emploi"))

    return computed


def _change(asked: Asked) -> Bounds:
    before, after = asked.vintage.split("-")
    first = _industry(asked, "emploi_urssaf", before)
    return point(100 * (_industry(asked, "emploi_urssaf", after) / first - 1))


def _private_jobs(asked: Asked) -> Bounds:
    lieu, rows = asked.value.lieu, asked.tables.rows("effectif_prive")
    wanted = {lieu.code}
    niveau = lieu.niveau
    if niveau == "territoire":
        niveau = "epci"
        wanted = {
            code
            for (at, code), communes in asked.tables.communes.items()
            if at == "epci" and communes & asked.communes
        }
    mine = [
        one
        for one in rows
        if (one["echelon"], str(one["annee"])) == (niveau, asked.vintage) and one["code"] in wanted
    ]
    return point(total(mine, "effectif"))


def _jobseekers(asked: Asked) -> Bounds:
    known = {
        (one["niveau"], one["code"]): one["demandeurs"]
        for one in asked.tables.rows("demandeur_emploi")
        if one["mois"] == asked.vintage
    }
    lieu = asked.value.lieu
    if (lieu.niveau, lieu.code) in known:
        return point(known[lieu.niveau, lieu.code])
    told = {code: n for (niveau, code), n in known.items() if niveau == "commune"}
    low = sum(told.get(one, 0) for one in asked.communes)
    rest = 0
    for (niveau, code), communes in asked.tables.communes.items():
        if niveau == "departement" and any(one not in told for one in communes & asked.communes):
            others = sum(told.get(one, 0) for one in communes)
            rest += max(known["departement", code] - others, 0)
    return low, low + rest


def _difficulty(asked: Asked) -> Bounds:
    low = high = projects = 0
    for one in asked.tables.rows("projet_recrutement"):
        if (one["code_bassin"], str(one["annee"])) != (asked.value.lieu.code, asked.vintage):
            continue
        if one["metier_fap"][0] not in INDUSTRIAL_TRADES or not one["projets"]:
            continue
        hard = one["projets_difficiles"]
        projects += one["projets"]
        low += 0 if hard is None else hard
        high += one["projets"] if hard is None else hard
    return 100 * low / projects, 100 * high / projects


def _tension(asked: Asked) -> Bounds:
    (row,) = [
        one for one in _tensions(asked) if one["fap"] == asked.rubrique.partition("\u00a0· ")[0]
    ]
    return point(row["tension"])


def _tensions(asked: Asked) -> Iterator[Row]:
    lieu = asked.value.lieu
    for one in asked.tables.rows("tension_metier"):
        if (one["niveau"], one["code"]) == (lieu.niveau, lieu.code) and (
            one["niveau_fap"] == "fap 87"
            and str(one["annee"]) == asked.vintage
            and one["fap"][0] in INDUSTRIAL_TRADES
        ):
            yield one


def _tense_trades(asked: Asked) -> Bounds:
    trades = {
        one["fap"]
        for one in asked.tables.rows("tension_metier")
        if one["niveau_fap"] == "fap 87" and one["fap"][0] in INDUSTRIAL_TRADES
    }
    classes = {one["fap"]: one["tension"] for one in _tensions(asked)}
    low = sum((classes.get(one) or 0) >= 4 for one in trades)
    hidden = sum(classes.get(one) is None for one in trades)
    return 100 * low / len(trades), 100 * (low + hidden) / len(trades)


def _women(asked: Asked) -> Bounds:
    asked_fap = asked.rubrique.partition("\u00a0· ")[0]
    wanted = "Ensemble" if asked.rubrique == "Ensemble des métiers" else asked_fap
    (row,) = [
        one
        for one in asked.tables.rows("part_femmes")
        if (one["fap"], one["periode"]) == (wanted, asked.vintage)
    ]
    return point(row["part"])


def _all_jobs(asked: Asked) -> Bounds:
    return point(total(asked.zone("emploi_lieu_travail"), "emploi"))


FORMULAS: dict[str, Formula] = {
    "concentration_industrie": _concentration,
    "demandeurs_emploi": _jobseekers,
    "difficulte_recrutement": _difficulty,
    "emploi_branche": _jobs_of_branch,
    "emploi_industriel_flores": lambda asked: point(_industry(asked, "emploi_flores")),
    "emploi_industriel_urssaf": lambda asked: point(_industry(asked, "emploi_urssaf")),
    "emploi_salarie_prive": _private_jobs,
    "emploi_total": _all_jobs,
    "evolution_industrie": _change,
    "metiers_industriels_tendus": _tense_trades,
    "part_femmes_metiers_industriels": _women,
    "part_industrie_flores": _share_of_industry("emploi_flores"),
    "part_industrie_urssaf": _share_of_industry("emploi_urssaf"),
    "quotient_localisation": _specialisation,
    "quotient_localisation_ajuste": _shrunk_bounds,
    "tension_metiers_industriels": _tension,
}
POINTS: dict[str, Callable[[Asked], float]] = {
    "quotient_localisation": lambda asked: _jobs_of_branch(asked)[0] * _per_job(asked),
    "quotient_localisation_ajuste": lambda asked: _shrunk(asked)[0] / _shrunk(asked)[1],
}
