"""Every figure again by another path: slow loops over the tidy rows, without a line of SQL.

Written from the formulas in words of the indicators, not from their queries. Each function returns
(low, high): equal when the value is known.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb

from essor.observatory.lake import Lake
from essor.observatory.reading import Value

Row = dict[str, Any]
Bounds = tuple[float, float]
INDUSTRIAL_TRADES = set("CDEFGH")


class Tables:
    """The tidy rows of a lake, and which communes each place is made of."""

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._read: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """Return every row of a tidy table."""
        if table not in self._read:
            (path,) = [
                found
                for source in self.lake.current()["sources"]
                if (folder := self.lake.source_folder(source))
                and (found := folder / f"{table}.parquet").exists()
            ]
            self._read[table] = _parquet(str(path))
        return self._read[table]

    @cached_property
    def communes(self) -> dict[tuple[str, str], set[str]]:
        """Return place -> its communes."""
        folder = self.lake.marts_folder()
        assert folder is not None
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in _parquet(str(folder / "appartenance.parquet")):
            found[row["niveau"], row["code"]].add(row["code_commune_insee"])
        return found

    @cached_property
    def inhabitants(self) -> dict[str, int]:
        """Return commune -> inhabitants, as the perimeter that Essor ships has them."""
        from essor.observatory.geography import shipped

        return {
            one.code_commune_insee: one.population_municipale
            for one in shipped().geographie.communes
            if one.population_municipale is not None
        }


def _parquet(path: str) -> list[Row]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{path}')")
        names = [one[0] for one in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure to compute again."""

    tables: Tables
    value: Value

    @property
    def rubrique(self) -> str:
        return self.value.rubrique

    @property
    def vintage(self) -> str:
        return self.value.vintage

    @property
    def communes(self) -> set[str]:
        return self.tables.communes[self.value.lieu.niveau, self.value.lieu.code]

    def here(self, table: str) -> Iterator[Row]:
        """Give the rows of a table of communes that are in the place."""
        inside = self.communes
        return (one for one in self.tables.rows(table) if one["code_commune_insee"] in inside)

    def zone(self, table: str, year: str | None = None) -> Iterator[Row]:
        """Give the rows of a table of zones: of the zone, of every zone for the country."""
        lieu = self.value.lieu
        for one in self.tables.rows(table):
            is_here = lieu.niveau == "france" or one["code_zone_emploi"] == lieu.code
            if is_here and str(one["annee"]) == (year or self.vintage):
                yield one


def recompute(tables: Tables, value: Value) -> Bounds:
    """Return the bounds of a figure. KeyError for an indicator that nothing here computes."""
    return FORMULAS[value.indicator.id](Asked(tables, value))


def recompute_point(tables: Tables, value: Value) -> float | None:
    """Return the figure itself: the bounds when they meet, None when only they are known."""
    if value.indicator.id in POINTS:
        return POINTS[value.indicator.id](Asked(tables, value))
    low, high = recompute(tables, value)
    return low if math.isclose(low, high, rel_tol=1e-12) else None


def _point(number: float) -> Bounds:
    return number, number


def _total(rows: Iterable[Row], column: str) -> float:
    return float(math.fsum(one[column] or 0 for one in rows))


def _industry(asked: Asked, table: str, year: str | None = None) -> float:
    rows = [one for one in asked.zone(table, year) if one["branche_a5"] == "BE"]
    return _total(rows, "emploi")


def _jobs_of_branch(asked: Asked) -> Bounds:
    rows = [one for one in asked.zone("emploi_flores") if one["branche_a38"] == asked.rubrique]
    return _point(_total(rows, "emploi"))


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
    branch = _total((one for one in country if one["branche_a38"] == asked.rubrique), "emploi")
    zone = _total(asked.zone("emploi_flores"), "emploi")
    return _total(country, "emploi") / branch / zone


def _country(asked: Asked) -> Iterator[Row]:
    return (one for one in asked.tables.rows("emploi_flores") if str(one["annee"]) == asked.vintage)


