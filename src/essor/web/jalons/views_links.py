"""Make a milestone wait for another, or no longer."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from essor.foundations.errors import UserFault
from essor.records.jalons.actions import link_jalons, unlink_jalons
from essor.records.jalons.queries import get_dependance, linkable
from essor.records.plans.permissions import require_edit_plan
from essor.records.plans.queries import get_action
from essor.web.design.form_faults import add_faults
from essor.web.jalons.forms import LinkForm, said_dependance
from essor.web.plan.gate import plan_or_404


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, code: str, action_code: str) -> HttpResponse:
    """Add a dependency; a circle is refused and named."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    require_edit_plan(gate.access, gate.plan)
    found = linkable(gate.plan, gate.access)
    form = LinkForm(request.POST or None, mine=found.filter(action=action), all_of_them=found)
    if request.method == "POST" and form.is_valid():
        try:
            row = link_jalons(by=gate.access, **form.cleaned_data)
        except UserFault as error:
            add_faults(form, error)
        else:
            messages.success(request, f"{said_dependance(row)}.")
            return redirect("jalons:list", code, action.code)
    context = gate.context(action=action, form=form)
    return render(request, "jalons/relier.html", context, status=400 if form.errors else 200)


@require_POST
def unlink(
    request: HttpRequest, code: str, action_code: str, dependance_id: uuid.UUID
) -> HttpResponse:
    """Remove a dependency."""
    gate = plan_or_404(request, code)
    action = get_action(gate.plan, action_code, gate.access)
    dependance = get_dependance(action, dependance_id)
    unlink_jalons(by=gate.access, dependance=dependance)
    messages.success(request, "La dépendance est retirée.")
    return redirect("jalons:list", code, action.code)
