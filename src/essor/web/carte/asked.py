"""What the reader of the map asked for, read from the address; nonsense asks for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest

from essor.observatory.across import levels_across, rubriques_across, vintages_across
from essor.observatory.geography import Niveau
from essor.observatory.indicators.definition import Indicator, list_indicators
from essor.observatory.lake import Lake
from essor.web.territoires.asked import typed

NIVEAUX = (
    Niveau.TERRITOIRE,
    Niveau.EPCI,
    Niveau.COMMUNE,
    Niveau.ZONE_EMPLOI,
    Niveau.BASSIN_EMPLOI,
    Niveau.DEPARTEMENT,
    Niveau.REGION,
)
FIRST_SHOWN = "emploi_salarie_prive"
ORDERS = ("valeur", "nom")
SENS = ("desc", "asc")
IGN = "ign"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarteAsked:
    """The question of the map.

    territoire : code of the territory whose communes are drawn, or on which the map opens
    fond : « ign » when the background of the IGN is asked for
    page : of the list, from 1
    """

    indicator: Indicator
    rubrique: str = ""
    vintage: str = ""
    niveau: Niveau = Niveau.TERRITOIRE
    territoire: str = ""
    order: str = "valeur"
    sens: str = "desc"
    fond: str = ""
    page: int = 1

    def query(self, **changed: object) -> str:
        """Return the question as the end of an address, with what is changed in it."""
        asked = replace(self, **{"page": 1, **changed})  # type: ignore[arg-type]
        pairs: dict[str, object] = {
            "indicateur": asked.indicator.id,
            "rubrique": asked.rubrique,
            "millesime": asked.vintage,
            "niveau": asked.niveau,
            "territoire": asked.territoire,
            "tri": "" if asked.order == ORDERS[0] else asked.order,
            "sens": "" if asked.sens == SENS[0] else asked.sens,
            "fond": asked.fond,
            "page": "" if asked.page == 1 else asked.page,
        }
        return "?" + urlencode({name: str(value) for name, value in pairs.items() if value})


def read_asked(request: HttpRequest, lake: Lake, noms: Mapping[str, str]) -> CarteAsked:
    """Read the question; what is not said is the first that the lake can answer.

    noms : code -> name of the territories
    """
    levels = levels_across(lake)
    niveau = _one_of(request, "niveau", NIVEAUX) or Niveau.TERRITOIRE
    known = {one.id: one for one in list_indicators()}
    indicator = known.get(typed(request, "indicateur")) or _first(known, levels, niveau)
    territoire = typed(request, "territoire")
    asked = CarteAsked(
        indicator=indicator,
        niveau=Niveau(niveau),
        territoire=territoire if territoire in noms else "",
        order=_one_of(request, "tri", ORDERS) or ORDERS[0],
        sens=_one_of(request, "sens", SENS) or SENS[0],
        fond=_one_of(request, "fond", (IGN,)) or "",
        page=_page(request),
    )
    return _with_rubrique(asked, request, lake)


def _with_rubrique(asked: CarteAsked, request: HttpRequest, lake: Lake) -> CarteAsked:
    """Keep the breakdown and the vintage asked for where the indicator has them."""
    what, where = asked.indicator.id, asked.niveau
    offered = rubriques_across(lake, indicator=what, niveau=where)
    said = request.GET.get("rubrique", "")
    rubrique = said if said in offered else (offered[0] if offered else "")
    vintages = vintages_across(lake, indicator=what, niveau=where, rubrique=rubrique)
    vintage = request.GET.get("millesime", "")
    if vintage not in vintages:
        vintage = vintages[-1] if vintages else ""
    return replace(asked, rubrique=rubrique, vintage=vintage)


def _first(
    known: Mapping[str, Indicator], levels: Mapping[str, frozenset[str]], niveau: str
) -> Indicator:
    ids = (FIRST_SHOWN, *known)
    return known[next((one for one in ids if niveau in levels.get(one, ())), FIRST_SHOWN)]


def _one_of(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    said = request.GET.get(name, "")
    return said if said in allowed else ""


def _page(request: HttpRequest) -> int:
    said = request.GET.get("page", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 5 else 1