def _shrunk(asked: Asked) -> tuple[float, float]:
    """Return the weight of what is known of the zone, and what it is divided by."""
    from essor.observatory.indicators.emploi.quotient_localisation_ajuste import weight

    k, country = weight(), list(_country(asked))
    branch = _total((one for one in country if one["branche_a38"] == asked.rubrique), "emploi")
    share = branch / _total(country, "emploi")
    zone = _total(asked.zone("emploi_flores"), "emploi")
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
    return _point(sum((one / whole) ** 2 for one in jobs.values()))


def _share_of_industry(table: str) -> Callable[[Asked], Bounds]:
    def computed(asked: Asked) -> Bounds:
        return _point(100 * _industry(asked, table) / _total(asked.zone(table), "emploi"))

    return computed


def _change(asked: Asked) -> Bounds:
    before, after = asked.vintage.split("-")
    first = _industry(asked, "emploi_urssaf", before)
    return _point(100 * (_industry(asked, "emploi_urssaf", after) / first - 1))


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
    return _point(_total(mine, "effectif"))


def _jobseekers(asked: Asked) -> Bounds:
    known = {
        (one["niveau"], one["code"]): one["demandeurs"]
        for one in asked.tables.rows("demandeur_emploi")
        if one["mois"] == asked.vintage
    }
    lieu = asked.value.lieu
    if (lieu.niveau, lieu.code) in known:
        return _point(known[lieu.niveau, lieu.code])
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
    return _point(row["tension"])


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
    return _point(row["part"])


ORIGINS = {
    "total": "Dioxyde de carbone (CO2) total (d'origine biomasse et non biomasse)",
    "hors biomasse": "Dioxyde de carbone (CO2) d'origine non biomasse",
    "biomasse": "Dioxyde de carbone (CO2) d'origine biomasse",
}


def _declared_co2(asked: Asked) -> Bounds:
    origin, _, without = asked.rubrique.partition(", ")
    tonnes = sorted(
        one["quantite_t"]
        for one in asked.here("emission_irep")
        if one["milieu"] == "Air"
        and one["polluant"] == ORIGINS[origin]
        and one["quantite_t"] is not None
        and str(one["annee"]) == asked.vintage
    )
    return _point(math.fsum(tonnes[:-1] if without else tonnes))


def _declaring_sites(asked: Asked) -> Bounds:
    sites = {
        one["identifiant"]
        for one in asked.here("emission_irep")
        if str(one["annee"]) == asked.vintage and asked.rubrique in ("", one["milieu"])
    }
    return _point(len(sites))


def _quotas(asked: Asked) -> Bounds:
    where: dict[str, set[str]] = defaultdict(set)
    for one in asked.tables.rows("commune_possible_ets"):
        where[one["identifiant"]].add(one["code_commune_insee"])
    low = high = 0.0
    for one in asked.tables.rows("emission_ets"):
        possible = where[one["identifiant"]]
        if str(one["annee"]) == asked.vintage and possible & asked.communes:
            high += one["emission_t"]
            low += one["emission_t"] if possible <= asked.communes else 0
    return low, high


def _water(asked: Asked) -> Bounds:
    rows = [
        one
        for one in asked.here("prelevement_eau")
        if one["code_usage"] == "IND" and str(one["annee"]) == asked.vintage
    ]
    return _point(_total(rows, "volume_m3"))


def _brownfields(is_verified: bool) -> Callable[[Asked], Bounds]:
    def computed(asked: Asked) -> Bounds:
        rows = [one for one in asked.here("friche") if one["is_verifie"] is is_verified]
        return _point(sum(asked.rubrique in ("", one["statut"]) for one in rows))

    return computed


def _land(asked: Asked) -> Bounds:
    column = "activite_m2" if asked.rubrique else "consommation_m2"
    rows = [one for one in asked.here("consommation_espace") if str(one["annee"]) == asked.vintage]
    return _point(_total(rows, column) / 10_000)


