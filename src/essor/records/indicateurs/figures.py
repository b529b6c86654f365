"""Where a figure comes from, when it has no address: a company's mail, an internal report."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from essor.foundations.errors import FaultGatherer
from essor.foundations.sourced import Source

LICENCE_NON_PRECISEE = "non précisée"


class Cited(Protocol):
    """What says where it was read."""

    source_title: str
    source_href: str
    licence: str
    read_on: dt.date
    published_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSansLien(Source):
    """A document that is on no site: its title says what it is, the link is empty."""

    href: str = ""

    def __post_init__(self) -> None:
        with FaultGatherer() as faults:
            if not self.title.strip():
                faults.add_message("la source n'a pas de titre", code="source_titre")
            if self.published_on is not None and self.published_on > self.read_on:
                faults.add_message("la source est lue avant d'être publiée", code="source_dates")


def made_source(cited: Cited) -> Source:
    """Return the source of a stored figure. Raises UserFault with every contradiction."""
    kind = Source if cited.source_href else SourceSansLien
    return kind(
        title=cited.source_title,
        href=cited.source_href,
        licence=cited.licence or LICENCE_NON_PRECISEE,
        read_on=cited.read_on,
        published_on=cited.published_on,
    )
