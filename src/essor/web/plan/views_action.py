"""The action sheet, new actions, news."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from essor.foundations.errors import UserFault
from essor.records.comites.queries import decisions_on
from essor.records.conventions.queries import lineage_of
from essor.records.entreprises.queries import liens_of_action
from essor.records.indicateurs.queries import fiches_of_action
from essor.records.jalons.queries import action_calendar
from essor.records.plans.actions import create_action
from essor.records.plans.models import Action
from essor.records.plans.notes import add_note
from essor.records.plans.permissions import NOT_FOR_PILOTS, require_edit_plan
from essor.records.plans.queries import get_action
from essor.records.plans.sheet import get_sheet
from essor.records.risques.register import sheet_risques
from essor.records.studies.queries import study_rows
from essor.records.suivi.health import follow_up_of
from essor.reports.etude_friche.brief import brief_of
from essor.reports.indicateurs.rows import action_rows
from essor.web.design.form_faults import add_faults
from essor.web.plan.fields import MAIN_GROUPS, SIDE_GROUPS, shown_fields, shown_group
from essor.web.plan.forms import NewActionForm, NoteForm, axe_path
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def action(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Show one action sheet."""
    gate = plan_or_404(request, code)
    return render_sheet(request, gate, action_code)


def render_sheet(
    request: HttpRequest,
    gate: PlanGate,
    action_code: str,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render an action sheet with its groups of fields."""
    today = timezone.localdate()
    sheet = get_sheet(plan=gate.plan, code=action_code, by=gate.access, today=today)
    calendar = action_calendar(plan=gate.plan, action=sheet.action, by=gate.access, today=today)
    hidden = frozenset() if sheet.can_edit_plan else NOT_FOR_PILOTS
    context = gate.context(
        sheet=sheet,
        action=sheet.action,
        axe_path=axe_path(sheet.action.axe),
        head=shown_fields(sheet, "tete", hidden),
        main_groups=[shown_group(sheet, key, hidden) for key in MAIN_GROUPS],
        side_groups=[shown_group(sheet, key, hidden) for key in SIDE_GROUPS],
        note_form=note_form or NoteForm(),
        studies=[
            (row, brief_of(row.run) if row.run else None)
            for row in study_rows(gate.plan, gate.access, sheet.action)
        ],
        jalons=calendar,  # for jalons/bloc.html, which the sheet includes
        decisions=decisions_on(action=sheet.action, by=gate.access, today=today),
        lignee=lineage_of(sheet.action, gate.access),  # for conventions/bloc.html
        entreprises=liens_of_action(sheet.action.pk, gate.access),  # for entreprises/bloc.html
        indicateurs=action_rows(  # for indicateurs/bloc.html
            fiches_of_action(plan=gate.plan, action=sheet.action, by=gate.access, today=today),
            action_id=sheet.action.pk,
            today=today,
        ),
        risques=sheet_risques(  # for risques/bloc.html
            plan=gate.plan, action=sheet.action, by=gate.access, today=today
        ),
        suivi=follow_up_of(  # for suivi/bloc.html
            action=sheet.action, calendar=calendar, by=gate.access, today=today
        ),
    )
    return render(request, "plan/action.html", context, status=status)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Add an action to the plan."""
    gate = plan_or_404(request, code)
    return _new(request, gate, parent=None)


@require_http_methods(["GET", "POST"])
def new_below(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a sub-action to an action."""
    gate = plan_or_404(request, code)
    return _new(request, gate, parent=get_action(gate.plan, action_code, gate.access))


def _new(request: HttpRequest, gate: PlanGate, parent: Action | None) -> HttpResponse:
    require_edit_plan(gate.access, gate.plan)
    form = NewActionForm(request.POST or None, plan=gate.plan, initial=request.GET.dict())
    if parent is not None:
        del form.fields["axe"]
    if request.method == "POST" and form.is_valid():
        try:
            row = create_action(by=gate.access, plan=gate.plan, parent=parent, **form.cleaned_data)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, f"L'action {row.code} est ajoutée.")
            return redirect("plan:action", gate.territoire.code, row.code)
    status = 400 if form.is_bound else 200
    context = gate.context(form=form, parent=parent)
    return render(request, "plan/nouvelle.html", context, status=status)


@require_http_methods(["POST"])
def add_news(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a note to an action."""
    gate = plan_or_404(request, code)
    row = get_action(gate.plan, action_code, gate.access)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render_sheet(request, gate, action_code, note_form=form, status=400)
    add_note(
        by=gate.access,
        action=row,
        texte=form.cleaned_data["texte"],
        noted_on=timezone.localdate(),
    )
    messages.success(request, "La note est ajoutée.")
    return redirect("plan:action", code, row.code)
