"""One cell of the table, one card of the kanban: changed in place, undone from the same page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from essor.foundations.errors import Fault, UserFault
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Event
from essor.records.plans.actions import change_action
from essor.records.plans.choices import Statut
from essor.records.plans.communes import communes_asked
from essor.records.plans.models import Action
from essor.records.plans.parts import PartValues, fingerprint
from essor.records.plans.permissions import require_edit_action
from essor.records.plans.queries import get_action
from essor.records.vues.address import to_query
from essor.records.vues.columns import COLUMNS
from essor.records.vues.description import ViewKind
from essor.web.design.form_faults import add_faults
from essor.web.listes.screen import UNDO, asked_view
from essor.web.plan.fields import FIELDS, Kind, SheetField, show_value
from essor.web.plan.forms import FieldForm
from essor.web.plan.gate import PlanGate, plan_or_404

CELLS = frozenset(column.field for column in COLUMNS.values() if column.field)


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, code: str, action_code: str, field: str) -> HttpResponse:
    """Show the form of one cell, or write it; a value proposed by the address is only proposed."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    if field not in CELLS:
        raise Http404
    spec = FIELDS[field]
    require_edit_action(gate.access, action, frozenset({field}))
    form = _form(request, gate, action, spec)
    if request.method == "GET":
        return _page(request, gate, action, spec, form)
    if not form.is_valid():
        return _page(request, gate, action, spec, form, status=400)
    before = _last_event_id(action)
    try:
        change_action(by=gate.access, action=action, **_asked(action, spec, form))
    except Conflict as conflict:
        return _conflict(request, gate, spec, form, conflict)
    except UserFault as error:
        add_faults(form, error)
        return _page(request, gate, action, spec, form, status=400)
    offer_undo(request, action, before, f"« {spec.label} » de {action.code} est enregistré.")
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return _back(request, gate, f"modifier-{action.code}-{field}")


@require_POST
def move(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Give an action another status, from its card."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_action(gate.access, action, frozenset({"statut"}))
    statut, version = request.POST.get("statut", ""), request.POST.get("version", "")
    if statut not in ["", *Statut.values] or not version.isdecimal() or len(version) > 9:
        raise UserFault.single("Ce statut n'existe pas.", value=statut, field="statut")
    before = _last_event_id(action)
    try:
        change_action(by=gate.access, action=action, expected_version=int(version), statut=statut)
    except Conflict as conflict:
        return _move_conflict(request, gate, action, statut, conflict)
    label = Statut(statut).label if statut else "Statut non publié"
    offer_undo(request, action, before, f"{action.code} est passée à « {label} ».")
    return _back(request, gate, f"vers-{action.code}", kind=ViewKind.KANBAN)


def offer_undo(request: HttpRequest, action: Action, before: int, sentence: str) -> None:
    """Keep for the next page what was done and how to undo it; nothing when nothing changed."""
    event = Event.objects.filter(root_id=action.pk, pk__gt=before).order_by("id").first()
    if event is None:
        messages.info(request, "Rien n'a changé.")
        return
    request.session[UNDO] = {"sentence": sentence, "operation": str(event.operation_id)}


def _last_event_id(action: Action) -> int:
    last = Event.objects.filter(root_id=action.pk).order_by("-id").first()
    return last.pk if last else 0


def _back(
    request: HttpRequest, gate: PlanGate, anchor: str, *, kind: ViewKind | None = None
) -> HttpResponse:
    """Return to the view that the address tells, on the cell that was edited."""
    if kind is None:
        kind = ViewKind.FRISE if request.GET.get("depuis") == "frise" else ViewKind.TABLEAU
    description, _ = asked_view(request, kind)
    url = reverse(f"listes:{kind.value}", args=[gate.territoire.code])
    return redirect(f"{url}?{to_query(description) or 'tout=oui'}#{anchor}")


def _form(request: HttpRequest, gate: PlanGate, action: Action, spec: SheetField) -> FieldForm:
    data = request.POST if request.method == "POST" else None
    mark = fingerprint(action, spec.name) if spec.is_list else ""
    initial: dict[str, Any] = {"version": action.version, "empreinte": mark}
    initial["valeur"] = request.GET.get("valeur") or _value(action, spec)
    form = FieldForm(data, field=spec, plan=gate.plan, initial=initial)
    if spec.is_list:
        form.fields["valeur"].widget.attrs["rows"] = 3
    form.fields["valeur"].widget.attrs["autofocus"] = True
    return form


def _value(action: Action, spec: SheetField) -> Any:
    if spec.kind is Kind.COMMUNES:
        return "\n".join(str(row) for row in action.communeimplantations.all())
    if spec.role is not None:
        return "\n".join(action.participants.filter(role=spec.role).values_list("nom", flat=True))
    return action.axe_id if spec.name == "axe" else getattr(action, spec.name)


def _asked(action: Action, spec: SheetField, form: FieldForm) -> dict[str, Any]:
    data = form.cleaned_data
    if spec.kind is Kind.COMMUNES:
        parts = PartValues(communes=communes_asked(action, data["valeur"]))
        return {"parts": parts, "expected_parts": {spec.name: data["empreinte"]}}
    if spec.role is None:
        return {spec.name: data["valeur"], "expected_version": data["version"]}
    parts = PartValues(participants={spec.role: data["valeur"].splitlines()})
    return {"parts": parts, "expected_parts": {spec.name: data["empreinte"]}}


def _page(
    request: HttpRequest,
    gate: PlanGate,
    action: Action,
    spec: SheetField,
    form: FieldForm,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    back = _back(request, gate, f"modifier-{action.code}-{spec.name}").headers["Location"]
    context = gate.context(
        tab="plan", action=action, field=spec, form=form, back=back,
        address=request.get_full_path(), proposed=request.GET.get("valeur", ""), **more,
    )  # fmt: skip
    name = "listes/_cellule.html" if getattr(request, "htmx", False) else "listes/cellule.html"
    response = render(request, name, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def _conflict(
    request: HttpRequest, gate: PlanGate, spec: SheetField, form: FieldForm, conflict: Conflict
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
    who = conflict.events[-1].operation.author_label if conflict.events else ""
    return _page(request, gate, current, spec, form, status=409, theirs=theirs or "vide", who=who)


def _move_conflict(
    request: HttpRequest, gate: PlanGate, action: Action, statut: str, conflict: Conflict
) -> HttpResponse:
    current = Action.objects.get(pk=action.pk)
    who = conflict.events[-1].operation.author_label if conflict.events else "quelqu'un"
    now = current.get_statut_display() or "non publié"
    asked = Statut(statut).label if statut else "non publié"
    fault = Fault(
        message=f"{current.code} a été passée à « {now} » par {who} pendant votre geste.",
        value=asked,
        expected="revenir au kanban et la déplacer de nouveau si c'est toujours voulu",
        code="conflit",
    )
    context = {"faults": (fault,), "status": 409}
    return render(request, "design/faute.html", context, status=409)
