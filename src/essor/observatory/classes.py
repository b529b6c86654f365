"""Classes of a map: few, of about as many places each, never of what is not known."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from essor.observatory.across import PlaceValue

WANTED = 5
HALF = 2  # classes on each side of zero, where values change sign


class Trame(StrEnum):
    """How a place is drawn: in the colour of its class, or hatched."""

    CLASSE = "classe"
    INTERVALLE = "intervalle"  # bounds that several classes hold
    SECRET = "secret"
    INCONNU = "inconnu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classe:
    """One class: from the smallest to the largest of its values, both inside.

    tone : name of its colour, « s1 » to « s5 » from pale to dark, « n2 » to « p2 » around zero
    places : places drawn in it, those of which only the bounds are known included
    """

    low: float
    high: float
    tone: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one place is drawn. tone : of its class ; empty where it has none."""

    value: PlaceValue
    trame: Trame
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classed:
    """Every place of a map with the classes that they are drawn in."""

    classes: tuple[Classe, ...]
    marks: tuple[Mark, ...]
    is_signed: bool

    def count(self, trame: Trame) -> int:
        """Return how many places are drawn this way."""
        return sum(one.trame is trame for one in self.marks)


def classify(values: Sequence[PlaceValue]) -> Classed:
    """Put places into at most five classes of about as many known values each (quantiles).

    Where values change sign, zero is a limit, and each side has at most two classes. Equal values
    are never parted. A place of which only the bounds are known takes the colour of a class when
    one class holds both, and is hatched otherwise: its middle is never taken for its value.
    """
    known = sorted(one.value for one in values if one.value is not None)
    is_signed = bool(known) and known[0] < 0 < known[-1]
    groups = _signed(known) if is_signed else [(f"s{n}", g) for n, g in _toned(known)]
    highs = [group[-1] for _, group in groups]
    tones = [tone for tone, _ in groups]
    marks = tuple(_mark(one, highs, tones, groups) for one in values)
    classes = tuple(
        Classe(
            low=group[0],
            high=group[-1],
            tone=tone,
            places=sum(one.trame is Trame.CLASSE and one.tone == tone for one in marks),
        )
        for tone, group in groups
    )
    return Classed(classes=classes, marks=marks, is_signed=is_signed)


def _toned(known: Sequence[float]) -> list[tuple[int, list[float]]]:
    """Number the classes so that the darkest is always there and the others are well apart."""
    groups = _quantiles(known, WANTED)
    last = len(groups)
    ranks = {1: (3,), 2: (2, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5)}.get(last, tuple(range(1, last + 1)))
    return list(zip(ranks, groups, strict=True))


def _signed(known: Sequence[float]) -> list[tuple[str, list[float]]]:
    below = _quantiles([one for one in known if one < 0], HALF)
    above = _quantiles([one for one in known if one > 0], HALF)
    zero = [one for one in known if one == 0]
    names_below = ("n2", "n1") if len(below) == HALF else ("n1",)
    names_above = ("p1", "p2") if len(above) == HALF else ("p1",)
    return [
        *zip(names_below, below, strict=True),
        *([("z0", zero)] if zero else []),
        *zip(names_above, above, strict=True),
    ]


def _quantiles(known: Sequence[float], wanted: int) -> list[list[float]]:
    """Cut sorted values into groups of about the same size, equal values together."""
    groups: list[list[float]] = []
    for rank, value in enumerate(known):
        asked = rank * wanted // len(known)
        starts = not groups or (asked >= len(groups) and groups[-1][-1] != value)
        if starts:
            groups.append([])
        groups[-1].append(value)
    return groups


def _mark(
    value: PlaceValue,
    highs: Sequence[float],
    tones: Sequence[str],
    groups: Sequence[tuple[str, list[float]]],
) -> Mark:
    if value.value is not None:
        return Mark(value=value, trame=Trame.CLASSE, tone=tones[bisect_left(highs, value.value)])
    if value.low is not None and value.high is not None:
        for tone, group in groups:
            if group[0] <= value.low and value.high <= group[-1]:
                return Mark(value=value, trame=Trame.CLASSE, tone=tone)
        return Mark(value=value, trame=Trame.INTERVALLE)
    return Mark(value=value, trame=Trame.SECRET if value.status == "secret" else Trame.INCONNU)
