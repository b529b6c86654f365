"""One field of an action: read it, change it, choose when someone else changed it too."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.journal.actions import Conflict
from essor.records.plans.actions import change_action
from essor.records.plans.choices import NatureBudget
from essor.records.plans.communes import communes_asked
from essor.records.plans.models import Action
from essor.records.plans.parts import (
    FinancementValues,
    LigneBudgetValues,
    PartValues,
    fingerprint,
)
from essor.records.plans.permissions import require_edit_action
from essor.records.plans.queries import get_action
from essor.records.territoires.queries import membres_of
from essor.web.design.form_faults import add_faults
from essor.web.plan.fields import FIELDS, Kind, SheetField, show_value
from essor.web.plan.forms import BudgetFormSet, FieldForm, FunderFormSet
from essor.web.plan.gate import PlanGate, plan_or_404


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, action_code: str, field: str) -> HttpResponse:
    """Show the form of one field, or write it."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    spec = FIELDS.get(field)
    if spec is None:
        raise Http404
    require_edit_action(gate.access, action, frozenset({field}))
    form, rows = _forms(request, gate, action, spec)
    if request.method == "GET":
        return _page(request, gate, action, spec, form, rows)
    if not (form.is_valid() and (rows is None or rows.is_valid())):
        return _page(request, gate, action, spec, form, rows, status=400)
    try:
        change_action(by=gate.access, action=action, **_asked(action, spec, form, rows))
    except Conflict as conflict:
        return _conflict(request, gate, spec, form, rows, conflict)
    except UserFault as error:
        add_faults(form, error)
        return _page(request, gate, action, spec, form, rows, status=400)
    messages.success(request, f"« {spec.label} » est enregistré.")
    return redirect(_back(gate, action, spec))


def _back(gate: PlanGate, action: Action, spec: SheetField) -> str:
    url = reverse("plan:action", args=[gate.territoire.code, action.code])
    return f"{url}#champ-{spec.name}"


def _forms(
    request: HttpRequest, gate: PlanGate, action: Action, spec: SheetField
) -> tuple[FieldForm, Any]:
    data = request.POST if request.method == "POST" else None
    mark = fingerprint(action, spec.name) if spec.is_list else ""
    initial = {"version": action.version, "empreinte": mark, "valeur": _initial(action, spec)}
    form = FieldForm(data, field=spec, plan=gate.plan, initial=initial)
    if spec.kind is Kind.EPCI:
        form.fields["valeur"] = _epci_field(gate, spec)
    if spec.kind not in {Kind.FUNDERS, Kind.BUDGET_LINES}:
        return form, None
    del form.fields["valeur"]
    factory: Any = FunderFormSet
    names: tuple[str, ...] = ("financeur", "montant_eur", "etat")
    existing: Any = action.financements
    if spec.kind is Kind.BUDGET_LINES:
        factory = BudgetFormSet
        names = ("annee", "nature", "previsionnel_eur", "reel_eur")
        existing = action.lignebudgets
    values = [{name: getattr(row, name) for name in names} for row in existing.all()]
    return form, factory(data, initial=values)


def _epci_field(gate: PlanGate, spec: SheetField) -> forms.Field:
    choices = [(row.siren, row.nom_publie) for row in membres_of(gate.territoire)]
    return forms.MultipleChoiceField(
        label=spec.label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _initial(action: Action, spec: SheetField) -> Any:
    if spec.role is not None:
        return "\n".join(action.participants.filter(role=spec.role).values_list("nom", flat=True))
    if spec.kind is Kind.EPCI:
        return list(action.intercommunaliteconcernees.values_list("siren", flat=True))
    if spec.kind is Kind.COMMUNES:
        return "\n".join(str(row) for row in action.communeimplantations.all())
    if spec.is_list:
        return None
    return getattr(action, "axe_id" if spec.kind is Kind.AXE else spec.name)


def _asked(action: Action, spec: SheetField, form: FieldForm, rows: Any) -> dict[str, Any]:
    if not spec.is_list:
        return {
            spec.name: form.cleaned_data["valeur"],
            "expected_version": form.cleaned_data["version"],
        }
    if spec.kind is Kind.COMMUNES:
        parts = PartValues(communes=communes_asked(action, form.cleaned_data["valeur"]))
    else:
        parts = _parts(spec, form, rows)
    return {"parts": parts, "expected_parts": {spec.name: form.cleaned_data["empreinte"]}}


def _parts(spec: SheetField, form: FieldForm, rows: Any) -> PartValues:
    if spec.role is not None:
        return PartValues(participants={spec.role: form.cleaned_data["valeur"].splitlines()})
    if spec.kind is Kind.EPCI:
        labels = dict(form.fields["valeur"].choices)  # type: ignore[attr-defined]
        chosen = form.cleaned_data["valeur"]
        return PartValues(intercommunalites=[(siren, labels[siren]) for siren in chosen])
    filled = [row.cleaned_data for row in rows if row.cleaned_data]
    if spec.kind is Kind.FUNDERS:
        return PartValues(
            financements=[FinancementValues(**row) for row in filled if row["financeur"]]
        )
    return PartValues(
        lignes_budget=[
            LigneBudgetValues(**{**row, "nature": NatureBudget(row["nature"])})
            for row in filled
            if row["nature"]
        ]
    )


def _page(
    request: HttpRequest,
    gate: PlanGate,
    action: Action,
    spec: SheetField,
    form: FieldForm,
    rows: Any,
    status: int = 200,
) -> HttpResponse:
    context = gate.context(action=action, field=spec, form=form, rows=rows)
    return render(request, "plan/champ.html", context, status=status)


def _conflict(
    request: HttpRequest,
    gate: PlanGate,
    spec: SheetField,
    form: FieldForm,
    rows: Any,
    conflict: Conflict,
) -> HttpResponse:
    current = Action.objects.get(pk=conflict.current.pk)
    fresh = request.POST.copy()
    fresh["version"] = str(current.version)
    if spec.is_list:
        fresh["empreinte"] = fingerprint(current, spec.name)
        theirs = str(conflict.theirs[spec.name][1])
    else:
        theirs = show_value(spec, getattr(current, spec.name))
    form.data = fresh
    last = conflict.events[-1] if conflict.events else None
    context = gate.context(
        action=current, field=spec, form=form, rows=rows, theirs=theirs, last_event=last
    )
    return render(request, "plan/conflit.html", context, status=409)
