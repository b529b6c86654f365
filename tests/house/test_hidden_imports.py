"""No room reaches above itself through a string."""

from pathlib import Path

import pytest

from tests.house.rules.hidden_imports import hidden_imports

# A command line starts the application that the floor above describes.
EXCEPTIONS = {
    "src/essor/commands/workspace.py": "Django finds its settings by name",
}


def test_house_hides_no_import(root: Path):
    found = hidden_imports(root, EXCEPTIONS)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("place", "name", "count"),
    [
        ("records/plans/a.py", "essor.config.settings", 1),
        ("records/plans/a.py", "essor.web.plans.views", 1),
        ("web/a.py", "essor.commands.main", 1),
        ("engines/terres/a.py", "essor.observatory.catalogue", 1),
        ("config/a.py", "essor.web.plans.views", 0),
        ("web/a.py", "essor.web.plans.views", 0),
        ("web/a.py", "essor.records.plans", 0),
        ("records/a.py", "the room essor.web is above", 0),
    ],
)
def test_a_climbing_string_is_caught(tmp_path: Path, place: str, name: str, count: int):
    path = tmp_path / "src/essor" / place
    path.parent.mkdir(parents=True)
    path.write_text(f"def f():\n    return importlib.import_module({name!r})\n", encoding="utf-8")
    assert len(hidden_imports(tmp_path, {})) == count


def test_an_exception_without_need_is_caught(tmp_path: Path):
    (tmp_path / "src/essor").mkdir(parents=True)
    assert len(hidden_imports(tmp_path, EXCEPTIONS)) == len(EXCEPTIONS)
