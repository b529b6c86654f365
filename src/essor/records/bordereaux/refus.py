"""Trucks that went where their lot is refused, by the rules of the day when the last one went."""

from collections import defaultdict
from collections.abc import Iterator

from essor.engines.terres.compatibility.vocabulary import Verdict
from essor.foundations.french import format_date
from essor.records.bordereaux.ecarts import NBSP, TRACE_T, tonnes_text
from essor.records.bordereaux.remplissage import Row
from essor.records.bordereaux.suivi import Passage, Suivi
from essor.records.terres.matrix import cell_of


def refusal_alerts(suivi: Suivi) -> Iterator[Row]:
    """Tell of each lot and outlet between which trucks went although the rules refuse it.

    An outlet of which nothing allows to conclude is not told of: only a refusal is one.
    """
    lots = {one.code: one for one in suivi.soils.lots}
    outlets = {one.code: one for one in suivi.soils.exutoires}
    trips: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for one in suivi.passages:
        if one.lot in lots and one.destination in outlets and not one.is_to_platform:
            trips[one.lot, one.destination].append(one)
    for (lot, outlet), rows in sorted(trips.items()):
        weight, last = sum(one.tonnes for one in rows), max(one.on for one in rows)
        cell = cell_of(suivi.soils, lots[lot], outlets[outlet], last)
        if weight <= TRACE_T or cell.verdict is not Verdict.REFUSE:
            continue
        why = cell.sentence.rstrip(".")
        yield (
            lot,
            f"{tonnes_text(weight)} du lot {lot} sont parties à {outlets[outlet].nom}, la dernière "
            f"fois le {format_date(last)}. {why}.",
            f"Arrêter ces départs et prévenir l'exutoire{NBSP}; si le bordereau ou l'analyse est "
            "faux, les corriger.",
            True,
        )
