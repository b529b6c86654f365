"""A file between its preview and its confirmation: kept a day, for the session that sent it."""

import hashlib
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from essor.foundations.errors import UserFault

SESSION_KEY = "import_en_attente"
KEPT_SECONDS = 24 * 3600


def stage(request: HttpRequest, *, code: str, name: str, content: bytes, **options: Any) -> None:
    """Keep a file for this session, and forget the old ones of everybody."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    _forget_old(folder)
    digest = hashlib.sha256(content).hexdigest()
    (folder / digest).write_bytes(content)
    request.session[SESSION_KEY] = {"code": code, "name": name, "sha256": digest, **options}


def staged(request: HttpRequest, code: str) -> dict[str, Any] | None:
    """Return what this session staged for a territory, its content included; None if nothing."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or kept["code"] != code:
        return None
    path = _folder() / kept["sha256"]
    if not path.is_file():
        raise UserFault.single(
            "Le fichier de l'aperçu n'est plus là : il a été envoyé il y a plus d'un jour.",
            expected="envoyer le fichier à nouveau",
        )
    return {**kept, "content": path.read_bytes()}


def forget(request: HttpRequest) -> None:
    """Forget what this session staged."""
    request.session.pop(SESSION_KEY, None)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports-en-attente"


def _forget_old(folder: Path) -> None:
    limit = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
