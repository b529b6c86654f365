"""A program as text, so that a reviewer reads the mathematics that changed.

`python -m tests.engines.terres.planning.rendering` writes the golden files again.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from essor.engines.terres.inputs import Costs, Instance, Lot, Outlet, Pair, Platform, Site
from essor.engines.terres.planning.naming import group_labels, row_names
from essor.engines.terres.planning.program import Columns, Program, Rows, build_program
from essor.engines.terres.vocabulary import OutletKind

FOLDER = Path(__file__).parent / "golden"
COSTS = Costs(
    eur_per_tkm=0.1,
    loading_eur_t=2.0,
    holding_eur_t_period=0.5,
    unserved_eur_t=100.0,
    kgco2e_per_tkm=0.106,
    detour=1.3,
    access_km=1.5,
)
PLAIN = Instance(
    periods=3,
    lots=(
        Lot(id="A", site="S", soil_class="inerte", first_period=0, tonnes_per_period=(10.0, 20.0)),
        Lot(id="B", site="S", soil_class="tex", first_period=1, tonnes_per_period=(5.0,)),
    ),
    outlets=(Outlet(id="R", kind=OutletKind.ISDI, fee_eur_t=8.0),),
    pairs=(Pair(lot="A", outlet="R", km=10.0), Pair(lot="B", outlet="R", km=30.0)),
    costs=COSTS,
)
YARD = replace(
    PLAIN,
    platforms=(Platform(id="P", handling_eur_t=1.0, holding_eur_t_period=0.25),),
    pairs=(
        Pair(lot="A", platform="P", km=5.0),
        Pair(lot="B", platform="P", km=6.0),
        Pair(platform="P", outlet="R", km=20.0),
    ),
)


def _outlet(one: Instance, **changes: object) -> Instance:
    return replace(one, outlets=(replace(one.outlets[0], **changes),))


def _platform(one: Instance, **changes: object) -> Instance:
    return replace(one, platforms=(replace(one.platforms[0], **changes),))


GOLDEN: dict[Rows, Instance] = {
    Rows.LOT: replace(PLAIN, lots=(replace(PLAIN.lots[0], max_wait_periods=1), PLAIN.lots[1])),
    Rows.BAY: YARD,
    Rows.OUTLET_PERIOD: _outlet(PLAIN, capacity_t_per_period=(4.0, 5.0, 6.0)),
    Rows.OUTLET_TOTAL: _outlet(YARD, capacity_t=12.0),
    Rows.NEED: _outlet(PLAIN, need_t=25.0, virgin_eur_t=15.0, virgin_kgco2e_t=2.6),
    Rows.THROUGHPUT: _platform(YARD, throughput_t_per_period=9.0),
    Rows.PLATFORM_STOCK: _platform(YARD, stock_capacity_t=7.0),
    Rows.CLASS_STOCK: _platform(YARD, stock_capacity_t_by_class={"tex": 3.0}),
    Rows.TRUCKS: replace(YARD, sites=(Site(id="S", trucks_t_per_period=(11.0, 0.0, 11.0)),)),
}


def column_names(program: Program) -> list[str]:
    """x[A→R@0] direct, y[A→P@0] in, w[P/inerte→R@0] out, h and I stocks, u left over, b bought."""
    one, labels = program.instance, group_labels(program.pairs.group_class)
    ids = {
        "lot": [lot.id for lot in one.lots],
        "outlet": [outlet.id for outlet in one.outlets],
        "platform": [platform.id for platform in one.platforms],
        "group": labels,
    }
    shapes = {
        Columns.SHIP: "x[{lot}→{outlet}@{period}]",
        Columns.INTO: "y[{lot}→{platform}@{period}]",
        Columns.OUT: "w[{platform}/{group}→{outlet}@{period}]",
        Columns.HOLD: "h[{lot}@{period}]",
        Columns.STOCK: "I[{platform}/{group}@{period}]",
        Columns.UNSERVED: "u[{lot}]",
        Columns.VIRGIN: "b[{outlet}]",
    }
    found = []
    for family, block in program.columns.items():
        for rank in range(block.size):
            said = {
                key: ids[key][int(values[rank])] if key in ids else int(values[rank])
                for key, values in block.keys.items()
            }
            found.append(shapes[family].format(**said))
    return found


def render(program: Program, family: Rows) -> str:
    """The objective and the rows of one family."""
    names, rows = column_names(program), program.matrix.tocsr()
    block = program.rows[family]
    lines = ["min " + terms(program.cost, names), f"{family.value}:"]
    for rank, name in enumerate(row_names(program, family)):
        row = block.start + rank
        line = rows.getrow(row).toarray().ravel()
        low, high = program.row_lower[row], program.row_upper[row]
        limit = (
            f"= {low:g}" if low == high else f"≤ {high:g}" if np.isfinite(high) else f"≥ {low:g}"
        )
        lines.append(f"  {name}: {terms(line, names)} {limit}")
    return "\n".join(lines) + "\n"


def terms(values: np.ndarray, names: list[str]) -> str:
    """« 3 x[A→R@0] + h[A@0] − u[A] »."""
    found = []
    for value, name in zip(values, names, strict=True):
        if value:
            size = "" if abs(value) == 1 else f"{abs(value):g} "
            sign = "−" if value < 0 else "+"
            found.append(f"{sign} {size}{name}" if found or value < 0 else f"{size}{name}")
    return " ".join(found) or "0"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for one, case in GOLDEN.items():
        text = render(build_program(case), one)
        (FOLDER / f"{one.value}.txt").write_text(text, encoding="utf-8")
