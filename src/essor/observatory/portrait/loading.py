"""Read from the lake in force what the rules of the portrait look at."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from essor.observatory.across import PlaceValue, values_across
from essor.observatory.geography import Niveau
from essor.observatory.indicators.definition import list_indicators
from essor.observatory.lake import Lake
from essor.observatory.portrait.facts import Facts, Key
from essor.observatory.portrait.places import spelled
from essor.observatory.portrait.thresholds import thresholds_at
from essor.observatory.reading import Known, Lieu, Value, known_of


def facts_of(lake: Lake, *, code: str, nom: str, today: date) -> Facts:
    """Return what is known of a territory; nothing but its name with an empty lake.

    Raises UserFault when the thresholds have no value on that day.
    """
    known = known_of(lake, niveau=Niveau.TERRITOIRE, code=code)
    zones = tuple(replace(one, nom=spelled(one.nom)) for one in known.lieux[1:])
    lieu = Lieu(niveau=Niveau.TERRITOIRE, code=code, nom=nom or known.lieux[0].nom)

    def peers(indicator: str, niveau: str, rubrique: str) -> Sequence[PlaceValue]:
        return values_across(lake, indicator=indicator, niveau=niveau, rubrique=rubrique)

    return Facts(
        lieu=lieu,
        zones=zones,
        values=_values(known, (lieu, *zones)),
        peers=peers,
        loaded=frozenset(one for one in lake.current()["sources"] if known.sampled.get(one, True)),
        thresholds=thresholds_at(today),
        today=today,
    )


def _values(known: Known, lieux: Sequence[Lieu]) -> dict[Key, dict[str, tuple[Value, ...]]]:
    """Return the values by place and breakdown; the rows come by vintage."""
    found: dict[Key, dict[str, list[Value]]] = {}
    told = [one for one in list_indicators() if not known.lacks(one)]
    for lieu in lieux:
        for indicator in told:
            is_sample = not known.sampled.keys().isdisjoint(indicator.sources)
            for _, rubrique, vintage, value, low, high, status, rows in known.of(indicator, lieu):
                key = (indicator.id, lieu.niveau, lieu.code)
                found.setdefault(key, {}).setdefault(rubrique, []).append(
                    Value(
                        indicator=indicator, lieu=lieu, rubrique=rubrique, vintage=vintage,
                        value=value, low=low, high=high, status=status, source_rows=rows,
                        is_sample=is_sample,
                    )
                )  # fmt: skip
    return {
        key: {rubrique: tuple(values) for rubrique, values in of.items()}
        for key, of in found.items()
    }
