"""Click speaks French in every command; a new sentence of a new Click fails here."""

import ast
import gettext
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from essor.commands import french
from essor.commands.main import essor

CLICK = Path(click.__file__).parent
# Faults of whoever writes a command, never shown to whoever types one.
FOR_PROGRAMMERS = {
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument "
    "instead? Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Unknown color {colour!r}",
    "Unknown standard stream '{name}'",
}
FIELDS = re.compile(r"\{(\w+)(?:!r)?\}|%\((\w+)\)s")
ENGLISH = re.compile(
    r"\b(usage|missing|no such|did you mean|invalid|error|unexpected|show this|show the|try '|"
    r"commands|required|default|integer|text|directory|filename|does not|requires|aborted)\b",
    re.IGNORECASE,
)


def asked(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """Yield the sentences that a module of Click asks a translation of."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        literal = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if literal and node.func.id in ("_", "ngettext"):
            yield tuple(str(text) for text in literal)


def sentences() -> list[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for path in CLICK.glob("*.py"):
        found |= set(asked(ast.parse(path.read_text(encoding="utf-8"))))
    return sorted(found)


def fields(text: str) -> set[str]:
    return {a or b for a, b in FIELDS.findall(text)}


def test_click_is_read() -> None:
    assert len(sentences()) > 50


@pytest.mark.parametrize("sentence", sentences(), ids=lambda texts: texts[0][:40])
def test_every_sentence_of_click_is_translated(sentence: tuple[str, ...]) -> None:
    if sentence[0] in FOR_PROGRAMMERS:
        return
    if len(sentence) == 1:
        assert sentence[0] in french.SENTENCES
        assert fields(french.SENTENCES[sentence[0]]) <= fields(sentence[0])
        return
    assert sentence[0] in french.COUNTED
    for translated in french.COUNTED[sentence[0]]:
        assert fields(translated) <= fields(sentence[0]) | fields(sentence[1])


def test_the_reader_of_click_sees_a_new_sentence() -> None:
    assert list(asked(ast.parse('x = _("Brand new")'))) == [("Brand new",)]
    assert ("Brand new",) not in sentences()


def test_the_table_holds_nothing_that_click_no_longer_says() -> None:
    said = {texts[0] for texts in sentences()} | {"required"}  # the one asked by a variable
    assert set(french.SENTENCES) | set(french.COUNTED) <= said


def test_every_module_that_asks_is_answered() -> None:
    for info in pkgutil.iter_modules([str(CLICK)]):
        if info.name == "_winconsole":
            continue
        module = importlib.import_module(f"click.{info.name}")
        assert getattr(module, "_", None) is not gettext.gettext, info.name
        assert getattr(module, "ngettext", None) is not gettext.ngettext, info.name


def test_the_rest_of_the_process_keeps_its_own_gettext() -> None:
    assert gettext.gettext("Usage:") == "Usage:"


def test_zero_and_one_are_singular() -> None:
    words = french.French()
    asked_for = ("Got unexpected extra argument ({args})", "…")
    assert words.ngettext(*asked_for, 0) == words.ngettext(*asked_for, 1)
    assert words.ngettext(*asked_for, 2).startswith("Arguments en trop")
    assert words.ngettext("one thing", "things", 2) == "things"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("commande-inconnue", "Commande inconnue\u00a0: «\u00a0commande-inconnue\u00a0»."),
        ("territoire", "'observatoire', 'terres', 'territoires'\u00a0?"),
        ("plan impor", "Vouliez-vous dire 'import'\u00a0?"),
        ("--option-inconnue", "Option inconnue\u00a0: «\u00a0--option-inconnue\u00a0»."),
        ("comptes creer-administrateur", "Option manquante\u00a0: '--email'."),
        ("territoires show", "Argument manquant\u00a0: 'CODE'."),
        ("territoires show a b c", "Arguments en trop\u00a0: b c"),
        ("territoires list --region", "L'option «\u00a0--region\u00a0» attend une valeur."),
        ("territoires list --json=oui", "ne prend pas de valeur."),
        ("servir --port abc", "'--port'\u00a0: «\u00a0abc\u00a0» n'est pas un entier valide."),
        ("servir --port 70000", "70000 est hors de l'intervalle 1<=x<=65535."),
        ("sauvegarder --tout -o .", "«\u00a0.\u00a0» est un dossier."),
        ("--dir {file} check", "est un fichier."),
        ("plan export --territoire x -o y --format doc", "n'est pas l'un de 'xlsx', 'ods'"),
    ],
)
def test_faults_are_french_and_end_with_code_2(line: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "fichier"
    file.touch()
    result = CliRunner().invoke(essor, line.format(file=file).split())
    assert said in result.stderr
    assert result.exit_code == 2
    assert not ENGLISH.search(result.stderr), result.stderr


def commands(
    command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield every command of the tree with its context."""
    yield context.command_path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            sub = command.get_command(context, name)
            assert sub is not None
            yield from commands(sub, click.Context(sub, info_name=name, parent=context))


TREE = list(commands(essor, click.Context(essor, info_name="essor")))


def test_the_tree_of_commands_is_walked() -> None:
    assert {"essor comptes lister", "essor plan import"} <= {path for path, _, _ in TREE}


@pytest.mark.parametrize(("path", "command", "ctx"), TREE, ids=[path for path, _, _ in TREE])
def test_every_help_page_is_french(path: str, command: click.Command, ctx: click.Context) -> None:
    text = command.get_help(ctx)
    assert text.startswith(f"Utilisation\u00a0: {path}")
    assert "Afficher cette aide." in text
    assert not ENGLISH.search(text), text
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help, f"{path} {param.opts}"


@pytest.mark.parametrize("hidden", [False, True])
def test_questions_are_french(hidden: bool) -> None:
    @click.command()
    def ask() -> None:
        click.echo(click.prompt("Mot", hide_input=hidden, confirmation_prompt=True, type=int))

    asked_for = CliRunner().invoke(ask, input="abc\n12\n13\n12\n12\n").output
    assert "Une seconde fois" in asked_for
    assert "Erreur\u00a0: les deux saisies diffèrent." in asked_for
    if not hidden:
        assert "Erreur\u00a0: «\u00a0abc\u00a0» n'est pas un entier valide." in asked_for


def test_no_command_asks_yes_or_no_with_english_letters(root: Path) -> None:
    """``click.confirm`` answers to y and n whatever the language: a command asks otherwise."""
    for path in (root / "src/essor/commands").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("confirm", "confirmation_option"), path
