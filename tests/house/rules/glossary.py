"""Nouns defined by a law, a form or a dataset keep their French name, and a line in GLOSSAIRE.md.

The rule, on names that the outside sees: Django models and their fields, fields of the dataclasses
of floors 1 and 2, parameter folders. A name made of English words (mots_anglais.txt, one per line)
needs nothing. Else what remains, once English words are taken off both ends, is a French term or
a chain of them: the glossary has each in its first column, or between backquotes.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from essor.foundations.text import fold
from tests.house.rules.tree import dotted, parse, python_files

WORDS = Path(__file__).resolve().parent.parent / "mots_anglais.txt"
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
FIELD = re.compile(r"(Field|ForeignKey)$")


def english_words() -> frozenset[str]:
    """Return the English words, units and abbreviations that names may use freely."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def terms(root: Path) -> frozenset[str]:
    """Return the terms of the glossary, folded, words joined by underscores."""
    found = set()
    for line in (root / "GLOSSAIRE.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) < 5:
            continue
        for name in [*re.split(r"[,;(/]", cells[0]), *re.findall(r"`([^`]+)`", line)]:
            found.add(singular(re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")))
    return frozenset(found)


def singular(name: str) -> str:
    """Take the plural mark off each word: a list of `communes` needs no second line."""
    words = (word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in name.split("_"))
    return "_".join(words)


def names(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and the snake_case form of every name the rule looks at."""
    source = root / "src" / "essor"
    for path in python_files(source / "records"):
        if "models" in path.relative_to(source).as_posix():
            yield from model_names(path, root)
    for room in ("foundations", "references"):
        for path in python_files(source / room):
            yield from dataclass_names(path, root)
    for folder in sorted((source / "references" / "parameters").glob("*/")):
        if any(folder.glob("*.yaml")):
            yield str(folder.relative_to(root)), folder.name


def model_names(path: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Yield the classes and the fields of a models file."""
    for node in ast.walk(parse(path)):
        if not isinstance(node, ast.ClassDef):
            continue
        fields = [(line, name) for line, name, value in assigned(node) if is_field(value)]
        if fields:
            yield f"{path.relative_to(root)}:{node.lineno}", snake(node.name)
        for line, name in fields:
            yield f"{path.relative_to(root)}:{line}", name


def dataclass_names(path: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Yield the fields of the public dataclasses of a file."""
    for node in ast.walk(parse(path)):
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        if any(decorator.startswith("dataclass") for decorator in decorators):
            for statement in node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    yield f"{path.relative_to(root)}:{statement.lineno}", statement.target.id


def assigned(node: ast.ClassDef) -> Iterator[tuple[int, str, ast.expr]]:
    """Yield line, name and value of the assignments of a class body."""
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.lineno, statement.targets[0].id, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield statement.lineno, ast.unparse(statement.target), statement.value


def is_field(value: ast.expr) -> bool:
    """Say whether an assigned value makes a database field."""
    return isinstance(value, ast.Call) and bool(FIELD.search(dotted(value.func)))


def snake(name: str) -> str:
    """Write a class name as a field name."""
    return CAMEL.sub("_", name).lower()


def french_part(name: str, english: frozenset[str]) -> str:
    """Return what is left of a name without the English words at its ends."""
    words = [word for word in name.strip("_").split("_") if word]
    while words and (words[0] in english or words[0].isdigit()):
        words.pop(0)
    while words and (words[-1] in english or words[-1].isdigit()):
        words.pop()
    return "_".join(words)


def is_chain(term: str, defined: frozenset[str], english: frozenset[str]) -> bool:
    """Say whether a name is made of defined terms set side by side: `perimetre_commune`."""
    if not term or singular(term) in defined or term in english:
        return True
    words = term.split("_")
    return any(
        is_chain("_".join(words[:cut]), defined, english)
        and is_chain("_".join(words[cut:]), defined, english)
        for cut in range(1, len(words))
    )


def undefined_terms(root: Path) -> list[str]:
    """Name the French terms without a line in the glossary."""
    english, defined = english_words(), terms(root)
    found = []
    for place, name in names(root):
        term = french_part(name, english)
        if term and singular(name) not in defined and not is_chain(term, defined, english):
            found.append(f"{place} « {name} »: no line for « {term} » in GLOSSAIRE.md")
    return found
