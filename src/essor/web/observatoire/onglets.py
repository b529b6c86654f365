"""Tabs of the observatory of a territory, and of the whole observatory."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True, kw_only=True)
class Onglet:
    """One tab: `key` is what a view gives as `onglet`, `url` the name of its address."""

    key: str
    label: str
    url: str


OF_A_TERRITORY = (
    Onglet(key="portrait", label="Portrait", url="portrait:show"),
    Onglet(key="themes", label="Thèmes", url="observatoire:themes"),
    Onglet(key="comparaison", label="Comparaison", url="comparaison:show"),
    Onglet(key="sites", label="Sites", url="carte:sites"),
)
OF_ALL = (
    Onglet(key="accueil", label="Choisir un territoire", url="observatoire:home"),
    Onglet(key="carte", label="Carte", url="carte:carte"),
    Onglet(key="catalogue", label="Catalogue", url="catalogue:home"),
)


def onglets_of(*, code: str, current: str) -> list[dict[str, object]]:
    """Return the tabs, the current one marked.

    code : of the territory, empty on pages that are about no territory
    """
    mine = [(one, reverse(one.url, args=[code])) for one in OF_A_TERRITORY if code]
    common = [(one, reverse(one.url)) for one in (OF_ALL[1:] if code else OF_ALL)]
    return [
        {"label": one.label, "href": href, "is_current": one.key == current}
        for one, href in [*mine, *common]
    ]
