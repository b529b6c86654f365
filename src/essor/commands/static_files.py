"""Collects the static files of the site, only when they changed."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from essor.commands.workspace import current_workspace

STAMP = "statiques.json"
MANIFEST = "staticfiles.json"


def collect() -> str:
    """Bring the collected files up to date; return what was done, in French."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = current_workspace().root / STAMP
    wanted = fingerprint([Path(folder) for folder in settings.STATICFILES_DIRS])
    if (Path(settings.STATIC_ROOT) / MANIFEST).is_file() and _read(stamp) == wanted:
        return "à jour"
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(json.dumps({"empreinte": wanted}) + "\n", encoding="utf-8")
    return "fait"


def fingerprint(folders: list[Path]) -> str:
    """Return the SHA-256 of every source file and of what processes them."""
    digest = hashlib.sha256(f"{version('django')} {version('whitenoise')}".encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    try:
        return str(json.loads(stamp.read_text(encoding="utf-8"))["empreinte"])
    except (OSError, ValueError, KeyError):
        return ""
