"""Floors that receive everything as arguments: no clock, no chance, no file, no network."""

import ast
from pathlib import Path

from tests.house.rules.tree import calls, dotted, parse, python_files

PURE_ROOMS = ("foundations", "engines")
MODULES = frozenset(
    {"random", "secrets", "socket", "ssl", "subprocess", "time", "tempfile", "requests", "httpx"}
    | {"urllib.request", "http.client", "http.server", "asyncio", "threading", "os", "shutil"}
)
CALLS = frozenset(
    {
        "open",
        "input",
        "print",
        "date.today",
        "datetime.date.today",
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "uuid.uuid1",
        "uuid.uuid4",
        "uuid1",
        "uuid4",
        "default_rng",
    }
)
METHODS = frozenset(
    {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "iterdir", "glob"}
)
# numpy's global generator, and a generator that nobody seeded.
CHANCE = ("np.random.", "numpy.random.")


def impurities(root: Path, exceptions: dict[str, str]) -> list[str]:
    """Name what a pure room takes from the outside, and the exceptions that explain nothing."""
    found: dict[str, list[str]] = {}
    for room in PURE_ROOMS:
        for path in python_files(root / "src" / "essor" / room):
            place = path.relative_to(root).as_posix()
            lines = [f"{place}:{line} {what}" for line, what in in_module(parse(path))]
            if lines:
                found[place] = lines
    unexplained = [
        line for place, lines in found.items() if place not in exceptions for line in lines
    ]
    stale = [f"{place}: an exception without need" for place in exceptions if place not in found]
    return unexplained + stale


def in_module(tree: ast.Module) -> list[tuple[int, str]]:
    """Return the line and the name of each import or call that looks outside."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        found += [(node.lineno, f"import {name}") for name in names if name in MODULES]
    for call in calls(tree):
        name = dotted(call.func)
        last = name.rpartition(".")[2]
        unseeded = last == "default_rng" and not call.args and not call.keywords
        chance = name.startswith(CHANCE) and "default_rng" not in name
        known = (name in CALLS and last != "default_rng") or (
            isinstance(call.func, ast.Attribute) and last in METHODS
        )
        if unseeded or chance or known:
            found.append((call.lineno, f"{name}()"))
    return found
