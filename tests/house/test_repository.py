"""What is committed is ours, small, finished and explained."""

import subprocess
from pathlib import Path

import pytest

from tests.house.rules import repository
from tests.house.rules.tree import committed


@pytest.fixture(scope="module")
def paths(root: Path) -> list[str]:
    if not (root / ".git").exists():
        pytest.skip("cette copie n'est pas un dépôt git : on ne sait pas ce qui est livré")
    return committed(root)


def test_committed_files_are_light(root: Path, paths: list[str]):
    found = repository.heavy_files(root, paths)
    assert not found, "\n" + "\n".join(found)


def test_nothing_of_others_is_committed(paths: list[str]):
    found = repository.third_party_files(paths)
    assert not found, "\n" + "\n".join(found)


def test_no_registry_is_named(root: Path, paths: list[str]):
    found = repository.registry_hosts(root, paths)
    assert not found, "\n" + "\n".join(found)


def test_nothing_is_left_unfinished(root: Path):
    found = repository.unfinished(root)
    assert not found, "\n" + "\n".join(found)


def test_each_dependency_says_why(root: Path):
    found = repository.unexplained_dependencies(root)
    assert not found, "\n" + "\n".join(found)


def test_the_changelog_is_open(root: Path):
    found = repository.changelog_faults(root)
    assert not found, "\n" + "\n".join(found)


def test_each_engine_has_its_method_page(root: Path):
    found = repository.engines_without_method(root)
    assert not found, "\n" + "\n".join(found)


# The tests of the tests.


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_heavy_file_is_caught(tmp_path: Path):
    write(tmp_path / "data.csv", "x" * (400 * 1024 + 1))
    write(tmp_path / "light.csv", "x" * (400 * 1024))
    assert len(repository.heavy_files(tmp_path, ["data.csv", "light.csv"])) == 1


@pytest.mark.parametrize(
    "path",
    [
        "src/essor/web/static/vendor/htmx/htmx.js",
        "src/essor/web/static/essor/map.min.js",
        "fonts/a.woff2",
        "node_modules/a/index.js",
    ],
)
def test_a_file_of_others_is_caught(path: str):
    assert repository.third_party_files([path, "src/essor/web/static/essor/map.js"]) == [path]


def test_a_registry_is_caught(tmp_path: Path):
    host = repository.REGISTRIES[0]
    write(tmp_path / "a.txt", f"--index-url https://{host}/simple")
    assert repository.registry_hosts(tmp_path, ["a.txt"]) == [f"a.txt: names {host}"]


def test_a_note_to_oneself_is_caught(tmp_path: Path):
    write(tmp_path / "src/essor/a.py", "x = 1  # " + "TODO" + " later\n")
    assert len(repository.unfinished(tmp_path)) == 1


def test_a_dependency_without_reason_is_caught(tmp_path: Path):
    write(
        tmp_path / "pyproject.toml",
        '[project]\ndependencies = [\n  "click>=8",  # the command line\n  "PyYAML>=6",\n]\n'
        '[dependency-groups]\ndev = [\n  "pytest>=8",  #\n]\n',
    )
    assert repository.unexplained_dependencies(tmp_path) == [
        "pyproject.toml: PyYAML>=6 without a reason",
        "pyproject.toml: pytest>=8 without a reason",
    ]


def test_a_closed_changelog_is_caught(tmp_path: Path):
    write(tmp_path / "CHANGELOG.md", "# Journal\n\n## 0.1.0\n")
    assert len(repository.changelog_faults(tmp_path)) == 1


def test_an_engine_without_method_is_caught(tmp_path: Path):
    write(tmp_path / "src/essor/engines/terres/__init__.py", "")
    write(tmp_path / "src/essor/engines/friches/__init__.py", "")
    write(
        tmp_path / "docs/methodes/terres.md",
        "# Terres\n## Question\n## Équations\n## Hypothèses\n## Sources\n",
    )
    assert repository.engines_without_method(tmp_path) == [
        "docs/methodes/friches.md is missing",
        "docs/methodes/terres.md: no section « limites »",
    ]


def test_committed_lists_new_files_and_not_ignored_ones(tmp_path: Path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    write(tmp_path / ".gitignore", "vendor/\n")
    write(tmp_path / "vendor/a.js", "")
    write(tmp_path / "new.py", "")
    assert sorted(committed(tmp_path)) == [".gitignore", "new.py"]
