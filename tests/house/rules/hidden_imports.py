"""A module named in a string climbs the floors unseen by import-linter: this rule reads strings."""

import ast
import re
from pathlib import Path

from tests.house.rules.tree import parse, python_files

FLOORS = {
    "foundations": 1,
    "references": 2,
    "engines": 3,
    "observatory": 3,
    "records": 4,
    "reports": 5,
    "web": 6,
    "api": 6,
    "commands": 6,
    "config": 7,
}
MODULE = re.compile(r"essor\.(\w+)(\.\w+)*")


def hidden_imports(root: Path, exceptions: dict[str, str]) -> list[str]:
    """Name the strings that designate a room above or beside, and the idle exceptions."""
    found: dict[str, list[str]] = {}
    for path in python_files(root / "src" / "essor"):
        place = path.relative_to(root).as_posix()
        room = path.relative_to(root / "src" / "essor").parts[0]
        for line, name in module_names(parse(path)):
            target = MODULE.fullmatch(name).group(1)  # type: ignore[union-attr]
            if target != room and FLOORS.get(target, 0) >= FLOORS.get(room, 8):
                found.setdefault(place, []).append(f"{place}:{line} names {name}")
    unexplained = [
        line for place, lines in found.items() if place not in exceptions for line in lines
    ]
    stale = [f"{place}: an exception without need" for place in exceptions if place not in found]
    return unexplained + stale


def module_names(tree: ast.Module) -> list[tuple[int, str]]:
    """Return the strings of a file that name one of our modules."""
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and MODULE.fullmatch(node.value)
    ]
