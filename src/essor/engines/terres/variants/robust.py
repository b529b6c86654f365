"""Plans that withstand larger volumes: a Bertsimas–Sim budget on the capacity of each outlet.

Row by row, at most Γ of the lots that share a capacity are larger than announced, each by its
share δ: Σ x + Γ z + Σ p ≤ Q with p + z ≥ δ x, z and p at or above zero. It stays linear; Γ = 0
is the plan without uncertainty. D. Bertsimas and M. Sim, « The price of robustness »,
Operations Research 52 (2004), https://doi.org/10.1287/opre.1030.0065
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.blocks import Columns, Program, Rows
from essor.engines.terres.planning.program import build_program
from essor.engines.terres.results import Plan
from essor.engines.terres.variants.extract import plan_of
from essor.engines.terres.variants.frame import keys_of, model_of
from essor.engines.terres.variants.linear import Array, Indices, Model
from essor.engines.terres.variants.members import Member, MemberKind
from essor.engines.terres.variants.overflow import Overflow, simulate_overflow
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.solver import NO_WATCH, Solver, Watch
from essor.engines.terres.variants.stopping import demand
from essor.engines.terres.variants.wording import euros, quoted, tonnes

METHOD = "programme linéaire robuste (HiGHS)"
CAPACITIES = (Rows.OUTLET_PERIOD, Rows.OUTLET_TOTAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustTerms:
    """gamma : lots that may be larger together; share : by how much, 0.25 for 25 %.

    share_by_lot : its own share for some lots; draws : of the simulation of overflows
    """

    gamma: float = 2.0
    share: float = 0.25
    share_by_lot: Mapping[str, float] = field(default_factory=dict)
    draws: int = 1000

    def shares(self, instance: Instance) -> Array:
        """Share of each lot, in the order of the instance."""
        return np.array([self.share_by_lot.get(lot.id, self.share) for lot in instance.lots])


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustPlan:
    """The protected plan, the nominal cost, and how often each of the two overflows."""

    plan: Plan
    nominal_cost_eur: float
    cost_eur: float
    nominal_overflow: Overflow
    overflow: Overflow
    sentences: tuple[str, ...]

    @property
    def premium_eur(self) -> float:
        """What the protection costs."""
        return self.cost_eur - self.nominal_cost_eur

    def as_dict(self) -> dict[str, object]:
        """For storage."""
        return as_plain_dict(self) | {"premium_eur": self.premium_eur}


def solve_robust(
    *,
    instance: Instance,
    terms: RobustTerms,
    generator: np.random.Generator,
    watch: Watch = NO_WATCH,
) -> RobustPlan:
    """Least cost under the budget Γ. Raises UserFault when nothing is feasible, Stopped."""
    program = build_program(instance)
    shares = terms.shares(instance)
    nominal = demand(Solver(model_of(program), watch).solve(), program)
    model = model_of(program)
    margins = add_margins(model, program, gamma=terms.gamma, shares=shares)
    robust = demand(
        Solver(model, watch, step="plan robuste").solve(), program, model=model, more=margins
    )
    flows = robust.values[: len(program.cost)]
    seed = int(generator.integers(0, 2**31))
    overflows = [
        simulate_overflow(
            program,
            values,
            shares=shares,
            draws=terms.draws,
            generator=np.random.default_rng(seed),
        )
        for values in (nominal.values, flows)
    ]
    return RobustPlan(
        plan=plan_of(program, robust, method=METHOD),
        nominal_cost_eur=nominal.objective,
        cost_eur=robust.objective,
        nominal_overflow=overflows[0],
        overflow=overflows[1],
        sentences=_sentences(robust.objective - nominal.objective, terms, *overflows),
    )


def add_margins(
    model: Model, program: Program, *, gamma: float, shares: Array
) -> tuple[Member, ...]:
    """Add the protected copy of every capacity row; returns these rows as possible conflicts."""
    matrix = program.matrix.tocsr()
    sources, column_shares = _sources(program, shares)
    members = []
    for family in CAPACITIES:
        block = program.rows[family]
        for place, outlet in enumerate(keys_of(block, "outlet")):
            row = block.start + place
            columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            added = _protect(
                model, columns, sources[columns], column_shares[columns],
                gamma=gamma, capacity=float(program.row_upper[row]),
            )  # fmt: skip
            name = program.instance.outlets[int(outlet)].id
            members.append(_margin(name, added))
    return tuple(members)


def _margin(outlet_id: str, row: int) -> Member:
    return Member(
        kind=MemberKind.MARGIN,
        place_id=outlet_id,
        clause=f"{quoted(outlet_id)} garde une marge pour les volumes incertains",
        rows=np.array([row]),
        slack=-1.0,
    )


def _sources(program: Program, shares: Array) -> tuple[Indices, Array]:
    """For each column, the uncertain source it draws on and the share of that source.

    A lot is one source; a platform bay is another, as uncertain as the least certain lot.
    """
    n_columns, n_lots = len(program.cost), len(program.instance.lots)
    sources, found = np.full(n_columns, -1, dtype=np.int64), np.zeros(n_columns)
    ship, out = program.columns[Columns.SHIP], program.columns[Columns.OUT]
    lots = keys_of(ship, "lot")
    sources[ship.slice], found[ship.slice] = lots, shares[lots]
    sources[out.slice] = n_lots + keys_of(out, "bay")
    found[out.slice] = shares.max(initial=0.0)
    return sources, found


def _protect(
    model: Model,
    columns: Indices,
    sources: Indices,
    shares: Array,
    *,
    gamma: float,
    capacity: float,
) -> int:
    names = np.unique(sources)
    z = model.add_columns([0.0])[0]
    p = model.add_columns(np.zeros(len(names)))
    for name, column in zip(names, p, strict=True):
        mine = sources == name
        model.add_row([column, z, *columns[mine]], [1.0, 1.0, *(-shares[mine])], lower=0.0)
    where = np.concatenate([columns, [z], p])
    weights = np.concatenate([np.ones(len(columns)), [gamma], np.ones(len(p))])
    return model.add_row(where, weights, upper=capacity)


def _sentences(
    premium: float, terms: RobustTerms, before: Overflow, after: Overflow
) -> tuple[str, ...]:
    share = f"{100 * terms.share:.0f}\u00a0%"
    return (
        f"Se protéger contre {terms.gamma:g} lots plus gros que prévu de {share} à chaque "
        f"exutoire coûte {euros(max(premium, 0.0))}.",
        f"Sur {before.draws} tirages, une capacité est dépassée {_often(before)} sans protection "
        f"({tonnes(before.mean_t)} en moyenne), {_often(after)} avec "
        f"({tonnes(after.mean_t)} en moyenne).",
    )


def _often(overflow: Overflow) -> str:
    return f"{100 * overflow.probability:.1f}".replace(".", ",") + "\u00a0% du temps"
