"""The three charts of a study, from its results: the same on screen and on paper."""

from collections.abc import Iterable, Mapping
from typing import Any

from essor.reports.charts.cumulative import CumulativeFlow
from essor.reports.charts.gains import Gains, Share
from essor.reports.charts.tornado import Swing, Tornado
from essor.reports.etude_friche.drivers import Driver

Json = Mapping[str, Any]
SHOWN_DRIVERS = 10
LEAST_EUR = 1.0


def flow_of(found: Json) -> CumulativeFlow:
    """Running total with its band and its break-even year."""
    rows = found["incertitude"]["cumul_eur"]
    return CumulativeFlow(
        title="Cumul des gains et des coûts pour la société, année après année",
        first_year=found["annees"][0],
        point=found["cumul_eur"],
        middle=rows["p50"],
        low=rows["p5"],
        high=rows["p95"],
        break_even_year=found["annee_equilibre"],
    )


def gains_of(found: Json) -> Gains:
    """Who gains and who pays: stated values, which add up, and the range of the draws."""
    rows = found["incertitude"]["repartition_eur"]
    return Gains(
        title="Ce que chacun gagne ou paie (valeurs de l'étude et fourchette des tirages)",
        shares=[
            Share(
                label=row["libelle"],
                eur=row["eur"],
                low_eur=rows[name]["p5"] if name in rows else None,
                high_eur=rows[name]["p95"] if name in rows else None,
            )
            for name, row in found["repartition_eur"].items()
        ],
    )


def tornado_of(found: Json, drivers: Iterable[Driver]) -> Tornado:
    """What moves the result; what moves nothing is left to the table."""
    moving = [one for one in drivers if abs(one.high_eur - one.low_eur) >= LEAST_EUR]
    return Tornado(
        title="Ce qui fait bouger la valeur pour la société (du premier au dernier décile)",
        middle_eur=found["incertitude"]["van_eur"]["p50"],
        swings=[
            Swing(
                label=one.label,
                low_text=one.low,
                high_text=one.high,
                low_eur=one.low_eur,
                high_eur=one.high_eur,
            )
            for one in moving[:SHOWN_DRIVERS]
        ],
    )
