"""What goes out: rules, who will receive what and when, what was sent."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from essor.foundations.errors import UserFault
from essor.records.accounts.mails import has_mail_server
from essor.records.relances.campagnes import set_rule
from essor.records.relances.defaults import rules_of
from essor.records.relances.kinds import Nature
from essor.records.relances.permissions import require_manage
from essor.records.relances.queries import (
    campagnes_of,
    mails_of,
    preview,
    recipients,
    unanswered,
)
from essor.records.relances.rules import DayPlan
from essor.web.design.form_faults import add_faults
from essor.web.plan.gate import PlanGate, plan_or_404
from essor.web.relances.forms import RuleForm, UntilForm
from essor.web.relances.tables import log_response, preview_response

AHEAD, FURTHEST = dt.timedelta(days=13), dt.timedelta(days=92)
PER_PAGE = 50


def manager_gate(request: HttpRequest, code: str) -> PlanGate:
    """Return the gate of whoever manages the plan. Raises Http404, Forbidden."""
    gate = plan_or_404(request, code)
    require_manage(gate.access, gate.plan)
    return gate


@login_required
@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show requests, what will leave, the rules."""
    gate = manager_gate(request, code)
    today = timezone.localdate()
    rules = rules_of(gate.territoire, today)
    late = unanswered(gate.plan, gate.access, today)
    days = preview(plan=gate.plan, by=gate.access, today=today, last=today + AHEAD)
    context = gate.context(
        tab="relances",
        campagnes=campagnes_of(gate.plan, gate.access)[:20],
        owed=len(late),
        late=sum(one.days_late > 0 for one in late),
        rules=[rules[nature] for nature in Nature.rules()],
        mails=sum(len(day.mails) for day in days),
        until=today + AHEAD,
        sent=mails_of(gate.plan, gate.access).count(),
        has_mail_server=has_mail_server(),
    )
    return render(request, "relances/accueil.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Set every rule of the territory on one page."""
    gate = manager_gate(request, code)
    stored = rules_of(gate.territoire, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    forms = [RuleForm(data, rule=stored[nature]) for nature in Nature.rules()]
    if data is not None and all([form.is_valid() for form in forms]):
        changed = [form for form in forms if form.rule() != stored[form.nature]]
        if all([_kept(gate, form) for form in changed]):
            messages.success(request, "Les règles sont enregistrées. L'aperçu en tient compte.")
            return redirect("relances:home", code)
    context = gate.context(tab="relances", forms=forms, faulty=[one for one in forms if one.errors])
    return render(
        request, "relances/regles.html", context, status=400 if context["faulty"] else 200
    )


def _kept(gate: PlanGate, form: RuleForm) -> bool:
    try:
        set_rule(by=gate.access, plan=gate.plan, rule=form.rule())
    except UserFault as error:
        add_faults(form, error)
        return False
    return True


@login_required
@require_safe
def preview_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show who will receive what, day by day."""
    gate = manager_gate(request, code)
    form, days = _asked(request, gate)
    people = recipients(days)
    rows = [
        (day, [(people[mail.user_id], mail) for mail in day.mails if mail.user_id in people])
        for day in days
        if day.mails
    ]
    context = gate.context(
        tab="relances", form=form, rows=rows, first=days[0], last=days[-1], natures=Nature
    )
    return render(request, "relances/apercu.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def preview_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the preview as a file."""
    gate = manager_gate(request, code)
    _, days = _asked(request, gate)
    return preview_response(days, recipients(days))


@login_required
@require_safe
def log(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was sent, latest first."""
    gate = manager_gate(request, code)
    page = Paginator(mails_of(gate.plan, gate.access), PER_PAGE).get_page(request.GET.get("page"))
    context = gate.context(
        tab="relances",
        page=page,
        rows=[(row, Nature(row.nature)) for row in page],
        has_mail_server=has_mail_server(),
    )
    return render(request, "relances/envois.html", context)


@login_required
@require_safe
def log_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the log as a file."""
    gate = manager_gate(request, code)
    return log_response(mails_of(gate.plan, gate.access))


def _asked(request: HttpRequest, gate: PlanGate) -> tuple[UntilForm, tuple[DayPlan, ...]]:
    today = timezone.localdate()
    form = UntilForm(request.GET or {"le": (today + AHEAD).isoformat()}, label_suffix="")
    asked = form.cleaned_data["le"] if form.is_valid() else None
    if asked is not None and not today <= asked <= today + FURTHEST:
        form.add_error("le", f"Choisissez un jour d'ici à {FURTHEST.days} jours.")
        asked = None
    last = asked or today + AHEAD
    return form, preview(plan=gate.plan, by=gate.access, today=today, last=last)