def _pace(asked: Asked) -> Bounds:
    years: dict[int, float] = defaultdict(float)
    for one in asked.here("consommation_espace"):
        if not one["is_provisoire"]:
            years[one["annee"]] += one["consommation_m2"]
    before = [m2 for year, m2 in years.items() if 2011 <= year <= 2020]
    since = [m2 for year, m2 in years.items() if year >= 2021]
    return _point(100 * (sum(since) / len(since)) / (sum(before) / len(before)))


def _prices(asked: Asked) -> Bounds:
    found = [
        one["prix_median_eur_m2"]
        for one in asked.here("prix_logement")
        if one["type_logement"] == asked.rubrique
        and one["ventes"] >= 11
        and one["prix_median_eur_m2"] is not None
    ]
    return min(found), max(found)


def _parks_for_sale(asked: Asked) -> Bounds:
    parks = list(asked.here("site_economique"))
    low = _total(parks, "surface_disponible_m2")
    unknown = (one["surface_m2"] for one in parks if one["surface_disponible_m2"] is None)
    return low / 10_000, (low + sum(unknown)) / 10_000


def _vacant_plots(asked: Asked) -> Bounds:
    parks = [one for one in asked.here("site_economique") if (one["unites_foncieres"] or 0) > 0]
    plots = sum(one["unites_foncieres"] for one in parks)
    low = _total(parks, "unites_vacantes")
    hidden = sum(one["unites_foncieres"] for one in parks if one["unites_vacantes"] is None)
    return 100 * low / plots, 100 * (low + hidden) / plots


def _grants(asked: Asked) -> Iterator[Row]:
    """Give the grants of a year that surely reach the place, by what their beneficiary is."""
    places, lieu = asked.tables.communes, asked.value.lieu
    inside = asked.communes
    # Departements that hold the whole place in a region, the place itself for a departement.
    departements = {
        code for (niveau, code), communes in places.items()
        if niveau == "departement" and communes <= inside
    }  # fmt: skip
    for one in _all_grants(asked):
        if lieu.niveau in ("departement", "region"):
            if one["code_departement"] in departements:
                yield one
        elif lieu.niveau == "france":  # noqa: SIM114 - another reason
            yield one
        elif one["beneficiaire_type"] == "commune" and one["code_commune_insee"] in inside:
            yield one
        elif one["beneficiaire_type"] == "epci" and lieu.niveau in ("epci", "territoire"):
            communes = places.get(("epci", one["siren"]), set())
            if communes and communes <= inside:
                yield one


def _all_grants(asked: Asked) -> Iterator[Row]:
    for one in asked.tables.rows("subvention_etat"):
        if one["dispositif"] in ("DETR", "DSIL") and str(one["exercice"]) == asked.vintage:
            yield one


def _lost_grants(asked: Asked) -> Iterator[Row]:
    """Give the grants of the departements of a small place whose beneficiary nobody can tell."""
    places, lieu = asked.tables.communes, asked.value.lieu
    if lieu.niveau not in ("commune", "epci", "territoire"):
        return
    departements = {
        code for (niveau, code), communes in places.items()
        if niveau == "departement" and communes & asked.communes
    }  # fmt: skip
    epci = {code for niveau, code in places if niveau == "epci"}
    for one in _all_grants(asked):
        kind = one["beneficiaire_type"] or ""
        is_lost = (
            kind == ""
            or (kind == "commune" and one["code_commune_insee"] is None)
            or (kind == "epci" and (one["siren"] or "") not in epci)
        )
        if is_lost and one["code_departement"] in departements:
            yield one


def _euros(asked: Asked) -> Bounds:
    def mine(rows: Iterable[Row]) -> list[Row]:
        return [one for one in rows if asked.rubrique in ("", one["dispositif"])]

    low = _total(mine(_grants(asked)), "subvention_eur")
    return low, low + _total(mine(_lost_grants(asked)), "subvention_eur")


