"""What each correction of the reference changes on this very study, in euros."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essor.engines.friches.corrections import effects
from essor.engines.friches.loading import load_profile
from essor.engines.friches.outcome import evaluate
from essor.engines.friches.profiles import FRANCE_2025, REFERENCE, Profile
from essor.engines.friches.quantities import Quantity
from essor.engines.friches.reading import read_study
from essor.references.parameter import Parameter

CENT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One correction, its effect and the net present value reached, EUR."""

    label: str
    effect_eur: float
    npv_eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """From the reference to the corrected method."""

    start_eur: float
    steps: tuple[Step, ...]

    @property
    def end_eur(self) -> float:
        """Net present value under the corrected method."""
        return self.steps[-1].npv_eur if self.steps else self.start_eur

    def agrees(self, profil: str, npv_eur: float) -> bool:
        """Tell whether the path holds the value that a computation found under its profile."""
        found = self.start_eur if profil == REFERENCE else self.end_eur
        return abs(found - npv_eur) <= CENT


def defects_path(inputs: Mapping[str, Any], *, files: Mapping[str, Parameter], on: dt.date) -> Path:
    """Evaluate the study under each correction in turn. Raises UserFault for faulty inputs."""
    reference, corrected = (load_profile(name, files, on=on) for name in (REFERENCE, FRANCE_2025))
    study = read_study(inputs, parameters=corrected.parameters)

    def npv(profile: Profile) -> Quantity:
        return evaluate(study, profile).npv_eur

    start, found = effects(npv, reference=reference, corrected=corrected)
    steps = [
        Step(
            label=one.correction.label,
            effect_eur=float(one.effect_eur),
            npv_eur=float(one.npv_eur),
        )
        for one in found
    ]
    return Path(start_eur=float(start), steps=tuple(steps))
