"""What may be committed, and what must be written beside it."""

import re
import tomllib
from pathlib import Path

from tests.house.rules.tree import files

HEAVIEST = 400 * 1024
# Written in pieces: this very file is read by the rule.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("proxy", "golang", "org"),
    )
)
THIRD_PARTY = re.compile(r"(^|/)(vendor|node_modules)/|\.min\.(js|css)$|\.(woff2?|ttf|otf|eot)$")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
METHOD_HEADINGS = ("question", "equations", "hypotheses", "limites", "sources")


def heavy_files(root: Path, paths: list[str]) -> list[str]:
    """Name the files over the limit."""
    return [
        f"{path}: {(root / path).stat().st_size // 1024} KiB, limit {HEAVIEST // 1024}"
        for path in paths
        if (root / path).stat().st_size > HEAVIEST
    ]


def third_party_files(paths: list[str]) -> list[str]:
    """Name the files that look like somebody else's, or like a build's."""
    return [path for path in paths if THIRD_PARTY.search(path)]


def registry_hosts(root: Path, paths: list[str]) -> list[str]:
    """Name the files that write where packages come from: hashes say what they are."""
    found = []
    for path in paths:
        text = (root / path).read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path}: names {host}" for host in REGISTRIES if host in text]
    return found


def unfinished(root: Path) -> list[str]:
    """Name the notes to oneself left in the source."""
    return [
        f"{path.relative_to(root)}:{number} {match.group()}"
        for path in files(root / "src", ".py", ".html", ".css", ".js", ".yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := UNFINISHED.search(line))
    ]


def unexplained_dependencies(root: Path) -> list[str]:
    """Name the dependencies without a comment that says why they are there."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    project = data["project"]
    wanted = [
        *project.get("dependencies", []),
        *(each for group in project.get("optional-dependencies", {}).values() for each in group),
        *(each for group in data.get("dependency-groups", {}).values() for each in group),
    ]
    lines = text.splitlines()
    return [
        f"pyproject.toml: {requirement} without a reason"
        for requirement in wanted
        if not any(re.search(rf'"{re.escape(requirement)}",?\s+#\s*\w', line) for line in lines)
    ]


def changelog_faults(root: Path) -> list[str]:
    """Say whether the changelog is open for what comes next."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    return [] if "\n## À paraître\n" in text else ["CHANGELOG.md: no section « À paraître »"]


def engines_without_method(root: Path) -> list[str]:
    """Name the engines whose question, equations, hypotheses, limits and sources are not told."""
    found = []
    for engine in sorted((root / "src" / "essor" / "engines").glob("*/__init__.py")):
        page = root / "docs" / "methodes" / f"{engine.parent.name}.md"
        if not page.exists():
            found.append(f"docs/methodes/{page.name} is missing")
            continue
        lines = page.read_text(encoding="utf-8").lower().translate(str.maketrans("éèê", "eee"))
        found += [
            f"docs/methodes/{page.name}: no section « {heading} »"
            for heading in METHOD_HEADINGS
            if not re.search(rf"^## {heading}", lines, re.MULTILINE)
        ]
    return found
