"""The list of committees, and one committee."""

import uuid

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from essor.records.comites.actions import SETTABLE, change_comite, create_comite, delete_comite
from essor.records.comites.dossier import dossier_of
from essor.records.comites.permissions import can_follow, can_manage, require_manage, require_read
from essor.records.comites.queries import comite_rows, members_present
from essor.records.plans.queries import plan_of
from essor.records.studies.queries import studies_of
from essor.records.terres_plans.queries import plans_terres_of
from essor.web.comites.forms import ComiteForm, SoilsForm, StudyForm
from essor.web.comites.pages import BOTH, Question, asked, back, form_page, question_page
from essor.web.design.form_faults import wrote
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def comites(request: HttpRequest, code: str) -> HttpResponse:
    """Show the committees, those to come first."""
    territoire, access = territoire_or_404(request, code)
    require_read(access)
    plan = plan_of(territoire)
    if plan is None:  # the bar offers this page before there is a plan
        return redirect("territoires:show", code)
    gate = PlanGate(territoire=territoire, plan=plan, access=access)
    today = timezone.localdate()
    rows = comite_rows(plan=gate.plan, by=gate.access, today=today)
    to_come = [row for row in rows if row.comite.statut == "prevu" and not row.is_unsaid]
    context = gate.context(
        tab="comites",
        to_come=to_come[::-1],
        past=[row for row in rows if row not in to_come],
        open_decisions=sum(row.open_decisions for row in rows),
        can_manage=can_manage(gate.access, gate.plan),
    )
    return render(request, "comites/liste.html", context)


@require_GET
def comite(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Show the file of a committee; printed, it is the paper handed over."""
    gate, found = asked(request, code, comite_id, to_change=False)
    dossier = dossier_of(comite=found, by=gate.access, now=timezone.localtime())
    rows = [*dossier.loose, *dossier.pending, *(r for p in dossier.points for r in p.decisions)]
    presented = {one.study_id for one in dossier.studies}
    offered = studies_of(gate.plan, gate.access).exclude(pk__in=presented)
    shown = [one.plan_terres_id for one, _ in dossier.plans_terres]
    soils = plans_terres_of(gate.plan, gate.access).exclude(pk__in=shown)
    context = gate.context(
        tab="comites",
        comite=found,
        dossier=dossier,
        can_manage=can_manage(gate.access, gate.plan),
        mine={row.decision.pk for row in rows if can_follow(gate.access, row.decision)},
        study_form=StudyForm(studies=offered) if offered else None,
        soils_form=SoilsForm(plans=soils) if soils else None,
    )
    return render(request, "comites/comite.html", context)


@require_http_methods(BOTH)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a committee."""
    gate = plan_or_404(request, code)
    require_manage(gate.access, gate.plan)
    initial = {"statut": "prevu", "nature": "copil"}
    form = ComiteForm(request.POST or None, plan=gate.plan, initial=initial)
    made = []

    def write() -> None:
        made.append(create_comite(by=gate.access, plan=gate.plan, **form.values()))

    if wrote(request, form, write):
        return back(request, made[0], "Le comité est ajouté.")
    return form_page(request, gate, form, "Ajouter un comité")


@require_http_methods(BOTH)
def edit(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Change a committee."""
    gate, found = asked(request, code, comite_id)
    initial = model_to_dict(found, fields=SETTABLE) | {
        "version": found.version,
        "members": members_present(found),
    }
    form = ComiteForm(request.POST or None, plan=gate.plan, initial=initial)

    def write() -> None:
        version = form.cleaned_data["version"]
        change_comite(by=gate.access, comite=found, expected_version=version, **form.values())

    if wrote(request, form, write):
        return back(request, found, "Le comité est modifié.")
    return form_page(request, gate, form, "Modifier le comité", found)


@require_http_methods(BOTH)
def remove(request: HttpRequest, code: str, comite_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete a committee entered by mistake."""
    gate, found = asked(request, code, comite_id)
    if request.method == "POST":
        delete_comite(by=gate.access, comite=found)
        messages.success(request, "Le comité est supprimé. L'historique peut le rétablir.")
        return redirect("comites:list", code)
    question = Question(
        title=f"Supprimer « {found.titre} » ?",
        text="Son ordre du jour, ses décisions et ses documents disparaissent avec lui. "
        "Un comité qui ne se tient pas se garde : son statut devient « annulé ».",
        button="Supprimer le comité",
    )
    return question_page(request, gate, found, question)
