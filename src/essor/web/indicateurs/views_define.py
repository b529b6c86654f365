"""Say what is measured: from a starting set, or by hand."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.indicateurs.actions import (
    change_indicateur,
    create_indicateur,
    delete_indicateur,
)
from essor.records.indicateurs.permissions import require_define
from essor.records.indicateurs.queries import get_indicateur
from essor.records.indicateurs.starting import proposed_of, start_from_set
from essor.web.design.form_faults import add_faults
from essor.web.indicateurs.forms import IndicateurForm
from essor.web.plan.gate import plan_or_404

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Show what each starting set holds; add what is ticked."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    if request.method == "POST":
        made = start_from_set(by=gate.access, plan=gate.plan, cles=request.POST.getlist("cles"))
        messages.success(request, f"Indicateurs ajoutés\u00a0: {len(made)}.")
        return redirect("indicateurs:list", code)
    context = gate.context(tab="indicateurs", jeux=proposed_of(gate.plan))
    return render(request, "indicateurs/jeu.html", context)


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an indicator."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    form = IndicateurForm(
        request.POST or None, plan=gate.plan, by=gate.access, initial=_ties(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = create_indicateur(by=gate.access, plan=gate.plan, **form.values())
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "L'indicateur est ajouté.")
            return redirect("indicateurs:show", code, row.code)
    context = gate.context(tab="indicateurs", form=form, title="Ajouter un indicateur")
    status = 400 if form.errors else 200
    return render(request, "indicateurs/formulaire.html", context, status=status)


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Change a definition."""
    gate = plan_or_404(request, code)
    row = get_indicateur(plan=gate.plan, code=indicateur_code, by=gate.access)
    require_define(gate.access, gate.plan)
    ties = list(row.rattachements.all())
    initial = model_to_dict(row) | {
        "version": row.version,
        "axes": [one.axe_id for one in ties if one.axe_id],
        "actions": [one.action_id for one in ties if one.action_id],
    }
    form = IndicateurForm(request.POST or None, plan=gate.plan, by=gate.access, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_indicateur(
                by=gate.access, indicateur=row, expected_version=version, **form.values()
            )
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "L'indicateur est modifié.")
            return redirect("indicateurs:show", code, row.code)
    context = gate.context(
        tab="indicateurs", form=form, indicateur=row, title="Modifier la définition"
    )
    status = 400 if form.errors else 200
    return render(request, "indicateurs/formulaire.html", context, status=status)


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Ask, then delete an indicator made by mistake."""
    gate = plan_or_404(request, code)
    row = get_indicateur(plan=gate.plan, code=indicateur_code, by=gate.access)
    require_define(gate.access, gate.plan)
    if request.method == "POST":
        delete_indicateur(by=gate.access, indicateur=row)
        messages.success(
            request, f"L'indicateur {row.code} est supprimé. L'historique le rétablit."
        )
        return redirect("indicateurs:list", code)
    context = gate.context(
        tab="indicateurs",
        indicateur=row,
        values=row.valeurs.count(),
        targets=row.cibles.count(),
    )
    return render(request, "indicateurs/supprimer.html", context)


def _ties(request: HttpRequest) -> dict[str, object]:
    """Tick what the link says: the action or the heading that the person comes from."""
    names = {"action": "actions", "axe": "axes"}
    ties = {names[key]: [request.GET[key]] for key in names if key in request.GET}
    return {**ties, "is_du_plan": not ties}
