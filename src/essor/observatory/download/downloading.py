"""Bring every file of some sources into one folder, from which they are then read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from essor.foundations.errors import Fault, Place, UserFault
from essor.observatory import geography
from essor.observatory.download.asking import Ask, Asker
from essor.observatory.download.caller import Caller
from essor.observatory.download.checksums import checksum_of
from essor.observatory.download.collecting import Collected, collect_answers, collect_pages
from essor.observatory.download.fetching import MOST_BYTES, Wanted, fetch
from essor.observatory.download.kept import Kept
from essor.observatory.download.patience import Patience
from essor.observatory.geography import Niveau
from essor.observatory.lock import only_refresh
from essor.observatory.source import Collect, RawFile, SourceDescription

MB = 1_000_000
UNREACHABLE = frozenset({"injoignable", "coupure"})
# VigiEau: no zone here, several zones of a kind, cannot tell. All are answers.
ANSWERS = frozenset({200, 404, 409, 500})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file.

    state : telecharge (new bytes), inchange, sans_adresse (to be put in a folder by hand),
    a_preciser (an interface asked place by place, and no place was given), refuse, hors_ligne
    (not even tried: no producer answers)
    """

    source: SourceDescription
    raw: RawFile
    state: str
    kept: Kept | None = None
    faults: tuple[Fault, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "source": self.source.name, "file": self.raw.role, "state": self.state,
            "href": self.raw.href, "page": self.source.page,
            "bytes": self.kept.bytes if self.kept else None,
            "sha256": self.kept.sha256 if self.kept else None,
            "checked_by": self.kept.checked_by if self.kept else None,
            "fetched_at": self.kept.fetched_at if self.kept else None,
            "faults": [one.as_dict() for one in self.faults],
        }  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Download:
    """Brings files into a folder.

    territoires : codes of the territories about whose communes an interface is asked
    on_progress : source, file, here, all (bytes, or answers of an interface)
    """

    folder: Path
    at: datetime
    caller: Caller
    patience: Patience
    territoires: Sequence[str] = ()
    on_progress: Callable[[SourceDescription, RawFile, int, int | None], None] = (
        lambda _source, _raw, _here, _all: None
    )
    _silent: set[str] = field(default_factory=set)
    _heard: set[str] = field(default_factory=set)

    def bring(
        self,
        sources: Sequence[SourceDescription],
        *,
        is_waiting: bool = False,
        on_wait: Callable[[str], None] = lambda _: None,
    ) -> list[Outcome]:
        """Bring every file that has an address; one that fails leaves the others alone.

        Raises UserFault when another download fills the same folder.
        """
        with only_refresh(self.folder, at=self.at, is_waiting=is_waiting, on_wait=on_wait):
            return [self._outcome(source, raw) for source in sources for raw in source.files]

    def _outcome(self, source: SourceDescription, raw: RawFile) -> Outcome:
        if not raw.href:
            return Outcome(source=source, raw=raw, state="sans_adresse")
        if raw.collect is Collect.REPONSES and not self.territoires:
            return Outcome(source=source, raw=raw, state="a_preciser")
        host = urlsplit(raw.href).hostname or ""
        # Two producers in a row that nobody reaches, and none that answers: this machine is alone.
        if host in self._silent or (len(self._silent) > 1 and not self._heard):
            return Outcome(source=source, raw=raw, state="hors_ligne")
        try:
            kept, is_new = self._brought(source, raw)
        except UserFault as refused:
            (self._silent if _is_silent(refused) else self._heard).add(host)
            place = Place(file=f"{source.name}, {raw.role}")
            faults = tuple(one.at(place) for one in refused.faults)
            return Outcome(source=source, raw=raw, state="refuse", faults=faults)
        self._heard.add(host)
        state = "telecharge" if is_new else "inchange"
        return Outcome(source=source, raw=raw, state=state, kept=kept)

    def _brought(self, source: SourceDescription, raw: RawFile) -> tuple[Kept, bool]:
        path = self.folder / source.name / file_name(raw)

        def on_progress(here: int, whole: int | None) -> None:
            self.on_progress(source, raw, here, whole)

        if raw.collect is Collect.FICHIER:
            wanted = Wanted(
                href=raw.href, path=path, at=self.at, on_progress=on_progress,
                most_bytes=raw.most_mb * MB or MOST_BYTES,
                checksum=checksum_of(raw.href, self._asker()),
            )  # fmt: skip
            return fetch(wanted, caller=self.caller, patience=self.patience)
        is_by_commune = raw.collect is Collect.REPONSES
        places = communes_of(self.territoires) if is_by_commune else departements(self.territoires)
        collected = Collected(
            href=raw.href, path=path, places=places, at=self.at, on_progress=on_progress
        )
        if is_by_commune:
            return collect_answers(collected, self._asker(good=ANSWERS))
        return collect_pages(collected, self._asker())

    def _asker(self, **options: Any) -> Ask:
        return Asker(
            caller=self.caller, patience=self.patience, pause=self.patience.sleep, **options
        )


def file_name(raw: RawFile) -> str:
    """Return the name under which a file is kept: one that the description accepts, never theirs.

    A file that the address gives compressed keeps the name that says so.
    """
    is_packed = urlsplit(raw.href).path.endswith(".gz")
    fitting = [one for one in raw.names if one.endswith(".gz") == is_packed] or list(raw.names)
    return fitting[0].replace("*", "telecharge")


def communes_of(territoires: Sequence[str]) -> list[str]:
    """Return the communes of territories. Raises UserFault for a territory that nobody knows."""
    found: dict[str, list[str]] = {one: [] for one in territoires}
    for commune, niveau, code in geography.memberships(geography.shipped()):
        if niveau == Niveau.TERRITOIRE and code in found:
            found[code].append(commune)
    if unknown := [one for one, communes in found.items() if not communes]:
        raise UserFault.single(
            "Ce territoire n'existe pas.",
            value=", ".join(unknown),
            expected="un code comme ti-8404",
        )
    return sorted({commune for communes in found.values() for commune in communes})


def departements(territoires: Sequence[str]) -> list[str]:
    """Return the departements of territories, every one of them when none is given."""
    communes = set(communes_of(territoires)) if territoires else None
    return sorted(
        {
            one.code_departement
            for one in geography.shipped().geographie.communes
            if communes is None or one.code_commune_insee in communes
        }
    )


def _is_silent(refused: UserFault) -> bool:
    return bool(UNREACHABLE & {one.code for one in refused.faults})
