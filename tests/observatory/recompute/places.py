"""What is added commune by commune, again."""

import math
from collections import defaultdict
from collections.abc import Callable

from tests.observatory.recompute.tables import Asked, Bounds, Row, point, total

Formula = Callable[[Asked], Bounds]


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
    return point(math.fsum(tonnes[:-1] if without else tonnes))


def _declaring_sites(asked: Asked) -> Bounds:
    sites = {
        one["identifiant"]
        for one in asked.here("emission_irep")
        if str(one["annee"]) == asked.vintage and asked.rubrique in ("", one["milieu"])
    }
    return point(len(sites))


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
    return point(total(rows, "volume_m3"))


def _brownfields(is_verified: bool) -> Callable[[Asked], Bounds]:
    def computed(asked: Asked) -> Bounds:
        rows = [one for one in asked.here("friche") if one["is_verifie"] is is_verified]
        return point(sum(asked.rubrique in ("", one["statut"]) for one in rows))

    return computed


def _land(asked: Asked) -> Bounds:
    column = "activite_m2" if asked.rubrique else "consommation_m2"
    rows = [one for one in asked.here("consommation_espace") if str(one["annee"]) == asked.vintage]
    return point(total(rows, column) / 10_000)


def _pace(asked: Asked) -> Bounds:
    years: dict[int, float] = defaultdict(float)
    for one in asked.here("consommation_espace"):
        if not one["is_provisoire"]:
            years[one["annee"]] += one["consommation_m2"]
    before = [m2 for year, m2 in years.items() if 2011 <= year <= 2020]
    since = [m2 for year, m2 in years.items() if year >= 2021]
    return point(100 * (sum(since) / len(since)) / (sum(before) / len(before)))


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
    low = total(parks, "surface_disponible_m2")
    unknown = (one["surface_m2"] for one in parks if one["surface_disponible_m2"] is None)
    return low / 10_000, (low + sum(unknown)) / 10_000


def _vacant_plots(asked: Asked) -> Bounds:
    parks = [one for one in asked.here("site_economique") if (one["unites_foncieres"] or 0) > 0]
    plots = sum(one["unites_foncieres"] for one in parks)
    low = total(parks, "unites_vacantes")
    hidden = sum(one["unites_foncieres"] for one in parks if one["unites_vacantes"] is None)
    return 100 * low / plots, 100 * (low + hidden) / plots


def _communes_of(table: str, column: str) -> Callable[[Asked], Bounds]:
    def computed(asked: Asked) -> Bounds:
        return point(sum(one[column] == asked.rubrique for one in asked.here(table)))

    return computed


def _frr(asked: Asked) -> Bounds:
    rows = list(asked.here("frr_commune"))
    if not asked.rubrique:
        return point(sum(one["is_frr"] for one in rows))
    return point(sum(one["classement"] == asked.rubrique for one in rows))


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
    return point(total(asked.here("commune_population"), "habitants"))


RESOURCES = {"eaux superficielles": "SUP", "eaux souterraines": "SOU", "eau potable": "AEP"}
LEVELS = ["aucune", "vigilance", "alerte", "alerte_renforcee", "crise"]
SAID = ["aucune restriction", "vigilance", "alerte", "alerte renforcée", "crise"]


def _restrictions(asked: Asked, resource: str) -> list[Row]:
    return [
        one
        for one in asked.here("restriction_eau")
        if one["ressource"] == RESOURCES[resource] and str(one["lu_on"]) == asked.vintage
    ]


def _people_restricted(asked: Asked) -> Bounds:
    resource, _, said = asked.rubrique.partition(", ")
    wanted = LEVELS[SAID.index(said)]
    sure = lost = whole = 0
    for one in _restrictions(asked, resource):
        people = asked.tables.inhabitants[one["code_commune_insee"]]
        whole += people
        sure += people if one["niveau"] == wanted else 0
        lost += people if one["niveau"] is None else 0
    return 100 * sure / whole, 100 * (sure + lost) / whole


def _strongest(asked: Asked) -> Bounds:
    told = [one["niveau"] for one in _restrictions(asked, asked.rubrique)]
    low = max((LEVELS.index(one) for one in told if one is not None), default=0)
    return low, len(LEVELS) - 1 if None in told else low


FORMULAS: dict[str, Formula] = {
    "communes_centralite": _communes_of("centralite_commune", "centralite"),
    "communes_densite": _communes_of("densite_commune", "densite"),
    "communes_frr": _frr,
    "communes_ruralite": _communes_of("ruralite_commune", "ruralite"),
    "consommation_espace": _land,
    "emissions_ets": _quotas,
    "emissions_irep": _declared_co2,
    "friches_non_verifiees": _brownfields(is_verified=False),
    "friches_verifiees": _brownfields(is_verified=True),
    "population_frr": _people_frr,
    "population_municipale": _people,
    "prelevement_industriel": _water,
    "habitants_sous_restriction": _people_restricted,
    "restriction_la_plus_forte": _strongest,
    "prix_median_logement": _prices,
    "rythme_consommation_espace": _pace,
    "sites_irep": _declaring_sites,
    "surface_zae_disponible": _parks_for_sale,
    "vacance_zae": _vacant_plots,
}
