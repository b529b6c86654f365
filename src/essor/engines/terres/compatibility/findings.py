"""What each rule found, and the decision that follows; both go to JSON and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from essor.engines.terres.compatibility.vocabulary import Family, Outcome, Verdict, verdict_of
from essor.references.parameter import Status

Remedy = tuple[str, ...]
"""Parameters to bring under their limit together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a rule is written and whether a person compared it with its text."""

    title: str
    href: str = ""
    status: Status = Status.VERIFIE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule looked at.

    rule : stable name, « inerte.lixiviation.eluat.sb »; reason : French sentence
    parameter, low, high, unit, sample : what was measured (high None: no upper bound known)
    threshold : the limit it is compared with, in the same unit; is_minimum : a limit from below
    need : what would allow to conclude, or lift the condition, in French; "" when nothing
    remedies : each is a set of parameters which, brought to their limits, would lift the rule
    """

    rule: str
    family: Family
    outcome: Outcome
    label: str
    reason: str
    origin: Origin
    parameter: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    threshold: Decimal | None = None
    is_minimum: bool = False
    sample: str | None = None
    need: str = ""
    remedies: tuple[Remedy, ...] = ()

    @property
    def worst(self) -> Decimal | None:
        """The bound that decides: the highest, or the lowest for a limit from below."""
        return self.low if self.is_minimum else self.high

    @property
    def margin(self) -> Decimal | None:
        """How far the worst bound stays from the limit, in the unit; negative beyond it."""
        if self.threshold is None or self.worst is None:
            return None
        gap = self.threshold - self.worst
        return -gap if self.is_minimum else gap

    @property
    def ratio(self) -> Decimal | None:
        """Worst bound over the limit: 2 is twice the limit."""
        if not self.threshold or self.worst is None:
            return None
        return self.worst / self.threshold

    @property
    def excess_factor(self) -> Decimal | None:
        """How many times over the limit the quantity is for certain; None when it is not."""
        if not self.threshold or self.low is None or self.is_minimum:
            return None
        return self.low / self.threshold if self.low > self.threshold else None

    def as_dict(self) -> dict[str, Any]:
        """JSON form, margin and ratio included; what is not known is left out."""
        numbers = {
            name: getattr(self, name)
            for name in ("low", "high", "threshold", "margin", "ratio", "excess_factor")
        }
        found: dict[str, Any] = {
            "rule": self.rule,
            "family": self.family.value,
            "outcome": self.outcome.value,
            "label": self.label,
            "reason": self.reason,
            "source": self.origin.title,
            "href": self.origin.href,
            "status": self.origin.status.value,
            "parameter": self.parameter,
            "unit": self.unit,
            "sample": self.sample,
            "need": self.need,
            **{name: plain(number) for name, number in numbers.items()},
        }
        kept = {name: one for name, one in found.items() if one not in (None, "")}
        if self.is_minimum:
            kept["is_minimum"] = True
        if self.remedies:
            kept["remedies"] = [list(one) for one in self.remedies]
        return kept

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Finding":
        """The finding of its JSON form."""
        return cls(
            rule=data["rule"],
            family=Family(data["family"]),
            outcome=Outcome(data["outcome"]),
            label=data["label"],
            reason=data["reason"],
            origin=Origin(
                title=data["source"], href=data.get("href", ""), status=Status(data["status"])
            ),
            parameter=data.get("parameter"),
            low=number(data.get("low")),
            high=number(data.get("high")),
            unit=data.get("unit", ""),
            threshold=number(data.get("threshold")),
            is_minimum=data.get("is_minimum", False),
            sample=data.get("sample"),
            need=data.get("need", ""),
            remedies=tuple(tuple(one) for one in data.get("remedies", ())),
        )


def plain(value: Decimal | None) -> float | None:
    """A number for JSON."""
    return None if value is None else float(value)


def number(value: float | str | None) -> Decimal | None:
    """A number from JSON, as it is written."""
    return None if value is None else Decimal(str(value))


