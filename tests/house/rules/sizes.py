"""Files that fit in the head, functions that fit on the screen, names that say what is inside."""

import ast
from pathlib import Path
from statistics import median

from tests.house.rules.tree import files, parse, python_files

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
LONG_FUNCTION = 30
SHARE_OF_LONG_FUNCTIONS = 0.05
MEDIAN_FUNCTION = 10
CODE_FOLDERS = ("src", "tools", "tests", "benchmarks")
NAMES_THAT_SAY_NOTHING = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})


def long_files(root: Path) -> list[str]:
    """Name the files over the limit."""
    found = []
    for folder in CODE_FOLDERS:
        for path in files(root / folder, ".py", ".html", ".css", ".js"):
            if "migrations" in path.parts:
                continue
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LONGEST_FILE:
                found.append(f"{path.relative_to(root)}: {lines} lines, limit {LONGEST_FILE}")
    return found


def empty_names(root: Path) -> list[str]:
    """Name the modules and folders called « utils » and the like."""
    return [
        f"{path.relative_to(root)}: a name that says what is inside, please"
        for folder in CODE_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.stem in NAMES_THAT_SAY_NOTHING and (path.is_dir() or path.suffix == ".py")
    ]


def function_lengths(root: Path) -> dict[str, int]:
    """Return the number of lines of every function of src and tools, docstring left out."""
    lengths = {}
    for folder in ("src", "tools"):
        for path in python_files(root / folder):
            for node in ast.walk(parse(path)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lengths[f"{path.relative_to(root)}:{node.lineno} {node.name}"] = length(node)
    return lengths


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function from its `def`, without its docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is not None:
        docstring = node.body[0]
        total -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
    return total


def long_functions(root: Path) -> list[str]:
    """Name the functions over the limit, and say when the whole drifts."""
    lengths = function_lengths(root)
    found = [
        f"{place}: {lines} lines, limit {LONGEST_FUNCTION}"
        for place, lines in lengths.items()
        if lines > LONGEST_FUNCTION
    ]
    middle = median(lengths.values())
    if middle >= MEDIAN_FUNCTION:
        found.append(f"median function: {middle} lines, limit {MEDIAN_FUNCTION}")
    long = [place for place, lines in lengths.items() if lines > LONG_FUNCTION]
    if len(long) > SHARE_OF_LONG_FUNCTIONS * len(lengths):
        found.append(f"{len(long)} functions of {len(lengths)} over {LONG_FUNCTION} lines: {long}")
    return found


def folders_without_init(root: Path) -> list[str]:
    """Name the source folders that Python would treat as namespace packages.

    import-linter and the wheel do not look into those.
    """
    folders = {path.parent for path in python_files(root / "src" / "essor", migrations=True)}
    return [
        f"{folder.relative_to(root)}: no __init__.py"
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
    ]
