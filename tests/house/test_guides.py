"""The guides name commands, options, settings and files that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from essor.commands.main import essor

# `essor` as a command, not as the name of a Unix account or of a database.
COMMAND = re.compile(r"(?:^\s*|/bin/|« |dev\.py )essor ((?:--)?[a-z][^`»\n|)']*)")
SETTING = re.compile(r"\bESSOR_[A-Z_]+\b")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
PAGES = ("docs/guides/*.md", "docs/decisions/*.md", "*.md", "benchmarks/*.md")


def pages(root: Path) -> list[Path]:
    return [path for pattern in PAGES for path in sorted(root.glob(pattern))]


def code_lines(text: str) -> Iterator[str]:
    """Yield what a reader may type: fenced blocks and inline code."""
    fenced = re.findall(r"```.*?\n(.*?)```", text, re.DOTALL)
    for block in fenced:
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def unknown_words(line: str) -> list[str]:
    """Return what the command line would refuse in the `essor` command of a line."""
    found = COMMAND.search(line)
    if not found:
        return []
    command: click.Command = essor
    context = click.Context(essor, info_name="essor")
    for word in found.group(1).split():
        options = {name for param in command.params for name in (*param.opts, "--help")}
        if word.startswith("--"):
            if word.partition("=")[0] not in options:
                return [f"{context.command_path} {word}"]
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z-]+", word):
            sub = command.get_command(context, word)
            if sub is None:
                return [f"{context.command_path} {word}"]
            command, context = sub, click.Context(sub, info_name=word, parent=context)
    return []


def guide_faults(root: Path, settings: str) -> list[str]:
    found = []
    for path in pages(root):
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(root)
        for line in code_lines(text):
            found += [f"{place}: no command « {words} »" for words in unknown_words(line)]
        for name in sorted(set(SETTING.findall(text))):
            if name not in settings:
                found.append(f"{place}: no setting {name}")
        for target in LINK.findall(text):
            if "://" not in target and not (path.parent / target).exists():
                found.append(f"{place}: no file {target}")
    return found


def test_guides_are_true(root: Path):
    sources = [*(root / "src").rglob("*.py"), *(root / "tools").glob("*.py")]
    settings = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = guide_faults(root, settings)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("```\nessor voler --tout\n```", "no command « essor voler »"),
        ("```\n/opt/essor/bin/essor migrer --vite\n```", "no command « essor migrer --vite »"),
        ("`essor references inventer`", "no command « essor references inventer »"),
        ("`ESSOR_INVENTEE`", "no setting ESSOR_INVENTEE"),
        ("[page](absente.md)", "no file absente.md"),
    ],
)
def test_a_false_guide_is_caught(tmp_path: Path, text: str, fault: str):
    (tmp_path / "docs/guides").mkdir(parents=True)
    (tmp_path / "docs/guides/faux.md").write_text(text, encoding="utf-8")
    assert guide_faults(tmp_path, "ESSOR_DIR") == [f"docs/guides/faux.md: {fault}"]


@pytest.mark.parametrize(
    "text", ["`essor migrer`", "`ESSOR_DIR`", "`essor references list --json`"]
)
def test_a_true_guide_passes(tmp_path: Path, text: str):
    (tmp_path / "docs/guides").mkdir(parents=True)
    (tmp_path / "docs/guides/vrai.md").write_text(text, encoding="utf-8")
    assert guide_faults(tmp_path, "ESSOR_DIR") == []
