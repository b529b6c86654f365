"""Replay every call of the reference's tests and compare the answers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from essor.engines.friches.inputs import Period
from essor.engines.friches.profiles import Profile
from essor.engines.friches.reference.calls.exclusions import exclusion_of
from essor.engines.friches.reference.calls.facts import Facts
from essor.engines.friches.reference.calls.table import MATCHES

TOLERANCE = 1e-9
UNREADABLE = "appel d'une forme inconnue"


@dataclass(slots=True)
class CallReport:
    """Calls read, matched, left out with their reason, and different."""

    calls: int = 0
    matched: int = 0
    excluded: Counter[tuple[str, str]] = field(default_factory=Counter)
    mismatches: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "calls": self.calls,
            "matched": self.matched,
            "excluded": [
                {"function": name, "count": count, "reason": reason}
                for (name, reason), count in sorted(self.excluded.items())
            ],
            "mismatches": self.mismatches,
        }


def compare_calls(calls: Iterable[Facts], profile: Profile) -> CallReport:
    """Replay calls; a call is matched, left out with a reason, or a mismatch."""
    report = CallReport()
    known = frozenset(MATCHES)
    for number, call in enumerate(calls, start=1):
        report.calls += 1
        reason = exclusion_of(call, known)
        if reason is None:
            reason = _replay(report, number, call, profile)
        if reason is not None:
            report.excluded[call["fn"], reason] += 1
    return report


def _replay(report: CallReport, number: int, call: Facts, profile: Profile) -> str | None:
    """Compare one call; return a reason when its arguments are of a form not known here."""
    match = MATCHES[call["fn"]]
    try:
        expected = match.answer(call)
        found = match.replay(profile, call.get("args") or [], call.get("ctor"))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        return f"{UNREADABLE} : {type(error).__name__} {error}"
    gap = first_gap(expected, found)
    if gap is None:
        report.matched += 1
        return None
    name, left, right = gap
    report.mismatches.append(
        {
            "id": number,
            "function": call["fn"],
            "name": name,
            "expected": left,
            "found": right,
        }
    )
    return None


def first_gap(expected: Any, found: Any, name: str = "") -> tuple[str, Any, Any] | None:
    """First place where two answers differ; an absent line and a line of zeros are equal."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        left, right = ({str(k): v for k, v in one.items()} for one in (expected, found))
        pairs = ((key, left.get(key), right.get(key)) for key in sorted(left.keys() | right.keys()))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = (
            (str(i), one, two) for i, (one, two) in enumerate(zip(expected, found, strict=True))
        )
    else:
        return None if _same(expected, found) else (name, _plain(expected), _plain(found))
    gaps = (first_gap(one, two, f"{name}.{key}".strip(".")) for key, one, two in pairs)
    return next((gap for gap in gaps if gap is not None), None)


def _same(expected: Any, found: Any) -> bool:
    if expected is None or found is None:
        return _is_nothing(expected) and _is_nothing(found)
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return bool(
            np.isclose(float(found), float(expected), rtol=TOLERANCE, atol=1e-9, equal_nan=True)
        )
    return bool(expected == found)


def _is_nothing(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_is_nothing(one) for one in value.values())
    if isinstance(value, list):
        return all(_is_nothing(one) for one in value)
    return value is None or (isinstance(value, (int, float)) and abs(value) <= TOLERANCE)


def _plain(value: Any) -> Any:
    if isinstance(value, Period):
        return [value.starts_on.isoformat(), value.ends_on.isoformat()]
    return value
