"""Samples of a lot from their JSON form; every fault of the lot at once."""

from collections.abc import Mapping
from datetime import date

from essor.engines.terres.compatibility.fields import exact_number, unknown_code
from essor.engines.terres.compatibility.laboratory.sums import with_sums
from essor.engines.terres.compatibility.laboratory.units import factor
from essor.engines.terres.compatibility.laboratory.values import parse_value
from essor.engines.terres.compatibility.measures import Measure, Sample
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.references.terres.parametres_analytiques import (
    ParametreAnalytique,
    parametres_analytiques,
)

SAMPLES = "samples"
_KNOWN = ("id", "sampled_on", "values")
_MEASURE = ("value", "low", "high", "lq", "unit", "ls10")


def read_samples(
    data: Mapping[str, object] | None, *, field: str = "analyses"
) -> tuple[Sample, ...]:
    """Samples of `{samples: [{id, sampled_on, values}]}`, or of values alone for one sample.

    Raises UserFault with every fault.
    """
    if not data:
        return ()
    faults = FaultGatherer()
    if SAMPLES not in data:
        found = [Sample(id="", values=_values(data, field, faults))]
    else:
        found = _several(data, field, faults)
    faults.raise_if_any()
    return tuple(found)


def _several(data: Mapping[str, object], field: str, faults: FaultGatherer) -> list[Sample]:
    entries = data[SAMPLES]
    extra = sorted(set(data) - {SAMPLES})
    if not isinstance(entries, list) or extra:
        faults.add_message(
            "les échantillons ne se lisent pas", place=Place(field=f"{field}.{SAMPLES}"),
            value=", ".join(extra) or str(entries), expected="une liste, et rien à côté",
            code="champ",
        )  # fmt: skip
        return []
    found = [_sample(one, rank, f"{field}.{SAMPLES}", faults) for rank, one in enumerate(entries)]
    names = [one.id for one in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.add_message(
            "deux échantillons portent le même nom", place=Place(field=f"{field}.{SAMPLES}"),
            value=name, expected="un nom par échantillon", code="doublon",
        )  # fmt: skip
    return found


def _sample(entry: object, rank: int, list_field: str, faults: FaultGatherer) -> Sample:
    field = f"{list_field}[{rank}]"
    if not isinstance(entry, Mapping) or not isinstance(entry.get("values"), Mapping):
        faults.add_message(
            "l'échantillon ne se lit pas", place=Place(field=field), value=str(entry),
            expected="id, sampled_on (au besoin), values", code="champ",
        )  # fmt: skip
        return Sample(id=field, values={})
    for name in sorted(set(map(str, entry)) - set(_KNOWN)):
        faults.add_message(
            "le champ est inconnu", place=Place(field=f"{field}.{name}"),
            expected=", ".join(_KNOWN), code="champ",
        )  # fmt: skip
    return Sample(
        id=str(entry.get("id", f"E{rank + 1}")),
        sampled_on=_day(entry.get("sampled_on"), field, faults),
        values=_values(entry["values"], f"{field}.values", faults),
    )


def _day(value: object, field: str, faults: FaultGatherer) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        faults.add_message(
            "ce n'est pas une date", place=Place(field=f"{field}.sampled_on"), value=str(value),
            expected="une date comme 2026-03-01", code="champ",
        )  # fmt: skip
        return None


def _values(data: object, field: str, faults: FaultGatherer) -> Mapping[str, Measure]:
    found: dict[str, Measure] = {}
    assert isinstance(data, Mapping)
    for code, value in data.items():
        place = Place(field=f"{field}.{code}")
        parametre = parametres_analytiques().get(str(code))
        if parametre is None:
            faults.add(unknown_code(str(code), place))
            continue
        with faults.catching(place):
            measure = read_measure(value, parametre)
            if measure is not None:
                found[str(code)] = measure
    return with_sums(found)


def read_measure(value: object, parametre: ParametreAnalytique) -> Measure | None:
    """A measure from a number, « <0,05 », or `{value | low, high, lq, unit, ls10}`.

    None when nothing was measured. Raises UserFault.
    """
    if isinstance(value, Mapping):
        return _from_mapping(value, parametre)
    return _from_cell("" if value is None else value, None)


def _from_mapping(data: Mapping[str, object], parametre: ParametreAnalytique) -> Measure | None:
    unknown = sorted(set(data) - set(_MEASURE))
    if unknown:
        raise _fault("le champ est inconnu", ", ".join(unknown), ", ".join(_MEASURE))
    lq = data.get("lq")
    found = _from_cell(data["value"], lq) if "value" in data else _bounds(data)
    unit = data.get("unit")
    if found is None or unit is None:
        return found
    times = factor(str(unit), parametre, is_ls10=bool(data.get("ls10")))
    if times is None:
        expected = f"{parametre.unite}, ou une unité qui s'y ramène"
        raise _fault("l'unité ne va pas avec le paramètre", str(unit), expected, "unite")
    return found.scaled(times)


def _bounds(data: Mapping[str, object]) -> Measure:
    low = exact_number(data.get("low", 0))
    high = None if data.get("high") is None else exact_number(data["high"])
    if low is None or low < 0 or (high is not None and high < low) or set(data) <= {"lq", "unit"}:
        raise _fault("les bornes ne se lisent pas", str(dict(data)), "0 ≤ low ≤ high")
    if data.get("high") is not None and high is None:
        raise _fault("les bornes ne se lisent pas", str(dict(data)), "0 ≤ low ≤ high")
    return Measure(low=low, high=high)


def _from_cell(value: object, lq: object) -> Measure | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _fault("ce n'est pas une valeur d'analyse", str(value), "un nombre ou « < 0,05 »")
    cell = parse_value(str(value))
    limit = None if lq is None else exact_number(lq)
    if lq is not None and (limit is None or limit < 0):
        raise _fault("la limite de quantification ne se lit pas", str(lq), "un nombre positif")
    return cell.measure(limit)


def _fault(message: str, value: str, expected: str, code: str = "valeur_illisible") -> UserFault:
    return UserFault.single(message, value=value, expected=expected, code=code)
