"""What a parameter file must say. Unit, reference and check date are compulsory."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from essor.foundations.errors import Place, UserFault
from essor.foundations.fields import FieldReader
from essor.foundations.periods import Period
from essor.foundations.units import UNITS
from essor.references.parameter import (
    DISTRIBUTIONS,
    DatedValue,
    Distribution,
    DistributionKind,
    Parameter,
    Reference,
    Status,
)

_NAME = re.compile(r"[a-z][a-z0-9_]*(?:/[a-z][a-z0-9_]*)+")


def read_parameter(data: Mapping[str, object], *, name: str, file: str) -> Parameter:
    """Build a parameter from the fields of its file.

    name : path of the file below the parameters folder, without its ending
    file : the name shown in faults
    Raises UserFault with every fault of the file.
    """
    place = Place(file=file)
    reader = FieldReader(data, place=place)
    if not _NAME.fullmatch(name):
        reader.refuse("nom", "le nom du fichier est mal formé", name, "domaine/nom_sans_accent")
    description, unit = reader.text("description"), reader.text("unit")
    if unit and unit not in UNITS:
        reader.refuse("unit", "l'unité est inconnue", unit, ", ".join(UNITS))
    checked_on = reader.day("checked_on")
    status = reader.choice("status", Status)
    notes = reader.texts("notes")
    references = _read_references(reader, place)
    values = _read_values(reader, place, references, unit)
    _check_presence(reader, status, values, references)
    reader.close()
    assert checked_on is not None
    assert status is not None
    announced = () if values else tuple(one for group in references.values() for one in group)
    return Parameter(
        name=name,
        description=description,
        unit=unit,
        values=values,
        checked_on=checked_on,
        status=status,
        notes=notes,
        announced=announced,
    )


def _check_presence(
    reader: FieldReader,
    status: Status | None,
    values: tuple[DatedValue, ...],
    references: Mapping[date, tuple[Reference, ...]],
) -> None:
    """Compare the dates of values and references, and the status with what is there."""
    if status is Status.A_CHARGER:
        if values:
            expected = "aucune valeur tant que le statut est a_charger"
            reader.refuse("values", "le paramètre est dit à charger", None, expected)
        if not references:
            reader.refuse("references", "la référence manque", None, "l'endroit où le lire")
        return
    if not values and not reader.faults:
        reader.refuse("values", "aucune valeur n'est donnée", None, "une valeur par date")
    for day in references:
        if values and day not in {value.valid_from for value in values}:
            expected = "une valeur à la même date"
            reader.refuse(
                f"references.{day}", "la référence ne porte aucune valeur", None, expected
            )


def _by_date(reader: FieldReader, name: str) -> dict[date, object]:
    """The entries of a group whose keys are dates, oldest first."""
    group = reader.mapping(name, is_required=False) or {}
    dated: dict[date, object] = {}
    for key, entry in group.items():
        if isinstance(key, date) and not isinstance(key, datetime):
            dated[key] = entry
        else:
            reader.refuse(f"{name}.{key}", "la clé n'est pas une date", key, "AAAA-MM-JJ")
    return dict(sorted(dated.items()))


def _read_references(reader: FieldReader, place: Place) -> dict[date, tuple[Reference, ...]]:
    references: dict[date, tuple[Reference, ...]] = {}
    for day, entry in _by_date(reader, "references").items():
        found = []
        for one in entry if isinstance(entry, list) else [entry]:
            with reader.faults.catching():
                found.append(_read_reference(one, place, f"references.{day}."))
        references[day] = tuple(found)
    return references


def _read_reference(entry: object, place: Place, prefix: str) -> Reference:
    reader = FieldReader(_fields(entry, place, prefix), place=place, prefix=prefix)
    title, href = reader.text("title"), reader.text("href")
    if href and not href.startswith(("https://", "http://")):
        reader.refuse("href", "le lien n'est pas une adresse", href, "une adresse en https://")
    quote = reader.text("quote", is_required=False)
    reader.close()
    return Reference(title=title, href=href, quote=quote)


def _read_values(
    reader: FieldReader,
    place: Place,
    references: Mapping[date, tuple[Reference, ...]],
    unit: str,
) -> tuple[DatedValue, ...]:
    values = []
    for day, entry in _by_date(reader, "values").items():
        if day not in references:
            expected = f"une entrée {day} sous references"
            reader.refuse(f"values.{day}", "la référence manque", None, expected)
        with reader.faults.catching():
            values.append(_read_value(entry, day, place, references.get(day, ()), unit))
    _check_ends(reader, values)
    return tuple(values)


def _check_ends(reader: FieldReader, values: list[DatedValue]) -> None:
    for value, following in zip(values, values[1:], strict=False):
        if value.ends_on is not None and value.ends_on >= following.valid_from:
            reader.refuse(
                f"values.{value.valid_from}",
                "la valeur finit après le début de la suivante",
                value.ends_on,
                f"une fin avant le {following.valid_from}",
            )


def _read_value(
    entry: object, day: date, place: Place, references: tuple[Reference, ...], unit: str
) -> DatedValue:
    prefix = f"values.{day}."
    reader = FieldReader(_fields(entry, place, prefix), place=place, prefix=prefix)
    value, low, high = (reader.number(name) for name in ("value", "low", "high"))
    items, note = reader.texts("items"), reader.text("note", is_required=False)
    ends_on = reader.day("ends_on", is_required=False)
    if ends_on is not None and ends_on < day:
        reader.refuse("ends_on", "la valeur finit avant de commencer", ends_on, f"{day} ou après")
    distribution = _read_distribution(reader, place, prefix)
    table = _read_table(reader)
    is_period = unit == "periode"
    shapes = {
        "items": bool(items),
        "number": value is not None or low is not None or high is not None,
        "distribution": distribution is not None,
        "table": bool(table),
        "period": is_period and ends_on is not None,
    }
    _check_shape(reader, shapes, unit)
    _check_order(reader, low, value, high)
    reader.close()
    return DatedValue(
        valid_from=day,
        ends_on=ends_on,
        value=value,
        low=low,
        high=high,
        distribution=distribution,
        items=items,
        table=table,
        period=Period(day, ends_on) if is_period and ends_on is not None else None,
        note=note,
        references=references,
    )


def _read_table(reader: FieldReader) -> Mapping[str, Decimal]:
    """Numbers by category or by year, in the order of the file."""
    data = reader.mapping("table", is_required=False) or {}
    inner = FieldReader({str(key): value for key, value in data.items()}, prefix="table.")
    numbers = {str(name): inner.number(str(name)) for name in data}
    reader.faults.extend(inner.faults)
    return {name: number for name, number in numbers.items() if number is not None}


def _check_shape(reader: FieldReader, shapes: Mapping[str, bool], unit: str) -> None:
    """One unit goes with one shape of value, and only one shape is given."""
    wanted = {"liste": ("items",), "periode": ("period",)}.get(
        unit, ("number", "distribution", "table")
    )
    given = [name for name, is_given in shapes.items() if is_given]
    if len(given) == 1 and given[0] in wanted:
        return
    expected = {
        "liste": "items, et rien d'autre",
        "periode": "ends_on, et rien d'autre",
    }.get(unit, "value, ou low et high, ou distribution, ou table")
    if not reader.faults:
        reader.refuse("value", "la valeur ne va pas avec son unité", unit or None, expected)


def _check_order(
    reader: FieldReader, low: Decimal | None, value: Decimal | None, high: Decimal | None
) -> None:
    numbers = [number for number in (low, value, high) if number is not None]
    if numbers != sorted(numbers):
        shown = " ; ".join(str(number) for number in numbers)
        reader.refuse("value", "les bornes n'encadrent pas la valeur", shown, "low ≤ value ≤ high")


def _read_distribution(reader: FieldReader, place: Place, prefix: str) -> Distribution | None:
    data = reader.mapping("distribution", is_required=False)
    if data is None:
        return None
    with reader.faults.catching():
        inner = FieldReader(data, place=place, prefix=f"{prefix}distribution.")
        kind = inner.choice("kind", DistributionKind)
        names = DISTRIBUTIONS[kind] if kind else ()
        numbers = {name: inner.number(name) for name in names}
        for name in names:
            if numbers[name] is None and not inner.faults:
                inner.refuse(name, "le champ manque", None, "un nombre")
        inner.close()
        assert kind is not None
        known = {name: number for name, number in numbers.items() if number is not None}
        return Distribution(kind=kind, parameters=known)
    return None


def _fields(entry: object, place: Place, prefix: str) -> Mapping[str, object]:
    if isinstance(entry, Mapping):
        return {str(key): value for key, value in entry.items()}
    raise UserFault.single(
        "l'entrée n'est pas un groupe de champs",
        place=Place(field=prefix.rstrip(".")).within(place),
        value=str(entry),
        expected="clé: valeur",
        code="champ",
    )
