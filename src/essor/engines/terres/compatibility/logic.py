"""Three-valued logic: True, False, or None when what is known does not decide (Kleene)."""

from collections.abc import Iterable

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """False as soon as one is false; None when none is false but one is unknown."""
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """True as soon as one is true; None when none is true but one is unknown."""
    found = list(truths)
    if True in found:
        return True
    return None if None in found else False


def negation(truth: Truth) -> Truth:
    """The contrary; the unknown stays unknown."""
    return None if truth is None else not truth
