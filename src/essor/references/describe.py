"""Parameters as plain mappings, for JSON."""

from datetime import date
from decimal import Decimal

from essor.references.parameter import DatedValue, Parameter, Reference


def parameter_as_dict(parameter: Parameter) -> dict[str, object]:
    """Everything the file says; decimals as text, dates in ISO 8601."""
    return {
        "name": parameter.name,
        "description": parameter.description,
        "unit": parameter.unit,
        "status": parameter.status.value,
        "checked_on": parameter.checked_on.isoformat(),
        "notes": list(parameter.notes),
        "values": [value_as_dict(value, parameter.unit) for value in parameter.values],
        "references": [_reference(reference) for reference in parameter.references],
    }


def value_as_dict(value: DatedValue, unit: str) -> dict[str, object]:
    """One dated value with its references; only the keys that say something."""
    distribution = value.distribution
    pairs: dict[str, object] = {
        "valid_from": value.valid_from.isoformat(),
        "ends_on": _day(value.ends_on),
        "value": _number(value.value),
        "low": _number(value.low),
        "high": _number(value.high),
        "distribution": distribution
        and {
            "kind": distribution.kind.value,
            **{name: str(number) for name, number in distribution.parameters.items()},
        },
        "table": {name: str(number) for name, number in value.table.items()},
        "items": list(value.items),
        "period": value.period and value.period.iso(),
        "label": value.label(unit),
        "note": value.note,
        "references": [_reference(reference) for reference in value.references],
    }
    return {key: found for key, found in pairs.items() if found not in (None, "", [], {})}


def _reference(reference: Reference) -> dict[str, str]:
    pairs = {"title": reference.title, "href": reference.href, "quote": reference.quote}
    return {key: text for key, text in pairs.items() if text}


def _number(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
