"""What the sheet of an action already says of the site that a study is about."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from essor.foundations.text import fold
from essor.records.plans.choices import NatureAnnonce
from essor.records.plans.models import Action, Annonce
from essor.records.plans.queries import annonces_of
from essor.records.studies.answers import M2_PER_HECTARE

SUBJECT = "surface du site"
"""Only this subject is the land: other areas are those of a building or of its floors."""
PER_HECTARE = {"ha": Decimal(1), "m2": Decimal(M2_PER_HECTARE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOfSite:
    """Answers found on the sheet; None where it says nothing.

    surface_source : title of the source of the area, empty when there is none
    """

    code_commune_insee: str | None = None
    surface_ha: float | None = None
    surface_source: str = ""
    decide_le: dt.date | None = None


def known_of(action: Action) -> KnownOfSite:
    """Read the commune, the published area and the start of an action. Two queries."""
    commune = action.communeimplantations.first()
    announced = _area(action)
    return KnownOfSite(
        code_commune_insee=commune.code_commune_insee if commune else None,
        surface_ha=_hectares(announced) if announced else None,
        surface_source=announced.source_title if announced else "",
        decide_le=action.debut_on,
    )


def _area(action: Action) -> Annonce | None:
    """Return the last published area of the site itself."""
    rows = annonces_of(action.plan, action).filter(
        nature=NatureAnnonce.SURFACE, value__isnull=False, unit__in=PER_HECTARE
    )
    return next((row for row in reversed(list(rows)) if fold(row.sujet) == SUBJECT), None)


def _hectares(row: Annonce) -> float:
    value = row.value or Decimal(0)
    return float(value / PER_HECTARE[row.unit])
