"""Give the indicators of the plan what the observatory knows, once a manager has seen what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essor.records.indicateurs.observatory import feed_plan
from essor.records.indicateurs.permissions import require_define
from essor.web.observatoire.lake import is_empty, the_lake
from essor.web.plan.gate import plan_or_404


@require_http_methods(["GET", "POST"])
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """Show what would be written; write it."""
    gate = plan_or_404(request, code)
    require_define(gate.access, gate.plan)
    lake = the_lake()
    if request.method == "POST":
        done = feed_plan(by=gate.access, territoire=gate.territoire, lake=lake).outcome
        messages.success(
            request,
            f"Valeurs ajoutées\u00a0: {done.added}, remplacées\u00a0: {done.replaced}, "
            f"déjà connues\u00a0: {done.unchanged}.",
        )
        return redirect("indicateurs:list", code)
    fed = feed_plan(by=gate.access, territoire=gate.territoire, lake=lake, is_simulation=True)
    context = gate.context(tab="indicateurs", fed=fed, is_empty=is_empty(lake))
    return render(request, "indicateurs/observatoire.html", context)
