"""The generated reference says what the code does."""

from pathlib import Path

import pytest

from tools.reference import pages


def stale_pages(folder: Path) -> list[str]:
    return [
        f"docs/reference/{name} n'est plus à jour : python3 dev.py reference"
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def test_the_reference_is_up_to_date(root: Path):
    found = stale_pages(root / "docs" / "reference")
    assert not found, "\n" + "\n".join(found)


def test_every_page_of_the_folder_is_generated(root: Path):
    found = {path.name for path in (root / "docs" / "reference").iterdir()}
    assert found == set(pages())


@pytest.mark.parametrize("change", [str.upper, lambda text: text + "\n", lambda text: text[:-2]])
def test_a_stale_page_is_caught(tmp_path: Path, change):
    for name, text in pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stale_pages(tmp_path) == []
    changed = tmp_path / "ligne-de-commande.md"
    changed.write_text(change(changed.read_text(encoding="utf-8")), encoding="utf-8")
    assert len(stale_pages(tmp_path)) == 1


def test_a_missing_page_is_caught(tmp_path: Path):
    assert len(stale_pages(tmp_path)) == len(pages())
