"""The workspace: the one folder where an installation keeps its data."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DIR = "var/demo"
ENVIRONMENT_NAME = "ESSOR_DIR"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of a workspace; nothing is created by asking for a path."""

    root: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Workspace":
        """Return the workspace that ``ESSOR_DIR`` names, ``./var/demo`` when unset."""
        return cls(Path(environ.get(ENVIRONMENT_NAME) or DEFAULT_DIR).expanduser().resolve())

    @property
    def database(self) -> Path:
        """SQLite file, used when no ``DATABASE_URL`` is given."""
        return self.root / "essor.sqlite3"

    @property
    def files(self) -> Path:
        """Uploaded documents, named by their SHA-256."""
        return self.root / "fichiers"

    @property
    def static_files(self) -> Path:
        """Collected, hashed static files."""
        return self.root / "statiques"

    @property
    def mail(self) -> Path:
        """Outgoing messages when no mail server is configured."""
        return self.root / "courriels"

    @property
    def secret_file(self) -> Path:
        """Secret key of this workspace, readable by its owner only."""
        return self.root / "secret.txt"

    @property
    def marker(self) -> Path:
        """File that makes the workspace a demonstration."""
        return self.root / "demonstration.json"

    @property
    def is_demonstration(self) -> bool:
        """Tell whether demonstration accounts are allowed here."""
        return self.marker.is_file()

    def make(self, *, demonstration: bool) -> None:
        """Create the folders, the secret and, if asked, the demonstration marker."""
        self.root.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.root, self.files, self.static_files, self.mail):
            # Documents and messages hold private data: the owner of the service alone enters.
            folder.mkdir(mode=0o700, exist_ok=True)
        self.secret_key()
        if demonstration and not self.marker.exists():
            text = json.dumps({"demonstration": True}, ensure_ascii=False)
            self.marker.write_text(text + "\n", encoding="utf-8")

    def secret_key(self) -> str:
        """Return the secret of this workspace, drawn once."""
        if not self.secret_file.exists():
            self.root.mkdir(parents=True, exist_ok=True)
            self.secret_file.touch(mode=0o600)
            self.secret_file.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        return self.secret_file.read_text(encoding="utf-8").strip()
