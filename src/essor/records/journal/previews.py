"""An import that shows what it would do: it writes for real and takes it all back."""

import hashlib
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.db import transaction

from essor.foundations.errors import Fault, UserFault


class Outcome(Protocol):
    """What a file does: every fault, and a fingerprint that changes whenever that changes."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that prevents it."""

    @property
    def fingerprint(self) -> str:
        """What the person who read the preview agreed to."""


OutcomeT = TypeVar("OutcomeT", bound=Outcome)


class _TakenBack(Exception):
    """Ends a preview: nothing of it stays."""


def preview(run: Callable[[], OutcomeT]) -> OutcomeT:
    """Return what a write would do, written for real and taken back: it cannot lie."""
    found: list[OutcomeT] = []
    try:
        with transaction.atomic():
            found.append(run())
            raise _TakenBack
    except _TakenBack:
        return found[0]


def confirm(
    run: Callable[[], OutcomeT], *, expected_fingerprint: str | None, moved: str
) -> OutcomeT:
    """Write what a preview showed, all or nothing.

    expected_fingerprint : that of the preview; None when nobody read one
    moved : French sentence for a preview that does not hold any more
    Raises UserFault with every fault, or with `moved`.
    """
    with transaction.atomic():
        outcome = run()
        if outcome.faults:
            raise UserFault(outcome.faults)
        if expected_fingerprint not in (None, outcome.fingerprint):
            raise UserFault.single(
                moved, expected="relire l'aperçu, puis confirmer", code="apercu_perime"
            )
    return outcome


def fingerprint_of(told: Any) -> str:
    """Digest all that an import tells it does."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
