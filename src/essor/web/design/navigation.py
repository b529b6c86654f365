"""Pages of a territory, in the order in which they are offered.

A room adds its line here; the bar shows the groups, then the pages of the current group.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One entry: ``tab`` is what a view gives its template, ``url`` takes the territory's code."""

    tab: str
    label: str
    url: str
    is_for_members: bool = False
    is_for_managers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What a person comes to do, and the pages that serve it."""

    label: str
    pages: tuple[Page, ...]


GROUPS = (
    Group(
        label="L'essentiel",
        pages=(Page(tab="essentiel", label="L'essentiel", url="territoires:show"),),
    ),
    Group(
        label="Piloter",
        pages=(
            Page(tab="plan", label="Plan d'action", url="plan:plan"),
            Page(tab="projets", label="Grands projets", url="projets:list"),
            Page(tab="relances", label="Relances", url="relances:home", is_for_managers=True),
            Page(tab="comites", label="Comités", url="comites:list", is_for_members=True),
            Page(tab="indicateurs", label="Indicateurs", url="indicateurs:list"),
            Page(tab="entreprises", label="Entreprises", url="entreprises:list"),
            Page(tab="convention", label="Convention", url="conventions:life"),
        ),
    ),
    Group(
        label="Connaître",
        pages=(Page(tab="observatoire", label="Observatoire", url="portrait:show"),),
    ),
    Group(
        label="Décider",
        pages=(
            Page(tab="etudes", label="Études de friche", url="etudes:list"),
            Page(tab="terres", label="Terres excavées", url="terres:overview"),
        ),
    ),
    Group(
        label="Rendre compte",
        pages=(Page(tab="journal", label="Historique", url="plan:journal", is_for_members=True),),
    ),
    Group(
        label="Le territoire",
        pages=(
            Page(tab="perimetre", label="Périmètre", url="territoires:perimetre"),
            Page(tab="membres", label="Membres", url="membres:list", is_for_members=True),
            Page(tab="webhooks", label="Webhooks", url="webhooks:list", is_for_managers=True),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A link of the bar; ``current`` is the value of aria-current, empty elsewhere."""

    label: str
    href: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Both rows of links; the second is empty where a group has one page."""

    groups: tuple[Entry, ...]
    pages: tuple[Entry, ...]
    group_label: str = ""


def bar_of(*, code: str, tab: str, is_member: bool, is_manager: bool | None = None) -> Bar:
    """Return the links that a reader of this territory is offered on one page.

    is_manager : she manages the plan; any member is taken for one when it is not said
    """
    manages = is_member if is_manager is None else is_manager
    groups: list[Entry] = []
    pages: tuple[Entry, ...] = ()
    group_label = ""
    for group, offered in _offered(is_member, manages):
        is_current = any(page.tab == tab for page in offered)
        groups.append(
            Entry(
                label=group.label,
                href=reverse(offered[0].url, args=[code]),
                current=_current(is_current, is_whole=len(offered) == 1),
            )
        )
        if is_current and len(offered) > 1:
            group_label = group.label
            pages = tuple(
                Entry(
                    label=page.label,
                    href=reverse(page.url, args=[code]),
                    current=_current(page.tab == tab, is_whole=True),
                )
                for page in offered
            )
    return Bar(groups=tuple(groups), pages=pages, group_label=group_label)


def _offered(is_member: bool, is_manager: bool) -> Iterator[tuple[Group, tuple[Page, ...]]]:
    for group in GROUPS:
        pages = tuple(
            page
            for page in group.pages
            if (is_member or not page.is_for_members) and (is_manager or not page.is_for_managers)
        )
        if pages:
            yield group, pages


def _current(is_current: bool, *, is_whole: bool) -> str:
    """Return ``page`` for the page itself, ``true`` for the group that holds it."""
    if not is_current:
        return ""
    return "page" if is_whole else "true"
