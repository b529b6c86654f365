"""Options of the computations: what may be asked, within which bounds, in French."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essor.foundations.errors import Fault, FaultGatherer, Place, UserFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A number that a computation reads; ``help`` says what it changes."""

    name: str
    label: str
    default: float
    low: float
    high: float
    is_whole: bool = False
    help: str = ""


OPTIONS: dict[str, Option] = {
    one.name: one
    for one in (
        Option(
            name="points",
            label="Nombre de compromis entre coût et CO2",
            default=7,
            low=2,
            high=25,
            is_whole=True,
        ),
        Option(
            name="derive",
            label="Dérive des volumes prévue",
            default=0.25,
            low=0.0,
            high=1.0,
            help="0,25 : un lot peut faire un quart de plus que prévu",
        ),
        Option(
            name="gamma",
            label="Nombre de lots qui peuvent dériver ensemble",
            default=2,
            low=0,
            high=50,
        ),
        Option(
            name="tirages",
            label="Nombre de tirages",
            default=100,
            low=10,
            high=2_000,
            is_whole=True,
        ),
        Option(
            name="reclassement",
            label="Part des lots que le laboratoire déclasse",
            default=0.10,
            low=0.0,
            high=1.0,
        ),
        Option(
            name="ecart",
            label="Écart à l'optimum accepté pour les contrats",
            default=0.001,
            low=0.0,
            high=0.2,
        ),
        Option(
            name="secondes",
            label="Temps de calcul au plus (secondes)",
            default=120,
            low=5,
            high=3_600,
            is_whole=True,
        ),
    )
}
COMPROMIS = "compromis"
"""Number, from 1, of the compromise of the front that a plan follows; absent: the cheapest."""


def checked_options(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that are given, as numbers. Raises UserFault with every fault."""
    kept: dict[str, Any] = {}
    with FaultGatherer() as faults:
        for name, value in values.items():
            if value in (None, ""):
                continue
            try:
                kept[name] = _checked(name, value)
            except UserFault as error:
                faults.extend(error.faults)
    return kept


def option(values: Mapping[str, Any], name: str) -> float:
    """Return an option, its default when it is not given."""
    return float(values.get(name, OPTIONS[name].default))


def _checked(name: str, value: Any) -> float | int:
    if name == COMPROMIS:
        return int(value)
    known = OPTIONS.get(name)
    if known is None:
        raise UserFault.single("Cette option n'existe pas.", value=name, field=name)
    try:
        number = int(value) if known.is_whole else float(value)
    except (TypeError, ValueError):
        number = known.low - 1
    if not known.low <= number <= known.high:
        raise UserFault(
            [
                Fault(
                    message=f"{known.label}\u00a0: hors des bornes",
                    value=str(value),
                    expected=f"de {known.low:g} à {known.high:g}".replace(".", ","),
                    place=Place(field=name),
                    code="option",
                )
            ]
        )
    return number
