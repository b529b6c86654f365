"""What an archive says of itself: its format, its scope, and the digest of every member."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from essor.foundations.errors import FaultGatherer, Place, UserFault

FORMAT = "essor-sauvegarde"
VERSION = 1
NAME = "manifest.json"
SHA256 = re.compile(r"[0-9a-f]{64}")
ROWS_NAME = re.compile(r"donnees/([a-z_]+\.[a-z_]+)\.jsonl")
FILE_NAME = re.compile(r"fichiers/([0-9a-f]{64})")


class Scope(StrEnum):
    """What an archive holds."""

    TERRITOIRE = "territoire"
    INSTALLATION = "installation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of the archive; ``rows`` is None for an uploaded file."""

    name: str
    sha256: str
    size_bytes: int
    rows: int | None = None

    @property
    def kind(self) -> str:
        """Name of the table, ``plans.action``; empty for an uploaded file."""
        found = ROWS_NAME.fullmatch(self.name)
        return found[1] if found else ""

    @property
    def digest(self) -> str:
        """Digest under which an uploaded file is kept; empty for a table."""
        found = FILE_NAME.fullmatch(self.name)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Head of an archive.

    territoires : codes of the territories, empty for a whole installation
    migrations : application -> last migration that the data went through
    missing_files : digests that the data names and that the folder no longer held, or held altered
    """

    scope: Scope
    territoires: tuple[str, ...]
    essor: str
    made_at: dt.datetime
    migrations: Mapping[str, str]
    members: tuple[Member, ...]
    missing_files: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Write the manifest as it stands in the archive."""
        data = {
            "format": FORMAT,
            "version": VERSION,
            "portee": self.scope.value,
            "territoires": list(self.territoires),
            "essor": self.essor,
            "made_at": self.made_at.isoformat(),
            "migrations": dict(sorted(self.migrations.items())),
            "missing_files": list(self.missing_files),
            "members": [asdict(member) for member in self.members],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    def rows_of(self, kind: str) -> Member | None:
        """Return the member that holds a table, None when the archive has none."""
        return next((member for member in self.members if member.kind == kind), None)


def parse_manifest(text: str) -> Manifest:
    """Read a manifest. Raises UserFault with everything that is wrong in it."""
    data = _load(text)
    with FaultGatherer() as faults:
        members = tuple(_members(data.get("members"), faults))
        scope = _one_of(Scope, data.get("portee"), faults)
        made_at = _instant(data.get("made_at"), faults)
        lists = {name: _texts(data.get(name), name, faults) for name in _LISTS}
        migrations = data.get("migrations")
        if not isinstance(migrations, dict):
            _fault(faults, "migrations", migrations, "une table application → migration")
    assert scope is not None
    assert made_at is not None
    assert isinstance(migrations, dict)
    return Manifest(
        scope=scope,
        territoires=lists["territoires"],
        essor=str(data.get("essor", "")),
        made_at=made_at,
        migrations={str(app): str(name) for app, name in migrations.items()},
        members=members,
        missing_files=lists["missing_files"],
    )


_LISTS = ("territoires", "missing_files")


def _load(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_ours(str(error)) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _not_ours("")
    if data.get("version") != VERSION:
        raise UserFault.single(
            "Cette version du format de sauvegarde n'est pas connue.",
            value=str(data.get("version")),
            expected=f"la version {VERSION}, ou une version plus récente d'Essor",
            code="version",
        )
    return data


def _not_ours(detail: str) -> UserFault:
    return UserFault.single(
        "Le fichier n'est pas une sauvegarde d'Essor.",
        value=detail or None,
        expected=f"une archive produite par «\u00a0essor sauvegarder\u00a0», avec {NAME}",
        code="format",
    )


def _members(found: object, faults: FaultGatherer) -> list[Member]:
    if not isinstance(found, list):
        _fault(faults, "members", found, "la liste des membres")
        return []
    members = [member for item in found if (member := _member(item, faults)) is not None]
    names = [member.name for member in members]
    for name in sorted({name for name in names if names.count(name) > 1}):
        _fault(faults, "members", name, "chaque membre une seule fois")
    return members


def _member(item: object, faults: FaultGatherer) -> Member | None:
    fields = {"name": str, "sha256": str, "size_bytes": int, "rows": int | None}
    if (
        isinstance(item, dict)
        and item.keys() == fields.keys()
        and all(isinstance(item[name], kind) for name, kind in fields.items())
    ):
        member = Member(**item)
        is_table = bool(member.kind) and member.rows is not None
        if SHA256.fullmatch(member.sha256) and (is_table or member.digest == member.sha256):
            return member
    _fault(faults, "members", str(item), "un membre avec son nom, sa taille et son empreinte")
    return None


def _texts(found: object, name: str, faults: FaultGatherer) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        _fault(faults, name, found, "une liste de textes")
        return ()
    return tuple(found)


def _one_of(kind: type[Scope], found: object, faults: FaultGatherer) -> Scope | None:
    try:
        return kind(str(found))
    except ValueError:
        _fault(faults, "portee", found, ", ".join(member.value for member in kind))
        return None


def _instant(found: object, faults: FaultGatherer) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(found))
    except ValueError:
        _fault(faults, "made_at", found, "une date et une heure ISO 8601")
        return None


def _fault(faults: FaultGatherer, field: str, found: object, expected: str) -> None:
    faults.add_message(
        "Le manifeste de la sauvegarde est faux.",
        place=Place(file=NAME, field=field),
        value=None if found is None else str(found),
        expected=expected,
        code="manifeste",
    )
