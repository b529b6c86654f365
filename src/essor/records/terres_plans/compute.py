"""From a question to its answer: the only place that calls the engine.

Pure: the instance, the options and the seed come from the caller, so that computing twice gives
the same bytes.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Watch = Callable[[int, int, str], None]


def canonical(data: object) -> str:
    """Write JSON in one way only: keys sorted, shortest numbers, no NaN."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")
    )


def sha256_of(text: str) -> str:
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def unwatched(done: int, total: int, step: str) -> None:
    """Follow nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the engine, and nothing else."""

    instance: Json
    nature: str
    objectif: str
    options: Json
    seed: int

    @property
    def instance_text(self) -> str:
        """Instance in canonical JSON."""
        return canonical(self.instance)

    @property
    def instance_sha256(self) -> str:
        """Fingerprint of the instance."""
        return sha256_of(self.instance_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Answer of the engine; ``resultats`` is canonical JSON."""

    resultats: str
    engine_version: str
    is_verified: bool

    @property
    def sha256(self) -> str:
        """Fingerprint of the results."""
        return sha256_of(self.resultats)


def solve_question(question: Question, *, watch: Watch = unwatched) -> Solved:
    """Answer a question. Raises UserFault with every fault of the instance."""
    raise NotImplementedError
