"""GTR class and hydric state (NF P 11-300, 1992) from intervals: every class still possible.

The trap of class B: fines (80 µm) under 12 % go by the 2 mm passing and the blue value, whatever
the plasticity; B5 and B6 are for 12 to 35 % only. Under VBS 0,1 and 12 % of fines it is a D.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from essor.engines.terres.compatibility.logic import Truth
from essor.engines.terres.compatibility.measures import Measure
from essor.engines.terres.compatibility.standards import Standards
from essor.engines.terres.compatibility.vocabulary import EtatHydrique, Forme

DMAX = "physique.dmax"
FINES = "physique.passant_80um"
SAND = "physique.passant_2mm"
SMALL = "physique.passant_50mm"
BLUE = "physique.vbs"
PLASTICITY = "physique.ip"
ORGANIC = "physique.matiere_organique"
BEARING = "physique.ipi"
CONSISTENCY = "physique.ic"
WATER = "physique.wn"
OPTIMUM = "physique.wopn"
WET = frozenset({EtatHydrique.TH, EtatHydrique.H})
NEEDED = (DMAX, FINES, SAND, BLUE, PLASTICITY)

Classes = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoilTests:
    """Measures of one soil by code, the shape of its large elements, the limits."""

    values: Mapping[str, Measure]
    forme: Forme | None
    standards: Standards

    def at_most(self, code: str, limit: Decimal) -> Truth:
        """Whether the measure is at or under a limit; None when missing or straddling."""
        measure = self.values.get(code)
        return None if measure is None else measure.at_most(limit)

    def limit(self, table: str, key: str) -> Decimal:
        """A limit of a table of the GTR."""
        return self.standards.table(f"gtr/{table}")[key]


def branch(truth: Truth, yes: Callable[[], Classes], no: Callable[[], Classes]) -> Classes:
    """The classes of the branch that holds; of both when nothing decides."""
    if truth is None:
        return yes() | no()
    return yes() if truth else no()


def classes(tests: SoilTests) -> Classes:
    """Every class that the measures leave possible; one when they decide."""
    organic = _organic(tests)
    if organic:
        return organic
    is_small = tests.at_most(DMAX, tests.standards.number("gtr/dmax"))
    return branch(is_small, lambda: _small(tests), lambda: _large(tests))


def _organic(tests: SoilTests) -> Classes:
    """F11 and F12, only when the organic matter is measured over the limit."""
    first, second = (tests.limit("matiere_organique", key) for key in ("f11", "f12"))
    if tests.at_most(ORGANIC, first) is not False:
        return frozenset()
    return branch(
        tests.at_most(ORGANIC, second), lambda: frozenset({"F11"}), lambda: frozenset({"F12"})
    )


def _small(tests: SoilTests) -> Classes:
    """Soils under 50 mm: D1, D2, A or B."""
    few = tests.at_most(FINES, tests.limit("passants", "passant_80um.bas"))
    clean = tests.at_most(BLUE, tests.limit("vbs", "insensible"))
    return branch(
        few,
        lambda: branch(clean, lambda: _by_sand(tests, "D1", "D2"), lambda: _few_fines(tests)),
        lambda: _many_fines(tests),
    )


def _by_sand(tests: SoilTests, sandy: str, gravelly: str) -> Classes:
    is_gravel = tests.at_most(SAND, tests.limit("passants", "passant_2mm"))
    return branch(is_gravel, lambda: frozenset({gravelly}), lambda: frozenset({sandy}))


def _few_fines(tests: SoilTests) -> Classes:
    """B1 to B4: at most 12 % of fines, some clay."""
    little = tests.at_most(BLUE, tests.limit("vbs", "sensible"))
    return branch(little, lambda: _by_sand(tests, "B1", "B3"), lambda: _by_sand(tests, "B2", "B4"))


def _many_fines(tests: SoilTests) -> Classes:
    """B5 and B6 up to 35 % of fines, A over it."""
    middling = tests.at_most(FINES, tests.limit("passants", "passant_80um.haut"))
    return branch(middling, lambda: _b5_b6(tests), lambda: _fine(tests))


def _clay(
    tests: SoilTests, by_plasticity: Callable[[], Classes], by_blue: Callable[[], Classes]
) -> Classes:
    """The plasticity index rules over 12, the blue value under it; alone, either does."""
    if PLASTICITY not in tests.values:
        return by_blue()
    low = tests.at_most(PLASTICITY, tests.limit("ip", "a1"))
    under = by_blue if BLUE in tests.values else by_plasticity
    return branch(low, under, by_plasticity)


def _b5_b6(tests: SoilTests) -> Classes:
    def by(code: str, table: str) -> Classes:
        truth = tests.at_most(code, tests.limit(table, "b5"))
        return branch(truth, lambda: frozenset({"B5"}), lambda: frozenset({"B6"}))

    return _clay(tests, lambda: by(PLASTICITY, "ip"), lambda: by(BLUE, "vbs"))


def _fine(tests: SoilTests) -> Classes:
    def by(code: str, table: str) -> Classes:
        return frozenset(_steps(tests, code, table))

    return _clay(tests, lambda: by(PLASTICITY, "ip"), lambda: by(BLUE, "vbs"))


def _steps(tests: SoilTests, code: str, table: str) -> list[str]:
    """A1 to A4 by one test: every step that the measure may stand on."""
    found = []
    for name in ("A1", "A2", "A3"):
        truth = tests.at_most(code, tests.limit(table, name.lower()))
        if truth is not False:
            found.append(name)
        if truth:
            return found
    return [*found, "A4"]


def _large(tests: SoilTests) -> Classes:
    """Over 50 mm: D3 when clean, else C1 or C2 with the class of its 0/50 mm fraction."""
    few = tests.at_most(FINES, tests.limit("passants", "passant_80um.bas"))
    clean = tests.at_most(BLUE, tests.limit("vbs", "insensible"))
    return branch(
        few,
        lambda: branch(clean, lambda: frozenset({"D3"}), lambda: _coarse(tests, _few_fines(tests))),
        lambda: _coarse(tests, _many_fines(tests)),
    )


def _coarse(tests: SoilTests, fraction: Classes) -> Classes:
    low, high = tests.standards.bounds("gtr/fraction_0_50")
    first, second = {f"C1{one}" for one in fraction}, {f"C2{one}" for one in fraction}
    if tests.forme is Forme.ROULE or tests.at_most(SMALL, high) is False:
        return frozenset(first)
    if tests.forme is Forme.ANGULEUX and tests.at_most(SMALL, low):
        return frozenset(second)
    return frozenset(first | second)


def is_insensitive(name: str, standards: Standards) -> bool:
    """Whether the hydric state of the class does not matter; for C, that of its fraction."""
    own = name[2:] if name.startswith("C") else name
    return own in standards.items("gtr/insensibles")


def states(name: str, tests: SoilTests) -> frozenset[EtatHydrique]:
    """Every hydric state that the measures leave possible for a class; all when none decides.

    As the guide asks: the bearing index says whether the soil is wet; when it is not, the water
    content over its optimum rules, or the consistency index without it.
    """
    own = name[2:] if name.startswith("C") else name
    table = tests.standards.table
    bearing = _upward(own, tests.values.get(BEARING), table("gtr/etat_ipi"))
    others = _downward(own, _water_ratio(tests), table("gtr/etat_wn")) or _upward(
        own, tests.values.get(CONSISTENCY), table("gtr/etat_ic")
    )
    if not bearing:
        return others or frozenset(EtatHydrique)
    wet, dry = bearing & WET, bearing - WET
    return wet | (others or dry) if dry else wet


def _water_ratio(tests: SoilTests) -> Measure | None:
    """Natural water content over the Proctor optimum."""
    water, optimum = tests.values.get(WATER), tests.values.get(OPTIMUM)
    if water is None or optimum is None or not optimum.low or optimum.high is None:
        return None
    high = None if water.high is None else water.high / optimum.low
    return Measure(low=water.low / optimum.high, high=high)


def _upward(
    name: str, measure: Measure | None, table: Mapping[str, Decimal]
) -> frozenset[EtatHydrique]:
    """States by an index that grows as the soil dries: each bound is the top of its state."""
    if measure is None or f"{name}.th" not in table:
        return frozenset()
    found: set[EtatHydrique] = set()
    for rank, state in enumerate(EtatHydrique):
        top = table.get(f"{name}.{state.value}")
        if top is None:
            return frozenset(found | set(list(EtatHydrique)[rank:]))
        truth = measure.at_most(top)
        if truth is not False:
            found.add(state)
        if truth:
            break
    return frozenset(found)


def _downward(
    name: str, measure: Measure | None, table: Mapping[str, Decimal]
) -> frozenset[EtatHydrique]:
    """States by the water ratio: each bound is the bottom of its state, included."""
    if measure is None or f"{name}.th" not in table:
        return frozenset()
    found = set()
    for state in EtatHydrique:
        bottom = table.get(f"{name}.{state.value}")
        truth: Truth = True if bottom is None else measure.at_least(bottom)
        if truth is not False:
            found.add(state)
        if truth:
            break
    return frozenset(found)
