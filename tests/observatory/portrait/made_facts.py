"""Facts made by hand: values with their bounds, as the lake would give them."""

import datetime as dt
from collections.abc import Sequence

from essor.observatory.across import PlaceValue
from essor.observatory.geography import FRANCE, Niveau
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.portrait.facts import Facts, Key
from essor.observatory.portrait.thresholds import thresholds_at
from essor.observatory.reading import Lieu, Value

TODAY = dt.date(2026, 11, 23)
TERRITOIRE = Lieu(niveau=Niveau.TERRITOIRE, code="ti-8404", nom="Clermont Arverne Industrie")
ZONE = Lieu(niveau=Niveau.ZONE_EMPLOI, code="8408", nom="Clermont-Ferrand", part=0.92)
BASIN = Lieu(niveau=Niveau.BASSIN_EMPLOI, code="8304", nom="Clermont-Ferrand")
DEPARTEMENT = Lieu(niveau=Niveau.DEPARTEMENT, code="63", nom="Puy-de-Dôme")
COUNTRY = Lieu(niveau=Niveau.FRANCE, code=FRANCE, nom="France")
INDICATORS = {one.id: one for one in list_indicators()}


def value(
    indicator: str,
    lieu: Lieu,
    low: float,
    high: float | None = None,
    *,
    rubrique: str = "",
    vintage: str = "2024",
    point: float | None = None,
) -> Value:
    """Return a value, known when its bounds meet or when a point is given."""
    high = low if high is None else high
    known = low if low == high else point
    return Value(
        indicator=INDICATORS[indicator], lieu=lieu, rubrique=rubrique, vintage=vintage,
        value=known, low=low, high=high, status="intervalle" if known is None else "connu",
        source_rows=1,
    )  # fmt: skip


def facts(
    *values: Value, peers: Sequence[PlaceValue] = (), loaded: frozenset[str] | None = None
) -> Facts:
    """Gather values; every source is loaded unless it is said otherwise."""
    by_key: dict[Key, dict[str, list[Value]]] = {}
    for one in sorted(values, key=lambda one: one.vintage):
        key = (one.indicator.id, one.lieu.niveau, one.lieu.code)
        by_key.setdefault(key, {}).setdefault(one.rubrique, []).append(one)
    every = frozenset(name for one in INDICATORS.values() for name in one.sources)
    return Facts(
        lieu=TERRITOIRE,
        zones=(ZONE, BASIN, DEPARTEMENT, COUNTRY),
        values={
            key: {rubrique: tuple(found) for rubrique, found in of.items()}
            for key, of in by_key.items()
        },
        peers=lambda *_: peers,
        loaded=every if loaded is None else loaded,
        thresholds=thresholds_at(TODAY),
        today=TODAY,
    )
