"""What a workspace remembers of the work already done, so that it is not done again.

A stamp only saves time: without it everything is checked again, and nothing is lost.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from essor.commands.workspace import current_workspace

FILE = "empreintes.json"


def is_stamped(name: str, value: str) -> bool:
    """Tell whether this work was done on exactly this."""
    return _read().get(name) == value


def stamp(name: str, value: str) -> None:
    """Remember that this work was done on exactly this."""
    text = json.dumps(_read() | {name: value}, indent=1, sort_keys=True)
    (current_workspace().root / FILE).write_text(text + "\n", encoding="utf-8")


def forget(name: str) -> None:
    """Forget a work that is about to be done again."""
    stamp(name, "")


def digest_of(folders: Iterable[Path], *words: str) -> str:
    """Return the SHA-256 of the files of some folders, compiled Python apart, and of some words."""
    digest = hashlib.sha256("\n".join(words).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.suffix == ".pyc":
                continue
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _read() -> dict[str, str]:
    try:
        found = json.loads((current_workspace().root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
