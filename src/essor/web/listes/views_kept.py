"""Views that a person keeps under a name, opens first, or shares with the members."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.accounts.roles import Capability
from essor.records.vues.actions import choose_default, delete_view, save_view
from essor.records.vues.description import ViewKind
from essor.records.vues.permissions import can_change_view
from essor.records.vues.queries import default_view, get_view, views_of
from essor.web.design.form_faults import add_faults
from essor.web.listes.screen import asked_view
from essor.web.plan.gate import plan_or_404


class KeepForm(forms.Form):
    """The name of a view and who opens it."""

    nom = forms.CharField(label="Nom de la vue", max_length=80)
    is_shared = forms.BooleanField(label="Partager avec les membres du territoire", required=False)
    is_default = forms.BooleanField(label="L'ouvrir en premier pour moi", required=False)


@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest, code: str) -> HttpResponse:
    """List the kept views, or keep the one that the address asks for."""
    gate = plan_or_404(request, code)
    gate.access.require(Capability.VIEW_INTERNAL)
    wanted = request.GET.get("genre", "")
    kind = ViewKind(wanted) if wanted in set(ViewKind) else ViewKind.TABLEAU
    description, faults = asked_view(request, kind)
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if faults:
                raise UserFault(list(faults))
            view = save_view(
                by=gate.access, territoire=gate.territoire, description=description,
                **form.cleaned_data,
            )  # fmt: skip
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, f"La vue « {view.nom} » est enregistrée.")
            url = reverse(f"listes:{kind.value}", args=[code])
            return redirect(f"{url}?{view.adresse or 'tout=oui'}")
    first = default_view(gate.territoire, gate.access)
    rows = [
        (view, can_change_view(gate.access, view), first is not None and first.pk == view.pk)
        for view in views_of(gate.territoire, gate.access)
    ]
    context = gate.context(tab="plan", form=form, rows=rows)
    return render(request, "listes/vues.html", context, status=400 if form.errors else 200)


@require_POST
def choose(request: HttpRequest, code: str, view_id: uuid.UUID) -> HttpResponse:
    """Open a view first from now on, or no longer."""
    gate = plan_or_404(request, code)
    view = get_view(gate.territoire, view_id, gate.access)
    is_off = request.POST.get("retirer") == "oui"
    choose_default(by=gate.access, territoire=gate.territoire, view=None if is_off else view)
    messages.success(request, "C'est enregistré.")
    return redirect("listes:kept", code)


@require_POST
def remove(request: HttpRequest, code: str, view_id: uuid.UUID) -> HttpResponse:
    """Remove a kept view; the actions are not touched."""
    gate = plan_or_404(request, code)
    view = get_view(gate.territoire, view_id, gate.access)
    delete_view(by=gate.access, view=view)
    messages.success(request, f"La vue « {view.nom} » est supprimée. Aucune action n'a changé.")
    return redirect("listes:kept", code)
