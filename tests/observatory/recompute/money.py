"""Grants of the State, again."""

from collections.abc import Callable, Iterable, Iterator

from tests.observatory.recompute.tables import Asked, Bounds, Row, total

Formula = Callable[[Asked], Bounds]


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

    low = total(mine(_grants(asked)), "subvention_eur")
    return low, low + total(mine(_lost_grants(asked)), "subvention_eur")


def _euros_each(asked: Asked) -> Bounds:
    low, high = _euros(asked)
    inhabitants = sum(asked.tables.inhabitants[one] for one in asked.communes)
    return low / inhabitants, high / inhabitants


def _rates_to_check(asked: Asked) -> Bounds:
    flags = [one["is_taux_a_verifier"] for one in _grants(asked)]
    return sum(one is True for one in flags), sum(one is not False for one in flags)


FORMULAS: dict[str, Formula] = {
    "subventions_etat": _euros,
    "subventions_etat_par_habitant": _euros_each,
    "subventions_taux_a_verifier": _rates_to_check,
}
