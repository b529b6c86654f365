"""What the study document says, gathered before anything is written."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySheet:
    """What a study and one of its computations say, with no database behind.

    results : decoded results of the computation (`records/studies/compute.py`)
    parameters : decoded list of the parameters that the computation read
    inputs : the documented input of the engine
    sha256 : fingerprint of the inputs
    """

    titre: str
    notice: str
    territoire: str
    is_demonstration: bool
    inputs: Json
    profil: str
    draws: int
    seed: int
    parameters_on: dt.date
    engine_version: str
    parameters: tuple[Json, ...]
    results: Json
    edited_on: dt.date
