"""The slips: filtered, as a file, and those whose lot nobody said."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from essor.foundations.french import counted
from essor.records.bordereaux.actions import attach_lot
from essor.records.bordereaux.permissions import require_manage_bordereaux
from essor.records.bordereaux.queries import Filtre, bordereaux_of, places_of, sum_of
from essor.records.terres.models import Lot
from essor.web.bordereaux.forms import AttachForm, ListForm
from essor.web.bordereaux.gate import BOTH, Gate, gate_or_404
from essor.web.bordereaux.tables import SLIPS, slip_lines
from essor.web.design.csv_file import csv_file
from essor.web.design.form_faults import wrote

PAGE_SIZE = 50
SHOWN_TO_ATTACH = 200


@require_safe
def slips(request: HttpRequest, code: str) -> HttpResponse:
    """List the slips that this person reads."""
    gate = gate_or_404(request, code)
    form = ListForm(request.GET, plan=gate.plan, access=gate.access)
    found = bordereaux_of(gate.plan, gate.access, form.filtre())
    query = request.GET.copy()
    query.pop("page", None)
    context = gate.context(
        form=form,
        page=Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        somme=sum_of(found),
        is_filtered=any(request.GET.get(name) for name in form.fields),
        query=query.urlencode(),
    )
    return render(request, "bordereaux/liste.html", context)


@require_safe
def slips_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list that the page shows, all its pages."""
    gate = gate_or_404(request, code)
    form = ListForm(request.GET, plan=gate.plan, access=gate.access)
    return csv_file(
        f"bordereaux-{code}",
        SLIPS,
        slip_lines(bordereaux_of(gate.plan, gate.access, form.filtre())),
    )


@require_http_methods(BOTH)
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Say which lot several slips carried, those whose lot nobody said."""
    gate = gate_or_404(request, code)
    require_manage_bordereaux(gate.access, gate.plan)
    found = bordereaux_of(gate.plan, gate.access, Filtre(is_sans_lot=True))
    form = _attach_form(request, gate)
    field = form.fields["bordereaux"]
    assert isinstance(field, forms.ModelMultipleChoiceField)
    field.queryset = found

    def write() -> None:
        said = form.cleaned_data
        count = attach_lot(by=gate.access, bordereaux=list(said["bordereaux"]), lot=said["lot"])
        messages.success(
            request,
            f"{counted(count, 'bordereau rattaché', 'bordereaux rattachés')} au lot "
            f"{said['lot'].code}.",
        )

    if wrote(request, form, write):
        return redirect("bordereaux:attach", code)
    context = gate.context(
        form=form, rows=found[:SHOWN_TO_ATTACH], count=found.count(), most=SHOWN_TO_ATTACH
    )
    return render(request, "bordereaux/sans_lot.html", context, status=400 if form.errors else 200)


def _attach_form(request: HttpRequest, gate: Gate) -> AttachForm:
    form = AttachForm(request.POST or None)
    field = form.fields["lot"]
    assert isinstance(field, forms.ModelChoiceField)
    _, lots, _, _ = places_of(gate.plan, gate.access)
    field.queryset = Lot.objects.filter(pk__in=[one.pk for one in lots]).order_by("code")
    return form
