"""What every page about a territory knows: the territory, its tab, the lake it reads."""

from typing import Any

from django.http import HttpRequest

from essor.web.design.territoire import territoire_or_404
from essor.web.observatoire.lake import is_empty, the_lake

SECTION = "observatoire"


def page_of(request: HttpRequest, code: str, *, onglet: str) -> dict[str, Any]:
    """Return the context shared by the pages of a territory. Raises Http404."""
    territoire, access = territoire_or_404(request, code)
    return {
        "territoire": territoire,
        "access": access,
        "section": SECTION,
        "tab": SECTION,
        "onglet": onglet,
        "is_empty": is_empty(the_lake()),
    }
