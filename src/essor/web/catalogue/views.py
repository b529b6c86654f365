"""The pages of the catalogue: every source, one source, how complete each territory is."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.observatory.completeness import completeness
from essor.observatory.freshness import Etat, period
from essor.observatory.themes import THEMES
from essor.web.catalogue.cards import Card, card_or_404, cards
from essor.web.catalogue.completude import by_theme
from essor.web.observatoire.lake import is_empty, the_lake
from essor.web.observatoire.place import SECTION

ALERT = "ancienne"
SHOWN = (
    ("", "Toutes"),
    (ALERT, "Anciennes"),
    (Etat.CHARGE.value, "Chargées"),
    (Etat.ECHANTILLON.value, "Échantillons"),
    (Etat.JAMAIS.value, "Jamais chargées"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every source, what is old and what is missing.

    etat : only the sources in this state
    """
    lake = the_lake()
    every = cards(lake, on=timezone.localdate())
    asked = request.GET.get("etat", "")
    asked = asked if asked in dict(SHOWN) else ""
    numbers = [(key, label, len(_in(every, key))) for key, label in SHOWN]
    context = {
        "cards": _in(every, asked),
        "asked": asked,
        "choices": [one for one in numbers if one[2] or one[0] in ("", asked)],
        "alerts": _in(every, ALERT),
        "missing": _in(every, Etat.JAMAIS),
        "samples": _in(every, Etat.ECHANTILLON),
        "loaded": _in(every, Etat.CHARGE),
        "is_empty": is_empty(lake),
    }
    return _page(request, "catalogue/liste.html", context)


@require_safe
def source(request: HttpRequest, source: str) -> HttpResponse:
    """Show one source: where it comes from, what became of its rows, what is made of it."""
    card = card_or_404(the_lake(), source, on=timezone.localdate())
    return _page(
        request, "catalogue/source.html", {"card": card, "period": period(card.source.refresh_days)}
    )


@require_safe
def completude(request: HttpRequest) -> HttpResponse:
    """Show, for each indicator, how many territories know it; and one of them beside.

    territoire : code of the territory shown beside
    """
    lake = the_lake()
    found = completeness(lake)
    asked = request.GET.get("territoire", "").strip()
    chosen = asked if asked in found.territoires else ""
    context = {
        "themes": by_theme(found, chosen),
        "labels": {one.key: one.label for one in THEMES},
        "territoires": found.territoires,
        "chosen": chosen,
        "chosen_name": found.territoires.get(chosen, ""),
        "is_unknown": bool(asked) and not chosen,
        "asked": asked,
        "is_empty": is_empty(lake),
    }
    return _page(request, "catalogue/completude.html", context)


def _in(every: list[Card], state: str) -> list[Card]:
    if state == ALERT:
        return [one for one in every if one.freshness.is_alert]
    return [one for one in every if state in ("", one.freshness.etat)]


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    shared = {"section": SECTION, "onglet": "catalogue", "page": Path(template).stem}
    return render(request, template, shared | context)
