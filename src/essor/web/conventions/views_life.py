"""Reading: the life of the convention, one text, the plan as it stood then."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.accounts.roles import Capability
from essor.records.conventions.differences import Differences, differences
from essor.records.conventions.life import ConventionLife, Signature, life_of
from essor.records.conventions.promises import dates_promised
from essor.records.conventions.queries import get_acte
from essor.records.plans.models import Axe
from essor.records.plans.queries import outline_as_of, plan_of
from essor.web.conventions.drawing import draw_counts
from essor.web.conventions.forms import NATURES
from essor.web.conventions.pages import TAB
from essor.web.conventions.timeline import entries_of
from essor.web.conventions.undoing import undo_of_adoption
from essor.web.conventions.words import ChangeShown, shown_changes
from essor.web.design.territoire import territoire_or_404
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def life(request: HttpRequest, code: str) -> HttpResponse:
    """Show the life of the convention: phases, signatures, pair, movements, what is loose."""
    territoire, access = territoire_or_404(request, code)
    plan = plan_of(territoire)
    if plan is None:  # the bar offers this page before there is a plan
        return redirect("territoires:show", code)
    gate = PlanGate(territoire=territoire, plan=plan, access=access)
    found = life_of(plan=plan, by=access, now=timezone.now())
    announced = _announced(found)
    context = gate.context(
        tab=TAB,
        life=found,
        entries=entries_of(found),
        chart=draw_counts(found),
        natures=[(nature.value, label) for nature, label in NATURES.items()],
        announced=announced,
        missing=_missing(found, announced),
    )
    return render(request, "conventions/vie.html", context)


@require_GET
def text(request: HttpRequest, code: str, acte_id: uuid.UUID) -> HttpResponse:
    """Show a text: who signs it, what it changes, the plan that it adopts."""
    gate = plan_or_404(request, code)
    found, one = _signature(gate, acte_id)
    context = gate.context(
        tab=TAB,
        acte=one.acte,
        one=one,
        life=found,
        since=_shown(one.since, gate),
        promised=dates_promised(one.acte, gate.access),
        undo=undo_of_adoption(one.acte) if gate.access.can(Capability.RESTORE) else None,
    )
    return render(request, "conventions/texte.html", context)


@require_GET
def plan_then(request: HttpRequest, code: str, acte_id: uuid.UUID) -> HttpResponse:
    """Show the plan as it stood at a signature, against the one before and today's."""
    gate = plan_or_404(request, code)
    found, one = _signature(gate, acte_id)
    then = one.plan_then
    outline = outline_as_of(plan=gate.plan, by=gate.access, at=then.at) if then else None
    rows = list(outline.walk()) if outline else []
    context = gate.context(
        tab=TAB,
        acte=one.acte,
        one=one,
        before=_before(found, one),
        outline=outline,
        at=then.at if then else None,
        columns={
            "statut": any(row.action.statut for row in rows),
            "pilotes": any(row.pilotes for row in rows),
            "echeance": any(row.action.fin_on for row in rows),
            "budget": any(row.action.budget_eur is not None for row in rows),
        },
        since=_shown(one.since, gate),
        until=_shown(differences(then, found.now), gate) if then else None,
    )
    return render(request, "conventions/plan_alors.html", context)


def _signature(gate: PlanGate, acte_id: uuid.UUID) -> tuple[ConventionLife, Signature]:
    get_acte(gate.plan, acte_id, gate.access)
    found = life_of(plan=gate.plan, by=gate.access, now=timezone.now())
    for one in found.signatures:
        if one.acte.pk == acte_id:
            return found, one
    raise Http404


def _before(found: ConventionLife, one: Signature) -> Signature | None:
    """Return the signature that the differences are counted from."""
    earlier = [other for other in found.signatures if other.plan_then]
    rank = earlier.index(one) if one.since else 0
    return earlier[rank - 1] if rank else None


def _announced(found: ConventionLife) -> int | None:
    """Return how many actions the latest label announced."""
    said = [row.label.actions_annoncees for row in found.phases if row.label]
    known = [one for one in said if one is not None]
    return known[-1] if known else None


def _missing(found: ConventionLife, announced: int | None) -> int:
    """Return how many announced actions are not there, until a text says what the plan is."""
    if announced is None or found.adopted:
        return 0
    return max(0, announced - found.now.count)


def _shown(found: Differences | None, gate: PlanGate) -> ChangeShown | None:
    if found is None:
        return None
    titles = dict(Axe.objects.filter(plan=gate.plan).values_list("id", "titre"))
    return shown_changes(found, titles)
