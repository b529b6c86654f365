"""The links of the sites: opened, printed as a QR code, withdrawn."""

import uuid

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essor.records.bordereaux.liens import open_lien, revoke_lien, token_of
from essor.records.bordereaux.models import LienChantier
from essor.records.bordereaux.permissions import require_manage_bordereaux
from essor.records.bordereaux.queries import get_lien, liens_of
from essor.records.bordereaux.seuils import number
from essor.records.terres.models import Chantier
from essor.web.bordereaux.forms import LienForm
from essor.web.bordereaux.gate import BOTH, Gate, gate_or_404
from essor.web.design.form_faults import wrote


@require_http_methods(BOTH)
def links(request: HttpRequest, code: str) -> HttpResponse:
    """List the links, and open one."""
    gate = _managers(request, code)
    days = number("lien_jours", timezone.localdate())
    form = LienForm(request.POST or None, initial={"days": days})
    sites = form.fields["chantier"]
    assert isinstance(sites, forms.ModelChoiceField)
    sites.queryset = Chantier.objects.filter(plan=gate.plan).order_by("code")
    done: list[LienChantier] = []
    if wrote(request, form, lambda: done.append(open_lien(by=gate.access, **form.cleaned_data))):
        messages.success(request, "Le lien est ouvert. Imprimez l'affiche.")
        return redirect("bordereaux:poster", code, done[0].pk)
    now = timezone.now()
    rows = [(one, one.is_open(now)) for one in liens_of(gate.plan, gate.access)]
    context = gate.context(form=form, rows=rows)
    status = 400 if form.errors else 200
    return render(request, "bordereaux/liens.html", context, status=status)


@never_cache
@require_safe
def poster(request: HttpRequest, code: str, lien_id: uuid.UUID) -> HttpResponse:
    """Show the QR code of an open link, to print and put at the gate of the site."""
    gate = _managers(request, code)
    lien = get_lien(gate.plan, lien_id, gate.access)
    if not lien.is_open(timezone.now()):
        messages.error(request, "Ce lien est fermé\u00a0: ouvrez-en un autre.")
        return redirect("bordereaux:links", code)
    url = request.build_absolute_uri(reverse("bordereaux:telephone", args=[token_of(lien)]))
    return render(
        request, "bordereaux/affiche.html", gate.context(lien=lien, url=url, qr=qr_svg(url))
    )


@require_POST
def revoke(request: HttpRequest, code: str, lien_id: uuid.UUID) -> HttpResponse:
    """Close a link at once."""
    gate = _managers(request, code)
    lien = revoke_lien(by=gate.access, lien=get_lien(gate.plan, lien_id, gate.access))
    messages.success(request, f"Le lien «\u00a0{lien.titre}\u00a0» est fermé.")
    return redirect("bordereaux:links", code)


def qr_svg(text: str) -> SafeString:
    """Draw a QR code that a scratched poster still gives (a quarter may be lost)."""
    code = segno.make(text, micro=False, error="q")
    svg = code.svg_inline(omitsize=True, border=4, light="#fff", dark="#000", svgclass="qr")
    return mark_safe(svg)  # noqa: S308 - made here, the text only draws squares


def _managers(request: HttpRequest, code: str) -> Gate:
    gate = gate_or_404(request, code)
    require_manage_bordereaux(gate.access, gate.plan)
    return gate
