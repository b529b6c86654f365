"""Foreign keys name imported classes: the reader and the type checker follow them."""

import ast
from pathlib import Path

from tests.house.rules.tree import calls, dotted, parse, python_files

RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")


def string_relations(root: Path) -> list[str]:
    """Name the relations written as strings; « self » is the only way to write a tree."""
    found = []
    for path in python_files(root / "src" / "essor"):
        for call in calls(parse(path)):
            if dotted(call.func).rpartition(".")[2] not in RELATIONS:
                continue
            for target in targets(call):
                if isinstance(target, ast.Constant) and target.value != "self":
                    place = f"{path.relative_to(root)}:{call.lineno}"
                    found.append(f"{place} relation to the string {target.value!r}")
    return found


def targets(call: ast.Call) -> list[ast.expr]:
    """Return what a relation points to, and its `through`, as written."""
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("to", "through")]
    return [*call.args[:1], *named]
