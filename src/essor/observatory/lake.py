"""The lake: one folder of Parquet files, replaced whole, read without any lock.

sources/<source>/<version>/   tables, rows refused, manifest.json
marts/<version>/              values of the indicators
current.json                  which versions are in force; replaced at once, last
"""

import json
import os
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CURRENT = "current.json"
KEPT_VERSIONS = 2
SAMPLE_PREFIX = "echantillon-"


@dataclass(frozen=True, slots=True)
class Lake:
    """Paths of a lake. Nothing is created by asking for a path."""

    root: Path

    def current(self) -> dict[str, Any]:
        """Return the versions in force: {"sources": {name: version}, "marts": version}."""
        path = self.root / CURRENT
        if not path.exists():
            return {"sources": {}, "marts": ""}
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def source_folder(self, source: str) -> Path | None:
        """Return the folder of a source in force, None when it was never loaded."""
        version = self.current()["sources"].get(source)
        return self.root / "sources" / source / version if version else None

    def manifest(self, source: str) -> dict[str, Any] | None:
        """Return what is known of a source in force, None when it was never loaded."""
        folder = self.source_folder(source)
        if folder is None:
            return None
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return found

    def samples(self) -> frozenset[str]:
        """Return the sources whose version in force is the sample shipped with Essor."""
        versions: Mapping[str, str] = self.current()["sources"]
        return frozenset(one for one in versions if is_sample_version(versions[one]))

    def marts_folder(self) -> Path | None:
        """Return the folder of the computed values in force, None before the first refresh."""
        version = self.current()["marts"]
        return self.root / "marts" / version if version else None

    def building(self) -> Path:
        """Make an empty folder beside the versions in force, for what is being built."""
        folder = self.root / "en_cours" / uuid.uuid4().hex
        folder.mkdir(parents=True)
        return folder

    def place(self, built: Path, *, kind: str, version: str) -> None:
        """Move what was built to its place; an identical version is already there."""
        target = self.root / kind / version
        if target.exists():
            shutil.rmtree(built)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        built.rename(target)

    def swap(self, current: Mapping[str, Any]) -> None:
        """Put versions in force, all at once: a reader sees the former ones or these."""
        temporary = self.root / f".{uuid.uuid4().hex}.json"
        temporary.write_text(json.dumps(current, indent=1, sort_keys=True), encoding="utf-8")
        os.replace(temporary, self.root / CURRENT)

    def prune(self) -> None:
        """Remove what is no more in force, but the version just before: a reader may be in it."""
        current = self.current()
        shutil.rmtree(self.root / "en_cours", ignore_errors=True)
        for folder in (self.root / "sources").glob("*"):
            _prune(folder, current["sources"].get(folder.name, ""))
        _prune(self.root / "marts", current["marts"])


def is_sample_version(version: str) -> bool:
    """Tell a version made of a shipped sample from one made of the producer's files."""
    return version.startswith(SAMPLE_PREFIX)


def _prune(folder: Path, in_force: str) -> None:
    if not folder.exists():
        return
    others = [one for one in folder.iterdir() if one.is_dir() and one.name != in_force]
    others.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for one in others[KEPT_VERSIONS - 1 :]:
        shutil.rmtree(one)
