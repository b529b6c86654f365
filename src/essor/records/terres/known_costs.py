"""The costs that a plan uses: what the territory says, else the sourced default, which says so."""

import datetime as dt
from dataclasses import dataclass

from essor.engines.terres.default_costs import NAMES
from essor.records.terres.choices import UNITES, NomHypothese
from essor.records.terres.models import Hypothese
from essor.records.terres.queries import Soils
from essor.references.loader import parameters
from essor.references.parameter import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCost:
    """One cost or factor and who says it.

    said : the territory's own value, None when the default is used
    status : of the default, « vérifié » for what the territory says
    """

    nom: NomHypothese
    value: float
    source_title: str
    source_href: str
    said: Hypothese | None = None
    status: Status = Status.VERIFIE

    @property
    def unite(self) -> str:
        """Unit of the value."""
        return UNITES[self.nom]

    @property
    def is_default(self) -> bool:
        """Tell whether the territory said nothing."""
        return self.said is None


def known_costs(soils: Soils, on: dt.date) -> tuple[KnownCost, ...]:
    """Return every cost that a plan needs, in the order of the list.

    on : day at which defaults are read. Raises UserFault when one has no value on that day.
    """
    said = {one.nom: one for one in soils.hypotheses}
    return tuple(
        _said(said[name]) if name in said else _default(NomHypothese(name), on) for name in NAMES
    )


def _said(row: Hypothese) -> KnownCost:
    return KnownCost(
        nom=NomHypothese(row.nom),
        value=float(row.valeur),
        source_title=row.source_title,
        source_href=row.source_href,
        said=row,
    )


def _default(nom: NomHypothese, on: dt.date) -> KnownCost:
    found = parameters()[NAMES[nom.value]]
    value = found.at(on).value
    assert value is not None
    reference = found.references[0]
    return KnownCost(
        nom=nom,
        value=float(value),
        source_title=reference.title,
        source_href=reference.href,
        status=found.status,
    )
