"""Write an instance back as JSON: what `reading.py` reads, absent fields left out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Pair, Platform, Site

Json = dict[str, object]
RENAMED = {"soil_class": "class"}
ALWAYS = frozenset({"id", "accepts", "first_period", "tonnes_per_period", "km"})


def instance_json(instance: Instance) -> Json:
    """The instance as JSON values; reading it again gives the same instance."""
    found: Json = {"periods": instance.periods, "period_days": instance.period_days}
    if instance.starts_on is not None:
        found["starts_on"] = instance.starts_on.isoformat()
    found["costs"] = costs_json(instance.costs)
    for name in ("lots", "outlets", "platforms", "sites"):
        found[name] = [term_json(term) for term in getattr(instance, name)]
    if instance.pairs is not None:
        found["pairs"] = [term_json(pair) for pair in instance.pairs]
    return found


def costs_json(costs: Costs) -> Json:
    """Prices and factors, all of them."""
    return {field.name: getattr(costs, field.name) for field in fields(costs)}


def term_json(term: Lot | Outlet | Platform | Site | Pair) -> Json:
    """One object, its absent and default fields left out."""
    found: Json = {}
    for field in fields(term):
        value = getattr(term, field.name)
        if value is None or (value == field.default and field.name not in ALWAYS):
            continue
        found[RENAMED.get(field.name, field.name)] = _plain(value)
    return found


def _plain(value: object) -> object:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def data_sha256(instance: Instance) -> str:
    """Fingerprint of an instance: SHA-256 of its JSON with sorted keys, without spaces."""
    text = json.dumps(instance_json(instance), sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
