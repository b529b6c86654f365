"""Tabs of the observatory of a territory, and of the whole observatory."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve

ROOT = "/observatoire/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Onglet:
    """One tab: `key` is what a view gives as `onglet`, `path` what follows the root."""

    key: str
    label: str
    path: str


OF_A_TERRITORY = (
    Onglet(key="portrait", label="Portrait", path="territoires/{code}/"),
    Onglet(key="themes", label="Thèmes", path="territoires/{code}/themes/"),
    Onglet(key="comparaison", label="Comparaison", path="territoires/{code}/comparaison/"),
    Onglet(key="sites", label="Sites", path="territoires/{code}/sites/"),
)
OF_ALL = (
    Onglet(key="accueil", label="Choisir un territoire", path=""),
    Onglet(key="carte", label="Carte", path="carte/"),
    Onglet(key="catalogue", label="Catalogue", path="catalogue/"),
)


def onglets_of(*, code: str, current: str) -> list[dict[str, object]]:
    """Return the tabs whose pages this installation serves.

    code : of the territory, empty on pages that are about no territory
    """
    offered = (*OF_A_TERRITORY, *OF_ALL[1:]) if code else OF_ALL
    return [
        {"label": one.label, "href": href, "is_current": one.key == current}
        for one in offered
        if is_served(href := ROOT + one.path.format(code=code))
    ]


def is_served(href: str) -> bool:
    """Tell whether an address leads to a page of this installation."""
    try:
        resolve(href)
    except Resolver404:
        return False
    return True
