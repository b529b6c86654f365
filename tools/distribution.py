"""Build the wheel, and recompute the lock files."""

import re
import shutil
import tempfile
from pathlib import Path

from tools import environment, frontend, network
from tools.console import Progress, SetupFailure, ToolFailure, run_quietly, say

ROOT = environment.ROOT
# What each lock file covers, in the words of `uv pip compile`.
LOCKS = {
    "base": ("pyproject.toml",),
    "web": ("pyproject.toml", "--extra", "web"),
    "dev": ("pyproject.toml", "--extra", "web", "--group", "dev"),
    "spark": ("pyproject.toml", "--extra", "spark"),
    "node": ("--group", "node"),
}
ADDRESS = re.compile(r"https?://|\bfile:", re.IGNORECASE)


def build() -> int:
    """Build the wheel in dist/, browser files included."""
    progress = Progress(4)
    with environment.exclusive():
        environment.prepare("dev", progress)
        frontend.prepare(progress)
    with progress.step("Construction du paquet"), tempfile.TemporaryDirectory() as folder:
        command = [environment.PYTHON, "-m", "build", "--wheel", "--no-isolation"]
        try:
            run_quietly([*command, "--outdir", folder, ROOT], cwd=ROOT)
        except ToolFailure as failure:
            raise SetupFailure(f"Le paquet n'a pas été construit :\n{failure.tail()}") from failure
        (made,) = Path(folder).glob("*.whl")
        target = ROOT / "dist" / made.name
        target.parent.mkdir(exist_ok=True)
        shutil.move(made, target)
    say(f"Paquet : {target}")
    return 0


def lock(*, upgrade: bool = False) -> int:
    """Recompute every lock file; with `upgrade`, to the newest allowed versions.

    Raises SetupFailure when uv or the network is missing, or when a lock names an address: a
    locked file is identified by its hash, wherever it comes from.
    """
    uv = environment.working_uv()
    if uv is None:
        raise SetupFailure("Le recalcul des verrous demande uv : python3 -m pip install uv")
    progress = Progress(len(LOCKS) + 1)
    with tempfile.TemporaryDirectory() as folder:
        fresh = {name: Path(folder) / f"{name}.txt" for name in LOCKS}
        for name, selection in LOCKS.items():
            with progress.step(f"requirements/{name}.txt"):
                shutil.copyfile(environment.lock_file(name), fresh[name])
                compile_lock([uv, "pip", "compile"], selection, fresh[name], upgrade)
        for name, path in fresh.items():
            shutil.copyfile(path, environment.lock_file(name))
    with progress.step("package-lock.json"):
        lock_npm()
    return 0


def compile_lock(
    command: list[str], selection: tuple[str, ...], target: Path, upgrade: bool
) -> None:
    """Resolve one lock file, and refuse it when it holds an address."""
    options = ["--python-version", "3.11", "--generate-hashes", "--universal", "--quiet"]
    options += ["--no-header", "--upgrade"] if upgrade else ["--no-header"]
    try:
        run_quietly([*command, *options, *selection, "--output-file", target], cwd=ROOT)
    except ToolFailure as failure:
        what = f"les versions à retenir dans {target.name}"
        raise SetupFailure(network.explain(what, failure)) from failure
    refuse_addresses(target)


def lock_npm() -> None:
    """Recompute package-lock.json without addresses."""
    options = ["--package-lock-only", "--omit-lockfile-registry-resolved"]
    try:
        run_quietly([*frontend.npm_command(), "install", *options, *frontend.NPM_OPTIONS], cwd=ROOT)
    except ToolFailure as failure:
        raise SetupFailure(network.explain("les paquets npm", failure)) from failure


def refuse_addresses(path: Path) -> None:
    """Raise SetupFailure when a lock file holds an address."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if ADDRESS.search(line):
            raise SetupFailure(f"{path.name}, ligne {number} : adresse refusée dans un verrou.")
