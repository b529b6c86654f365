"""The search page: one question, everything that its reader may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from essor.records.recherche.permissions import Reader, reader_of
from essor.records.recherche.places import Places, find_places
from essor.records.recherche.queries import PAGE_SIZE, Found, search
from essor.records.territoires.models import Territoire
from essor.web.recherche.asked import SearchAsked, read_asked
from essor.web.recherche.lines import Chip, Section, sections_of


@require_safe
def recherche(request: HttpRequest) -> HttpResponse:
    """Show what answers a question, by kind; with htmx, the results alone."""
    asked = read_asked(request)
    reader = reader_of(request.user)
    context: dict[str, object] = {
        "section": "recherche",
        "asked": asked,
        "territoires": _choices(reader, asked),
    }
    if asked.text.strip():
        found = search(text=asked.text, reader=reader, scope=asked.scope)
        context |= _answered(asked, found)
    template = "recherche/_resultats.html" if _is_fragment(request) else "recherche/recherche.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request",))  # one address, two answers
    return response


def _answered(asked: SearchAsked, found: Found) -> dict[str, object]:
    with_places = not asked.slug and asked.territoire is None
    places = find_places(asked.text) if with_places else Places()
    sections = sections_of(found, asked)
    total = found.total + places.total_territoires + len(places.communes)
    return {
        "found": found,
        "places": places,
        "sections": sections,
        "total": total,
        "chips": _chips(sections, asked),
        "pages": _pages(sections, asked),
        "alone": [(word, asked.address(text=word)) for word in found.alone],
        "near": (places.near, asked.address(text=places.near))
        if places.near and not found.groups
        else None,
        "everywhere": asked.address(territoire=None, slug="")
        if asked.territoire or asked.slug
        else "",
    }


def _chips(sections: list[Section], asked: SearchAsked) -> list[Chip]:
    """Return the kinds to choose from: those found, or the one chosen and the way back."""
    if asked.slug:
        mine = [Chip(one.plural, one.total, asked.address(), True) for one in sections]
        return [Chip("Tout", None, asked.address(slug=""), False), *mine]
    return [Chip(one.plural, one.total, one.more, False) for one in sections]


def _pages(sections: list[Section], asked: SearchAsked) -> dict[str, object] | None:
    if not asked.slug or not sections:
        return None
    last = -(-sections[0].total // PAGE_SIZE)
    return {
        "number": asked.page,
        "last": last,
        "before": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.address(page=asked.page + 1) if asked.page < last else "",
    }


def _choices(reader: Reader, asked: SearchAsked) -> list[Territoire]:
    """Return the territories offered: hers, and the one asked for."""
    codes = {access.territoire_code for access in reader.accesses}
    if asked.territoire is not None:
        codes.add(asked.territoire.code)
    return list(Territoire.objects.filter(code__in=codes).order_by("nom", "-phase"))


def _is_fragment(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request
