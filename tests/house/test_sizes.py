"""The rules on sizes hold here, and are shown to fail on broken trees."""

from pathlib import Path

import pytest

from tests.house.rules import sizes

RULES = [
    sizes.long_files,
    sizes.empty_names,
    sizes.long_functions,
    sizes.folders_without_init,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_house_respects(rule, root: Path):
    found = rule(root)
    assert not found, "\n" + "\n".join(found)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def function(name: str, lines: int) -> str:
    body = "\n".join(f"    x{number} = {number}" for number in range(lines - 1))
    return f"def {name}():\n{body}\n\n\n"


def test_a_file_of_501_lines_is_caught(tmp_path: Path):
    write(tmp_path / "src/essor/web/page.html", "<p>\n" * 501)
    write(tmp_path / "src/essor/web/views.py", "x = 1\n" * 500)
    assert sizes.long_files(tmp_path) == ["src/essor/web/page.html: 501 lines, limit 500"]


@pytest.mark.parametrize("name", ["utils.py", "helpers/__init__.py", "common.py", "misc.py"])
def test_a_name_that_says_nothing_is_caught(tmp_path: Path, name: str):
    write(tmp_path / "src/essor/records" / name, "")
    assert len(sizes.empty_names(tmp_path)) == 1


def test_a_function_over_the_limit_is_caught(tmp_path: Path):
    write(tmp_path / "src/a.py", function("long", 61) + function("short", 3) * 40)
    (fault,) = sizes.long_functions(tmp_path)
    assert fault == "src/a.py:1 long: 61 lines, limit 60"


def test_too_many_long_functions_are_caught(tmp_path: Path):
    write(tmp_path / "src/a.py", function("long", 31) * 2 + function("short", 3) * 20)
    (fault,) = sizes.long_functions(tmp_path)
    assert fault.startswith("2 functions of 22 over 30 lines")


def test_a_high_median_is_caught(tmp_path: Path):
    write(tmp_path / "src/a.py", function("middling", 12) * 5)
    assert sizes.long_functions(tmp_path) == ["median function: 12 lines, limit 10"]


def test_a_docstring_does_not_count(tmp_path: Path):
    docstring = '    """\n' + "    word\n" * 80 + '    """\n'
    write(tmp_path / "src/a.py", f"def explained():\n{docstring}    return 1\n")
    assert sizes.function_lengths(tmp_path) == {"src/a.py:1 explained": 2}


def test_a_folder_without_init_is_caught(tmp_path: Path):
    write(tmp_path / "src/essor/web/views.py", "")
    assert sizes.folders_without_init(tmp_path) == ["src/essor/web: no __init__.py"]
