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
            name="pareto_points",
            label="Compromis à chercher entre les deux extrêmes",
            default=6,
            low=1,
            high=25,
            is_whole=True,
        ),
        Option(
            name="share",
            label="Dérive des volumes à prévoir",
            default=0.25,
            low=0.0,
            high=1.0,
            help="0,25\u00a0: un lot peut faire un quart de plus que prévu.",
        ),
        Option(
            name="gamma",
            label="Lots qui peuvent dériver ensemble chez un exutoire",
            default=2,
            low=0,
            high=50,
        ),
        Option(
            name="draws",
            label="Tirages du risque",
            default=100,
            low=10,
            high=2_000,
            is_whole=True,
        ),
        Option(
            name="reclass_probability",
            label="Part des lots que le laboratoire déclasse",
            default=0.1,
            low=0.0,
            high=1.0,
        ),
        Option(
            name="scenarios",
            label="Scénarios de volumes, pour les contrats à signer",
            default=8,
            low=1,
            high=50,
            is_whole=True,
        ),
        Option(
            name="reserved_eur_t",
            label="Prix d'une tonne réservée (€/t)",
            default=1.0,
            low=0.0,
            high=500.0,
        ),
        Option(
            name="spot_eur_t",
            label="Surcoût d'une tonne non réservée (€/t)",
            default=5.0,
            low=0.0,
            high=500.0,
        ),
        Option(
            name="pair_min_t",
            label="Envoi minimal d'un lot vers un exutoire (t)",
            default=0.0,
            low=0.0,
            high=100_000.0,
        ),
        Option(
            name="pair_fee_eur",
            label="Frais fixes d'un lot chez un exutoire (€)",
            default=0.0,
            low=0.0,
            high=1_000_000.0,
        ),
        Option(
            name="time_limit_s",
            label="Temps de calcul au plus (secondes)",
            default=120.0,
            low=5.0,
            high=3_600.0,
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


def all_options(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return every option, its default where none is given: what a computation keeps."""
    return {name: one.default for name, one in OPTIONS.items()} | checked_options(values)


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
