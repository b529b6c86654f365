"""From a kept plan back to the engine's own data, to compare, check and explain it."""

from collections.abc import Mapping
from typing import Any

from essor.engines.terres.results import Certificate, Flow, Plan, Stock, Totals
from essor.engines.terres.vocabulary import Objective, PlaceKind

Json = Mapping[str, Any]


def plan_from(data: Json) -> Plan:
    """Return the plan that its JSON form says."""
    found = data.get("certificate")
    certificate = None
    if found is not None:
        certificate = Certificate(**{**found, "objective": Objective(found["objective"])})
    return Plan(
        flows=tuple(_flow(one) for one in data["flows"]),
        stocks=tuple(_stock(one) for one in data["stocks"]),
        unserved=data["unserved"],
        virgin=data["virgin"],
        totals=Totals(**data["totals"]),
        optimal=bool(data["optimal"]),
        bound_eur=data["bound_eur"],
        duals=data["duals"],
        certificate=certificate,
        method=data["method"],
        objective=Objective(data["objective"]),
    )


def _flow(one: Json) -> Flow:
    return Flow(
        **{
            **one,
            "origin_kind": PlaceKind(one["origin_kind"]),
            "destination_kind": PlaceKind(one["destination_kind"]),
        }
    )


def _stock(one: Json) -> Stock:
    return Stock(**{**one, "place_kind": PlaceKind(one["place_kind"])})
