"""What the document of a portrait needs: the portrait, its sources, the day it was drawn."""

import datetime as dt
from dataclasses import dataclass

from essor.observatory.portrait.portrait import Portrait
from essor.observatory.portrait.provenance import SourceShown


@dataclass(frozen=True, slots=True, kw_only=True)
class PortraitFacts:
    """A portrait to print. nom : of the territory ; edited_on : day of the document."""

    nom: str
    code: str
    portrait: Portrait
    sources: tuple[SourceShown, ...]
    edited_on: dt.date

    @property
    def is_sample(self) -> bool:
        """Whether some source is only the sample shipped with Essor."""
        return any(one.is_sample for one in self.sources)