def _euros_each(asked: Asked) -> Bounds:
    low, high = _euros(asked)
    inhabitants = sum(asked.tables.inhabitants[one] for one in asked.communes)
    return low / inhabitants, high / inhabitants


def _rates_to_check(asked: Asked) -> Bounds:
    flags = [one["is_taux_a_verifier"] for one in _grants(asked)]
    return sum(one is True for one in flags), sum(one is not False for one in flags)


def _communes_of(table: str, column: str) -> Callable[[Asked], Bounds]:
    def computed(asked: Asked) -> Bounds:
        return _point(sum(one[column] == asked.rubrique for one in asked.here(table)))

    return computed


def _frr(asked: Asked) -> Bounds:
    rows = list(asked.here("frr_commune"))
    if not asked.rubrique:
        return _point(sum(one["is_frr"] for one in rows))
    return _point(sum(one["classement"] == asked.rubrique for one in rows))


def _people_frr(asked: Asked) -> Bounds:
    people = {
        one["code_commune_insee"]: one["habitants"] for one in asked.here("commune_population")
    }
    low = high = whole = 0
    for one in asked.here("frr_commune"):
        number = people.get(one["code_commune_insee"])
        if number is None:
            continue
        whole += number
        high += number if one["is_frr"] else 0
        is_part = "partiellement" in one["classement"]
        low += number if one["is_frr"] and not is_part else 0
    return 100 * low / whole, 100 * high / whole


def _people(asked: Asked) -> Bounds:
    return _point(_total(asked.here("commune_population"), "habitants"))


def _all_jobs(asked: Asked) -> Bounds:
    return _point(_total(asked.zone("emploi_lieu_travail"), "emploi"))


FORMULAS: dict[str, Callable[[Asked], Bounds]] = {
    "communes_centralite": _communes_of("centralite_commune", "centralite"),
    "communes_densite": _communes_of("densite_commune", "densite"),
    "communes_frr": _frr,
    "communes_ruralite": _communes_of("ruralite_commune", "ruralite"),
    "concentration_industrie": _concentration,
    "consommation_espace": _land,
    "demandeurs_emploi": _jobseekers,
    "difficulte_recrutement": _difficulty,
    "emissions_ets": _quotas,
    "emissions_irep": _declared_co2,
    "emploi_branche": _jobs_of_branch,
    "emploi_industriel_flores": lambda asked: _point(_industry(asked, "emploi_flores")),
    "emploi_industriel_urssaf": lambda asked: _point(_industry(asked, "emploi_urssaf")),
    "emploi_salarie_prive": _private_jobs,
    "emploi_total": _all_jobs,
    "evolution_industrie": _change,
    "friches_non_verifiees": _brownfields(is_verified=False),
    "friches_verifiees": _brownfields(is_verified=True),
    "metiers_industriels_tendus": _tense_trades,
    "part_femmes_metiers_industriels": _women,
    "part_industrie_flores": _share_of_industry("emploi_flores"),
    "part_industrie_urssaf": _share_of_industry("emploi_urssaf"),
    "population_frr": _people_frr,
    "population_municipale": _people,
    "prelevement_industriel": _water,
    "prix_median_logement": _prices,
    "quotient_localisation": _specialisation,
    "quotient_localisation_ajuste": _shrunk_bounds,
    "rythme_consommation_espace": _pace,
    "sites_irep": _declaring_sites,
    "subventions_etat": _euros,
    "subventions_etat_par_habitant": _euros_each,
    "subventions_taux_a_verifier": _rates_to_check,
    "surface_zae_disponible": _parks_for_sale,
    "tension_metiers_industriels": _tension,
    "vacance_zae": _vacant_plots,
}
POINTS: dict[str, Callable[[Asked], float]] = {
    "quotient_localisation": lambda asked: _jobs_of_branch(asked)[0] * _per_job(asked),
    "quotient_localisation_ajuste": lambda asked: _shrunk(asked)[0] / _shrunk(asked)[1],
}
