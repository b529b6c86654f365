"""Every French term has its line."""

from pathlib import Path

import pytest

from tests.house.rules import glossary

HEADER = "| terme | English | définition | source | où dans le code |\n|---|---|---|---|---|\n"


def test_every_french_name_is_defined(root: Path):
    found = glossary.undefined_terms(root)
    assert not found, "\n" + "\n".join(found)


def test_no_french_term_hides_among_the_english_words(root: Path):
    # `source` or `note` read the same in both languages; a term of the programme does not.
    terms = {"action", "plan", "axe", "phase", "structure", "pilote", "perimetre", "commune"}
    assert not terms & glossary.english_words()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "GLOSSAIRE.md").write_text(
        HEADER
        + "| action | action | une opération du plan | ANCT | `records/plans` |\n"
        + "| code commune INSEE | commune code | code officiel | INSEE | `code_commune_insee` |\n",
        encoding="utf-8",
    )
    (tmp_path / "src/essor/records/plans").mkdir(parents=True)
    (tmp_path / "src/essor/references").mkdir(parents=True)
    return tmp_path


def model(tree: Path, text: str) -> list[str]:
    (tree / "src/essor/records/plans/models.py").write_text(text, encoding="utf-8")
    return [fault.partition("« ")[2] for fault in glossary.undefined_terms(tree)]


def test_a_field_without_a_line_is_caught(tree: Path):
    faults = model(
        tree,
        "class Action(Tracked):\n    echeance_on = models.DateField()\n"
        "    code_commune_insee = models.CharField()\n    created_at = models.DateTimeField()\n",
    )
    assert faults == ["echeance_on »: no line for « echeance » in GLOSSAIRE.md"]


def test_a_model_without_a_line_is_caught(tree: Path):
    faults = model(tree, "class LigneBudget(Tracked):\n    value = models.DecimalField()\n")
    assert faults == ["ligne_budget »: no line for « ligne_budget » in GLOSSAIRE.md"]


def test_a_relation_without_a_line_is_caught(tree: Path):
    faults = model(tree, "class Action(Tracked):\n    pilote = ForeignKey(User, CASCADE)\n")
    assert faults == ["pilote »: no line for « pilote » in GLOSSAIRE.md"]


def test_plurals_and_prefixes_need_no_second_line(tree: Path):
    text = "class Action(Tracked):\n    codes_commune_insee = models.JSONField()\n"
    assert model(tree, text + "    parent_action = models.ForeignKey('self')\n") == []


def test_a_chain_of_defined_terms_needs_no_line_of_its_own(tree: Path):
    text = "class ActionLoi(Tracked):\n    action_commune = models.CharField()\n"
    assert model(tree, text) == [
        "action_loi »: no line for « action_loi » in GLOSSAIRE.md",
        "action_commune »: no line for « action_commune » in GLOSSAIRE.md",
    ]
    glossary_file = tree / "GLOSSAIRE.md"
    line = "| {} | x | x | x | x |\n"
    text_before = glossary_file.read_text(encoding="utf-8")
    added = line.format("loi") + line.format("commune")
    glossary_file.write_text(text_before + added, encoding="utf-8")
    assert glossary.undefined_terms(tree) == []


def test_a_dataclass_field_without_a_line_is_caught(tree: Path):
    (tree / "src/essor/references/perimetre.py").write_text(
        "@dataclass(frozen=True)\nclass Membre:\n    siren_membre: str\n    name: str\n",
        encoding="utf-8",
    )
    (fault,) = glossary.undefined_terms(tree)
    assert "« siren_membre »" in fault


def test_a_parameter_folder_without_a_line_is_caught(tree: Path):
    folder = tree / "src/essor/references/parameters/programme"
    folder.mkdir(parents=True)
    (folder / "phases.yaml").write_text("", encoding="utf-8")
    (fault,) = glossary.undefined_terms(tree)
    assert "« programme »" in fault
