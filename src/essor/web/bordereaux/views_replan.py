"""The rest of the plan computed again from the trucks: asked, compared, followed."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from essor.records.bordereaux.replan import (
    MOST_STABILITY_EUR_T,
    ask_replan,
    gap_of,
    proposals_of,
    replan_job,
)
from essor.records.bordereaux.seuils import number
from essor.records.bordereaux.suivi import followed_on
from essor.records.jobs.models import Job
from essor.records.terres_plans.actions import retain_calcul
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.terres_plans.permissions import can_edit_plan_terres, require_edit_plan_terres
from essor.web.bordereaux.gate import BOTH, Gate, gate_or_404
from essor.web.design.form_faults import wrote

SHOWN_MOVES = 30


class ReplanForm(forms.Form):
    """What a broken announcement costs."""

    stabilite = forms.FloatField(
        label="Prix d'une tonne annoncée qui change (€/t)",
        min_value=0, max_value=MOST_STABILITY_EUR_T,
        help_text="0 : le plan redevient libre. Plus il est haut, moins il change ce qui est dit.",
    )  # fmt: skip


@require_http_methods(BOTH)
def replan_page(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a proposal; show the last one, or the one that the address names."""
    gate = gate_or_404(request, code)
    followed = followed_on(gate.plan, gate.access, timezone.localdate())
    if followed is None:
        return render(request, "bordereaux/replanifier.html", gate.context(followed=None))
    price = number("penalite_stabilite", timezone.localdate())
    form = ReplanForm(request.POST or None, initial={"stabilite": price})
    if request.method == "POST":
        require_edit_plan_terres(gate.access, followed)
    done: list[CalculTerres | Job] = []
    if wrote(request, form, lambda: done.append(_ask(gate, followed, form))):
        if isinstance(done[0], CalculTerres):
            messages.success(request, f"Le calcul {done[0].numero} est proposé.")
        else:
            messages.success(request, "Le calcul est long\u00a0: il est lancé en arrière-plan.")
        return redirect("bordereaux:replan", code)
    proposals = proposals_of(followed)
    context = gate.context(
        followed=followed,
        form=form,
        job=replan_job(followed),
        proposals=proposals,
        can_replan=can_edit_plan_terres(gate.access, followed),
        **_shown(proposals, request.GET.get("calcul", "")),
    )
    status = 400 if form.errors else 200
    return render(request, "bordereaux/replanifier.html", context, status=status)


@require_POST
def follow(request: HttpRequest, code: str, numero: int) -> HttpResponse:
    """Follow a proposal from now on."""
    gate = gate_or_404(request, code)
    followed = followed_on(gate.plan, gate.access, timezone.localdate())
    if followed is None:
        raise Http404
    retain_calcul(by=gate.access, plan_terres=followed, numero=numero)
    messages.success(request, f"Le calcul {numero} est maintenant suivi.")
    return redirect("bordereaux:home", code)


def _ask(gate: Gate, followed: PlanTerres, form: ReplanForm) -> CalculTerres | Job:
    return ask_replan(
        by=gate.access,
        plan_terres=followed,
        stability_eur_t=form.cleaned_data["stabilite"],
        on=timezone.localdate(),
    )


def _shown(proposals: list[CalculTerres], asked: str) -> dict[str, object]:
    named = [one for one in proposals if str(one.numero) == asked]
    shown = next(iter(named or proposals), None)
    if shown is None:
        return {"shown": None}
    gap = gap_of(shown)
    return {
        "shown": shown,
        "notes": shown.options.get("notes", ()),
        "revision": shown.found.get("revision"),
        "conflicts": shown.found.get("conflit", {}).get("conflicts", ()),
        "changes": [one for one in gap.changes if abs(one.delta) > 0.5] if gap else (),  # noqa: PLR2004
        "sentences": gap.sentences[:SHOWN_MOVES] if gap else (),
        "is_same": gap is not None and gap.is_empty,
    }
