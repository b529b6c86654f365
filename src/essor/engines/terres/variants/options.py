"""Which variant, with which settings: what a saved plan remembers and a job is given.

Everything has a default, so that an old saved plan is still read when a setting is added.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from essor.engines.terres.variants.contracts import ContractTerms
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.scenarios import VolumeLaw
from essor.engines.terres.vocabulary import Objective
from essor.foundations.errors import FaultGatherer, Place, UserFault


class VariantKind(StrEnum):
    """The question asked."""

    PLAN = "plan"
    PARETO = "pareto"
    CONTRATS = "contrats"
    ROBUSTE = "robuste"
    DEUX_TEMPS = "deux_temps"
    RISQUE = "risque"

    @property
    def label(self) -> str:
        """What is shown, in French."""
        return KIND_LABELS[self]


KIND_LABELS = {
    VariantKind.PLAN: "Plan optimal",
    VariantKind.PARETO: "Compromis coût–CO2e",
    VariantKind.CONTRATS: "Lots entiers, minimums et frais fixes",
    VariantKind.ROBUSTE: "Plan robuste aux volumes",
    VariantKind.DEUX_TEMPS: "Réserver maintenant, transporter ensuite",
    VariantKind.RISQUE: "Risque du plan (volumes et reclassements)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a number may be; `may_be_absent` when None has a meaning."""

    low: float
    high: float
    is_whole: bool = False
    may_be_absent: bool = False

    def holds(self, value: object) -> bool:
        """Whether a value is such a number."""
        if value is None:
            return self.may_be_absent
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return self.low <= value <= self.high and (not self.is_whole or value == int(value))

    def told(self) -> str:
        """French clause."""
        kind = "un nombre entier" if self.is_whole else "un nombre"
        absent = ", ou rien (null)" if self.may_be_absent else ""
        return f"{kind} de {self.low:g} à {self.high:g}{absent}".replace(".", ",")


BOUNDS = {
    "time_limit_s": Bounds(low=1, high=86_400, may_be_absent=True),
    "pareto_points": Bounds(low=0, high=200, is_whole=True),
    "pair_min_t": Bounds(low=0, high=1e9),
    "pair_fee_eur": Bounds(low=0, high=1e9),
    "max_outlets_per_lot": Bounds(low=1, high=1000, is_whole=True, may_be_absent=True),
    "gamma": Bounds(low=0, high=1e6),
    "share": Bounds(low=0, high=1),
    "reserved_eur_t": Bounds(low=0, high=1e6),
    "spot_eur_t": Bounds(low=0, high=1e6, may_be_absent=True),
    "scenarios": Bounds(low=1, high=200, is_whole=True),
    "draws": Bounds(low=1, high=100_000, is_whole=True),
    "reclass_probability": Bounds(low=0, high=1),
    "replan_eur_t": Bounds(low=0, high=1e6, may_be_absent=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantOptions:
    """Settings of every variant; each uses its own.

    pareto_points : plans between both ends; time_limit_s : of branch and bound, None for none
    pair_min_t, pair_fee_eur, max_outlets_per_lot : contracts (`ContractTerms`)
    gamma, share : robust; share also spreads the volumes of the scenarios and of the risk
    reserved_eur_t, spot_eur_t, scenarios : two stages; draws : of simulations
    reclass_probability, worse_class : chance that the laboratory finds a lot one class worse, and
    which class that is; replan_eur_t : price of a tonne sent where the plan did not foresee
    """

    kind: VariantKind = VariantKind.PLAN
    objective: Objective = Objective.COUT
    time_limit_s: float | None = 120.0
    pareto_points: int = 8
    pair_min_t: float = 0.0
    pair_fee_eur: float = 0.0
    max_outlets_per_lot: int | None = None
    gamma: float = 2.0
    share: float = 0.25
    reserved_eur_t: float = 1.0
    spot_eur_t: float | None = 5.0
    scenarios: int = 8
    draws: int = 100
    law: VolumeLaw = VolumeLaw.TRIANGULAR
    reclass_probability: float = 0.1
    worse_class: Mapping[str, str] = field(default_factory=dict)
    replan_eur_t: float | None = 5.0

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "VariantOptions":
        """Read what `as_dict` wrote; unknown keys are left alone.

        Raises UserFault with every word that does not exist and number out of its bounds.
        """
        known = {part.name for part in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        with FaultGatherer() as faults:
            for name in values:
                with faults.catching(Place(field=name)):
                    values[name] = _checked(name, values[name])
        return cls(**values)  # type: ignore[arg-type]

    @property
    def terms(self) -> ContractTerms:
        """Contract terms beyond those of the instance."""
        return ContractTerms(
            pair_min_t=self.pair_min_t,
            pair_fee_eur=self.pair_fee_eur,
            max_outlets_per_lot=self.max_outlets_per_lot,
        )


_WORDS: Mapping[str, type[StrEnum]] = {
    "kind": VariantKind,
    "objective": Objective,
    "law": VolumeLaw,
}


def _checked(name: str, value: object) -> object:
    if name in _WORDS:
        return _word(_WORDS[name], value)
    if name == "worse_class":
        return _classes(value)
    bounds = BOUNDS[name]
    if not bounds.holds(value):
        raise UserFault.single(
            "réglage hors de ses bornes", value=str(value), expected=bounds.told()
        )
    return int(value) if bounds.is_whole and isinstance(value, float) else value


def _word(words: type[StrEnum], value: object) -> StrEnum:
    try:
        return words(str(value))
    except ValueError:
        raise UserFault.single(
            "valeur inconnue",
            value=str(value),
            expected=", ".join(word.value for word in words),
        ) from None


def _classes(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise UserFault.single(
            "les classes plus mauvaises ne se lisent pas",
            value=str(value),
            expected="une classe et la suivante, comme {« inerte » : « inerte-plus »}",
        )
    return {str(name): str(worse) for name, worse in value.items()}
