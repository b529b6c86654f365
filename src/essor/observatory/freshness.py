"""How old each source is on a day: when it was read, until when it tells, what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from essor.foundations.french import format_date, format_number
from essor.observatory.catalogue import list_sources
from essor.observatory.lake import Lake
from essor.observatory.samples import sample_of
from essor.observatory.source import SourceDescription

# Proposal of the project: past two periods without a newer vintage, the producer surely has one.
OLD_PERIODS = 2


class Etat(StrEnum):
    """What the lake holds of a source."""

    JAMAIS = "jamais"
    ECHANTILLON = "echantillon"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How old a source is on a day.

    read_on : day its files were read, for a sample the day it was cut out
    stops_on : last day its data tell of, None where nothing says it
    """

    source: SourceDescription
    etat: Etat
    on: date
    read_on: date | None = None
    stops_on: date | None = None

    @property
    def read_again_on(self) -> date | None:
        """Day from which the producer has surely published again since it was read."""
        return _after(self.read_on, self.source.refresh_days)

    @property
    def old_on(self) -> date | None:
        """Day from which its data stop too long ago for what the producer publishes."""
        return _after(self.stops_on, OLD_PERIODS * self.source.refresh_days)

    @property
    def is_overdue(self) -> bool:
        """Tell whether it was not read again for more than a period of its producer."""
        return self.read_again_on is not None and self.read_again_on < self.on

    @property
    def is_old(self) -> bool:
        """Tell whether the data themselves are older than their period."""
        return self.old_on is not None and self.old_on < self.on

    @property
    def is_alert(self) -> bool:
        """Tell whether somebody has something to do; a source never loaded is not an alert."""
        return self.etat is not Etat.JAMAIS and (self.is_overdue or self.is_old)

    def sentences(self) -> tuple[str, ...]:
        """Say in French what is old about it, nothing when nothing is."""
        found = []
        if self.is_old and self.stops_on:
            found.append(
                f"Les données s'arrêtent au {format_date(self.stops_on)} et le producteur publie "
                f"{period(self.source.refresh_days)}\u00a0: un millésime plus récent existe sans "
                "doute, son fichier est à décrire puis à charger."
            )
        if self.is_overdue and self.read_on:
            found.append(
                f"Rien n'a été relu depuis le {format_date(self.read_on)}, le producteur publie "
                f"{period(self.source.refresh_days)}."
            )
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "source": self.source.name,
            "etat": self.etat.value,
            "lue_le": _iso(self.read_on),
            "donnees_jusqu_au": _iso(self.stops_on),
            "a_relire_le": _iso(self.read_again_on),
            "ancienne": self.is_old,
            "a_relire": self.is_overdue,
            "alertes": list(self.sentences()),
        }


def freshness(
    lake: Lake, *, on: date, sources: Iterable[SourceDescription] | None = None
) -> tuple[Freshness, ...]:
    """Return how old each source is on a day, by name.

    sources : those asked, all of them unless told
    """
    return tuple(_of(lake, one, on) for one in (list_sources() if sources is None else sources))


def alerts(lake: Lake, *, on: date) -> tuple[Freshness, ...]:
    """Return the loaded sources whose data are older than the period of their producer."""
    return tuple(one for one in freshness(lake, on=on) if one.is_alert)


def period(days: int) -> str:
    """Say how often a producer publishes: « chaque année », « tous les 6 mois »."""
    if days < MONTH * 2:
        return "chaque mois"
    if days < YEAR:
        return f"tous les {round(days / MONTH)} mois"
    years = round(days / YEAR)
    return "chaque année" if years == 1 else f"tous les {format_number(years)} ans"


MONTH, YEAR = 30, 365


def _of(lake: Lake, source: SourceDescription, on: date) -> Freshness:
    manifest = lake.manifest(source.name)
    if manifest is None:
        return Freshness(source=source, etat=Etat.JAMAIS, on=on)
    sample = sample_of(source.name) if manifest.get("echantillon") else None
    read_on = sample.read_on if sample else datetime.fromisoformat(manifest["loaded_at"]).date()
    etat = Etat.ECHANTILLON if manifest.get("echantillon") else Etat.CHARGE
    return Freshness(source=source, etat=etat, on=on, read_on=read_on, stops_on=source.stops_on)


def _after(day: date | None, days: int) -> date | None:
    return None if day is None or not days else day + timedelta(days=days)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
