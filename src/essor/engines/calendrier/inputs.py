"""Milestones, what each rests on, and how uncertain it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

import networkx as nx

from essor.foundations.errors import Fault, Place, UserFault


class LinkKind(StrEnum):
    """What must have happened before what."""

    FIN_DEBUT = "fin_debut"  # the work of the second starts once the first is reached
    DEBUT_DEBUT = "debut_debut"  # the work of the second starts once that of the first has


@dataclass(frozen=True, slots=True)
class Triangular:
    """Three-point estimate in days: least, likeliest, most. Raises UserFault out of order."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.mode <= self.high:
            raise UserFault.single(
                "les trois valeurs ne sont pas dans l'ordre",
                value=f"{self.low:g} ; {self.mode:g} ; {self.high:g}",
                expected="au plus tôt, le plus probable, au plus tard",
                code="fourchette",
            )

    @classmethod
    def certain(cls, days: float) -> Self:
        """One value, without doubt."""
        return cls(days, days, days)


@dataclass(frozen=True, slots=True)
class Discrete:
    """A few possible values in days and the chance of each. Raises ValueError if not chances."""

    values: tuple[float, ...]
    chances: tuple[float, ...]

    def __post_init__(self) -> None:
        same = len(self.values) == len(self.chances) > 0
        if not same or min(self.chances) < 0 or abs(sum(self.chances) - 1) > 1e-9:
            raise ValueError("one chance per value, none negative, their sum is 1")

    @property
    def mode(self) -> float:
        """The likeliest value, the first of them in a tie."""
        return self.values[self.chances.index(max(self.chances))]


Spread = Triangular | Discrete
INSTANT = Triangular.certain(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One milestone, reached at the end of a work that may last.

    due_on : date expected for it alone, None when nobody gave one
    due_spread : days around ``due_on`` (low <= 0 <= high), for the draws only
    duration : days of the work that leads to it, 0 for a pure event
    reached_on : once reached, nothing moves it any more
    """

    key: str
    due_on: date | None = None
    due_spread: Spread = INSTANT
    duration: Spread = INSTANT
    reached_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """``after`` rests on ``before``, ``lag_days`` later; a negative lag lets them overlap."""

    before: str
    after: str
    kind: LinkKind = LinkKind.FIN_DEBUT
    lag_days: int = 0


class CircleError(UserFault):
    """Milestones that wait for one another; ``keys`` in order, the first again at the end."""

    def __init__(self, keys: tuple[str, ...], labels: tuple[str, ...] = ()) -> None:
        self.keys = keys
        names = " → ".join(f"« {label} »" for label in labels or keys)
        super().__init__(
            [
                Fault(
                    message=f"Ces jalons s'attendraient l'un l'autre : {names}.",
                    place=Place(field="avant"),
                    expected="une dépendance qui ne revient pas à son point de départ",
                    code="cycle",
                )
            ]
        )


class Network:
    """Milestones in an order where each comes after those it rests on.

    Raises CircleError with the circle named, KeyError when a link names an absent milestone.
    """

    def __init__(self, milestones: Iterable[Milestone], links: Iterable[Link]) -> None:
        self.milestones = {one.key: one for one in milestones}
        self.links = tuple(links)
        self.graph: Any = nx.DiGraph()
        self.graph.add_nodes_from(self.milestones)
        self.into: dict[str, list[Link]] = {key: [] for key in self.milestones}
        self.out_of: dict[str, list[Link]] = {key: [] for key in self.milestones}
        for link in self.links:
            self.into[link.after].append(link)
            self.out_of[link.before].append(link)
            self.graph.add_edge(link.before, link.after)
        try:
            self.order: tuple[str, ...] = tuple(nx.lexicographical_topological_sort(self.graph))
        except nx.NetworkXUnfeasible:
            raise CircleError(find_circle(self.graph)) from None

    def open_links_into(self, key: str) -> list[Link]:
        """Return what a milestone still rests on: nothing once it is reached."""
        return [] if self.milestones[key].reached_on else self.into[key]

    def above(self, target: str) -> set[str]:
        """Return the target and all that it rests on, near or far."""
        return {target, *nx.ancestors(self.graph, target)}

    def with_due(self, key: str, day: date) -> "Network":
        """Return the same network with one milestone expected on another day, for certain."""
        moved = replace(self.milestones[key], due_on=day)
        return Network((self.milestones | {key: moved}).values(), self.links)


def find_circle(graph: Any) -> tuple[str, ...]:
    """Return one circle of a graph that has one, its first milestone repeated at the end."""
    edges = nx.find_cycle(graph)
    return (*(edge[0] for edge in edges), edges[0][0])
