"""Relations name classes."""

from pathlib import Path

import pytest

from tests.house.rules.relations import string_relations


def test_house_names_classes(root: Path):
    found = string_relations(root)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("plan = models.ForeignKey('plans.Plan', on_delete=models.CASCADE)", 1),
        ("plan = models.ForeignKey(to='Plan', on_delete=models.CASCADE)", 1),
        ("tags = models.ManyToManyField(Tag, through='Tagging')", 1),
        ("plan = models.ForeignKey(Plan, on_delete=models.CASCADE)", 0),
        ("parent = models.ForeignKey('self', on_delete=models.CASCADE)", 0),
        ("author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)", 0),
    ],
)
def test_a_string_is_caught(tmp_path: Path, code: str, count: int):
    path = tmp_path / "src/essor/records/plans/models.py"
    path.parent.mkdir(parents=True)
    path.write_text(f"class Action(models.Model):\n    {code}\n", encoding="utf-8")
    assert len(string_relations(tmp_path)) == count
