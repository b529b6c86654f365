"""Walk a source tree, the same way for every rule."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

GENERATED = ("vendor", "vendor.nouveau", "__pycache__", "node_modules")


def python_files(folder: Path, *, migrations: bool = False) -> list[Path]:
    """Return the Python files of a folder, sorted; migrations are written by Django."""
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if not set(path.parts) & set(GENERATED) and (migrations or "migrations" not in path.parts)
    ]


def files(folder: Path, *suffixes: str) -> list[Path]:
    """Return the files of a folder with one of these suffixes, generated ones left out."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in suffixes and path.is_file() and not set(path.parts) & set(GENERATED)
    ]


def parse(path: Path) -> ast.Module:
    """Parse one Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call of a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dotted(node: ast.AST) -> str:
    """Write `a.b.c` for an attribute chain; calls inside it become `()`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return "?"


def committed(root: Path) -> list[str]:
    """Return the paths that git tracks or would track, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return [line for line in answer.stdout.splitlines() if (root / line).is_file()]
