"""The firms of the territory: list, files, import of a Sirene extract."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from essor.records.accounts.roles import Capability
from essor.records.entreprises.imports import Imported, import_etablissements
from essor.records.entreprises.permissions import require_manage
from essor.records.entreprises.queries import (
    ListFilter,
    ListRow,
    contacts_of,
    exchanges_of,
    list_rows,
    open_steps,
)
from essor.records.entreprises.sirene import read_sirene
from essor.web.design.csv_file import csv_file
from essor.web.design.form_faults import wrote
from essor.web.entreprises.forms import ListForm, SireneForm
from essor.web.entreprises.gate import BOTH, Gate, gate_or_404
from essor.web.entreprises.tables import ECHANGES, ETABLISSEMENTS, exchange_lines, list_lines


@require_safe
def etablissements(request: HttpRequest, code: str) -> HttpResponse:
    """List the establishments that this person may read."""
    gate = gate_or_404(request, code)
    form, rows = _asked(request, gate)
    today = timezone.localdate()
    context = gate.context(
        form=form,
        rows=rows,
        is_filtered=any(request.GET.get(name) for name in form.fields),
        query=request.GET.urlencode(),
        steps=len(open_steps(gate.access)),
        due=contacts_of(gate.access, due_on=today).count(),
        today=today,
    )
    return render(request, "entreprises/liste.html", context)


@require_safe
def list_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list that the page shows."""
    gate = gate_or_404(request, code)
    _, rows = _asked(request, gate)
    return csv_file("etablissements", ETABLISSEMENTS, list_lines(rows))


@require_safe
def exchanges_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the exchanges that this person may read."""
    gate = gate_or_404(request, code)
    gate.access.require(Capability.VIEW_INTERNAL)
    return csv_file("echanges", ECHANGES, exchange_lines(exchanges_of(gate.access)))


@require_http_methods(BOTH)
def take_sirene(request: HttpRequest, code: str) -> HttpResponse:
    """Take the establishments chosen in a Sirene extract."""
    gate = gate_or_404(request, code)
    require_manage(gate.access, gate.territoire.pk)
    form = SireneForm(
        request.POST or None, request.FILES or None, initial={"read_on": timezone.localdate()}
    )
    done: list[Imported] = []
    if wrote(request, form, lambda: done.append(_take(gate, form))):
        said = done[0]
        messages.success(
            request,
            f"{said.created} établissement(s) ajouté(s), {said.changed} mis à jour, "
            f"{said.unchanged} inchangé(s).",
        )
        return redirect("entreprises:list", code)
    status = 400 if form.errors else 200
    return render(request, "entreprises/importer.html", gate.context(form=form), status=status)


def _take(gate: Gate, form: SireneForm) -> Imported:
    file = form.cleaned_data["fichier"]
    text = file.read().decode("utf-8-sig", errors="replace")
    chosen = [line for line in re.split(r"[\n;,]+", form.cleaned_data["sirets"]) if line.strip()]
    cards = read_sirene(text.splitlines(), file=file.name, chosen=chosen)
    return import_etablissements(
        by=gate.access,
        territoire=gate.territoire,
        cards=cards,
        file_name=file.name,
        read_on=form.cleaned_data["read_on"],
    )


def _asked(request: HttpRequest, gate: Gate) -> tuple[ListForm, list[ListRow]]:
    form = ListForm(request.GET, access=gate.access)
    form.is_valid()  # a filter that makes no sense filters nothing
    said = form.cleaned_data
    action = said.get("action")
    asked = ListFilter(
        texte=said.get("q", ""),
        tranche=said.get("tranche", ""),
        activite=said.get("activite", ""),
        action_id=action.pk if action else None,
        sans_echange_days=said.get("sans"),
    )
    return form, list_rows(by=gate.access, asked=asked, today=timezone.localdate())