SHOWN = 3
"""Reasons that a sentence gives before it counts the others."""


def is_unmeasured(finding: Finding) -> bool:
    """Whether the rule only lacks a measure."""
    return bool(
        finding.parameter and finding.low is None and finding.outcome is Outcome.A_COMPLETER
    )


def summary(findings: Sequence[Finding]) -> list[str]:
    """A few sentences: the first reasons, what was not measured in one, how many are left."""
    unmeasured = [one for one in findings if is_unmeasured(one)]
    others = [one for one in findings if one not in unmeasured]
    told = [one.reason for one in others[:SHOWN]]
    if unmeasured:
        names = [one.label.partition("\u00a0:")[0] for one in unmeasured]
        left = len(names) - SHOWN
        listed = ", ".join(names[:SHOWN]) + (f" et {left} autres" if left > 0 else "")
        told.append(f"Pas de mesure\u00a0: {listed}.")
    if len(others) > SHOWN:
        left = len(others) - SHOWN
        told.append(f"Et {left} autre{'s' if left > 1 else ''} règle{'s' if left > 1 else ''}.")
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer for a lot and an outlet, with every rule looked at."""

    lot: str
    outlet: str
    findings: tuple[Finding, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """What all the rules say together."""
        return verdict_of(frozenset(one.outcome for one in self.findings))

    def having(self, *outcomes: Outcome) -> tuple[Finding, ...]:
        """The findings with one of these outcomes."""
        return tuple(one for one in self.findings if one.outcome in outcomes)

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings that make the verdict what it is; every one for an admission."""
        wanted = {
            Verdict.REFUSE: Outcome.NON_CONFORME,
            Verdict.DONNEE_MANQUANTE: Outcome.A_COMPLETER,
            Verdict.ADMIS_SOUS_CONDITION: Outcome.SOUS_CONDITION,
        }.get(self.verdict)
        return self.findings if wanted is None else self.having(wanted)

    @property
    def is_to_review(self) -> bool:
        """Whether the verdict rests on a rule that nobody compared with its text.

        A refusal stands as soon as one verified rule refuses; an admission needs every rule.
        """
        if self.verdict is Verdict.REFUSE:
            return all(one.origin.status is not Status.VERIFIE for one in self.deciding)
        return any(one.origin.status is not Status.VERIFIE for one in self.findings)

    @property
    def sentence(self) -> str:
        """The verdict and its first reasons on one line of French."""
        if self.verdict is Verdict.ADMIS:
            return "Admis\u00a0: toutes les règles regardées sont respectées."
        reasons = summary(self.deciding)
        return f"{self.verdict.label.capitalize()}\u00a0: {' '.join(reasons)}"

    @property
    def needs(self) -> tuple[str, ...]:
        """What would allow to conclude, or lift the conditions; what to measure in one line."""
        unmeasured = [one for one in self.deciding if is_unmeasured(one)]
        others = [one.need for one in self.deciding if one.need and one not in unmeasured]
        names = dict.fromkeys(one.label.partition("\u00a0:")[0] for one in unmeasured)
        measured = [f"Mesurer\u00a0: {', '.join(names)}."] if names else []
        return tuple(dict.fromkeys([*others, *measured]))

    def as_dict(self) -> dict[str, Any]:
        """JSON form, the trace included."""
        return {
            "lot": self.lot,
            "outlet": self.outlet,
            "verdict": self.verdict.value,
            "is_to_review": self.is_to_review,
            "sentence": self.sentence,
            "needs": list(self.needs),
            "findings": [one.as_dict() for one in self.findings],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Decision":
        """The decision of its JSON form; the verdict follows from the findings."""
        found: Sequence[Mapping[str, Any]] = data["findings"]
        return cls(
            lot=data["lot"],
            outlet=data["outlet"],
            findings=tuple(Finding.from_dict(one) for one in found),
        )
