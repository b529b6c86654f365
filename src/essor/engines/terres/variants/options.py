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
from essor.foundations.errors import UserFault


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

        Raises UserFault for a variant, an objective or a law that does not exist.
        """
        known = {part.name for part in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        closed = {"kind": VariantKind, "objective": Objective, "law": VolumeLaw}
        for name, words in closed.items():
            if name in values:
                values[name] = _word(words, values[name], name)
        return cls(**values)  # type: ignore[arg-type]

    @property
    def terms(self) -> ContractTerms:
        """Contract terms beyond those of the instance."""
        return ContractTerms(
            pair_min_t=self.pair_min_t,
            pair_fee_eur=self.pair_fee_eur,
            max_outlets_per_lot=self.max_outlets_per_lot,
        )


def _word(words: type[StrEnum], value: object, name: str) -> StrEnum:
    try:
        return words(str(value))
    except ValueError:
        raise UserFault.single(
            "valeur inconnue",
            value=str(value),
            expected=", ".join(word.value for word in words),
            field=name,
        ) from None
