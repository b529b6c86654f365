"""A stated colour in place of the computed one, and back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.jalons.queries import action_calendar
from essor.records.plans.models import Action
from essor.records.plans.queries import get_action
from essor.records.suivi.actions import state_color, take_back_color
from essor.records.suivi.health import Judged, follow_up_of
from essor.records.suivi.permissions import require_edit_suivi
from essor.records.suivi.queries import get_avis
from essor.records.suivi.rules import Color, Dimension
from essor.web.design.form_faults import add_faults
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.suivi.forms import AvisForm


@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, code: str, action_code: str, dimension: str) -> HttpResponse:
    """Put a colour and its comment in place of the computed one."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_suivi(gate.access, action)
    judged = _judged(gate, action, dimension)
    initial = (
        {"couleur": judged.avis.couleur, "commentaire": judged.avis.commentaire}
        if judged.avis
        else {}
    )
    form = AvisForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            state_color(
                by=gate.access,
                action=action,
                dimension=judged.dimension,
                couleur=Color(form.cleaned_data["couleur"]),
                commentaire=form.cleaned_data["commentaire"],
            )
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, "Votre avis remplace la couleur calculée, qui reste lisible.")
            return redirect("plan:action", code, action.code)
    context = gate.context(action=action, judged=judged, form=form)
    return render(request, "suivi/avis.html", context, status=400 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, code: str, action_code: str, dimension: str) -> HttpResponse:
    """Let the computed colour stand again."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_suivi(gate.access, action)
    avis = get_avis(plan=gate.plan, action_code=action_code, dimension=dimension, by=gate.access)
    take_back_color(by=gate.access, avis=avis)
    messages.success(request, "La couleur calculée vaut de nouveau.")
    return redirect("plan:action", code, action.code)


def _judged(gate: PlanGate, action: Action, dimension: str) -> Judged:
    if dimension not in set(Dimension):
        raise Http404
    today = timezone.localdate()
    calendar = action_calendar(plan=gate.plan, action=action, by=gate.access, today=today)
    found = follow_up_of(action=action, calendar=calendar, by=gate.access, today=today)
    if found is None:
        raise Http404
    return next(one for one in found.health.judged if one.dimension == dimension)
