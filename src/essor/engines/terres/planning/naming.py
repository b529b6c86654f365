"""Names of the rows, as they stand in the duals of a plan: `L1@3` is lot L1 at period 3.

A bay is named after its platform and class, `P1/inerte@2`; when lots of one class may not go to
the same outlets they wait apart, and the bays after the first are `P1/inerte#2@2`.
"""

from collections.abc import Sequence

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.blocks import Program, Rows
from essor.engines.terres.planning.pairs import Floats
from essor.engines.terres.results import Duals

NEGLIGIBLE = 1e-12


def group_labels(group_class: Sequence[str]) -> list[str]:
    """Name of each stock group: its class, numbered from the second group of a class."""
    seen: dict[str, int] = {}
    found = []
    for name in group_class:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return found


def row_names(program: Program, family: Rows) -> list[str]:
    """The name of every row of a family, in order."""
    instance, block = program.instance, program.rows[family]
    keys = {name: values.tolist() for name, values in block.keys.items()}
    places = _places(instance)
    if family in (Rows.BAY, Rows.CLASS_STOCK):
        kind = "group" if family is Rows.BAY else "class"
        labels = group_labels(program.pairs.group_class)
        labels = labels if family is Rows.BAY else sorted(set(program.pairs.group_class))
        names = [
            f"{places['platform'][platform]}/{labels[label]}"
            for platform, label in zip(keys["platform"], keys[kind], strict=True)
        ]
    else:
        place = next(name for name in places if name in keys)
        names = [places[place][index] for index in keys[place]]
    if "period" not in keys:
        return names
    return [f"{name}@{period}" for name, period in zip(names, keys["period"], strict=True)]


def _places(instance: Instance) -> dict[str, list[str]]:
    return {
        "lot": [lot.id for lot in instance.lots],
        "outlet": [outlet.id for outlet in instance.outlets],
        "platform": [platform.id for platform in instance.platforms],
        "site": [site.id for site in instance.sites],
    }


def named_duals(program: Program, duals: Floats) -> Duals:
    """Duals by family and name; what is not there is zero."""
    found: dict[str, dict[str, float]] = {}
    for family, block in program.rows.items():
        values = duals[block.slice].tolist()
        names = row_names(program, family)
        found[family.value] = {
            name: value
            for name, value in zip(names, values, strict=True)
            if abs(value) > NEGLIGIBLE
        }
    return found
