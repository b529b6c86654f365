"""What the plan changes: every indicator by answer, then one with all its figures."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from essor.records.accounts.roles import Capability
from essor.records.indicateurs.breakdown import breakdown_of
from essor.records.indicateurs.grid import recordable
from essor.records.indicateurs.permissions import can_define, can_record
from essor.records.indicateurs.queries import (
    BoardFilter,
    Fiche,
    all_targets,
    all_values,
    board_of,
    count_issues,
    events_of,
    get_fiche,
)
from essor.records.indicateurs.standing import Standing
from essor.records.plans.models import Axe
from essor.reports.indicateurs.drawing import said_of_chiffre, trajectory_of
from essor.reports.indicateurs.rows import BoardRow, board_rows, by_answer, figure_text
from essor.web.indicateurs.forms import BoardForm
from essor.web.indicateurs.tables import board_file, chart_file, said_of_value, values_file
from essor.web.indicateurs.words import reason_text
from essor.web.plan.gate import PlanGate, plan_or_404


@require_GET
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show every indicator that this person may read, grouped by answer."""
    gate = plan_or_404(request, code)
    form, rows = _board(request, gate)
    fiches = [one.fiche for one in rows]
    context = gate.context(
        tab="indicateurs",
        form=form,
        axe=form.cleaned_data.get("axe"),
        groups=by_answer(rows),
        issues=count_issues(fiches),
        owed=sum(len(one.due) for one in fiches),
        query=request.GET.urlencode() if form.is_filtered else "",
        can_define=can_define(gate.access, gate.plan),
        can_enter=bool(recordable(plan=gate.plan, by=gate.access, fiches=fiches)),
        is_member=gate.access.can(Capability.VIEW_INTERNAL),
    )
    return render(request, "indicateurs/liste.html", context)


@require_GET
def board_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the list as it is shown."""
    gate = plan_or_404(request, code)
    return board_file(f"indicateurs-{gate.territoire.code}", _board(request, gate)[1])


@require_GET
def show(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Show one indicator, its verdict, and every figure ever said of it with its source."""
    gate = plan_or_404(request, code)
    fiche, today = _fiche(gate, indicateur_code), timezone.localdate()
    row = fiche.indicateur
    context = gate.context(
        tab="indicateurs",
        fiche=fiche,
        chart=trajectory_of(fiche, today=today),
        line=board_rows([fiche], today=today)[0],
        totals=[
            (total.axe, _pair(total.standing), [(one.action, _pair(one.standing))
                                                for one in total.series])
            for total in breakdown_of(fiche, on=today)
        ],
        due=[(one.action, one.due, reason_text(one.due)) for one in fiche.due if one.due],
        rivals=[one for serie in fiche.series for one in serie.rivals],
        valeurs=[(one, said_of_value(one)) for one in all_values(row, gate.access)],
        cibles=[(one, said_of_chiffre(one, row.unit)) for one in all_targets(row, gate.access)],
        events=events_of(row, gate.access)[:1],
        is_member=gate.access.can(Capability.VIEW_INTERNAL),
        can_define=can_define(gate.access, gate.plan),
        can_record=can_record(gate.access, row),
    )  # fmt: skip
    return render(request, "indicateurs/indicateur.html", context)


@require_GET
def values_csv(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Send the values of one indicator with their sources."""
    gate = plan_or_404(request, code)
    row = _fiche(gate, indicateur_code).indicateur
    name = f"indicateur-{gate.territoire.code}-{row.code.lower()}"
    return values_file(name, list(all_values(row, gate.access)))


@require_GET
def chart_csv(request: HttpRequest, code: str, indicateur_code: str) -> HttpResponse:
    """Send the marks of the chart of one indicator."""
    gate = plan_or_404(request, code)
    fiche = _fiche(gate, indicateur_code)
    name = f"courbe-{gate.territoire.code}-{fiche.indicateur.code.lower()}"
    return chart_file(name, trajectory_of(fiche, today=timezone.localdate()))


def _pair(standing: Standing) -> tuple[str, str]:
    return (
        figure_text(standing.measured),
        figure_text(standing.declared),
    )


def _fiche(gate: PlanGate, indicateur_code: str) -> Fiche:
    today = timezone.localdate()
    return get_fiche(plan=gate.plan, code=indicateur_code, by=gate.access, today=today)


def _board(request: HttpRequest, gate: PlanGate) -> tuple[BoardForm, list[BoardRow]]:
    form = BoardForm(request.GET, plan=gate.plan)
    form.is_valid()  # nonsense filters nothing, and says so beside its field
    axe: Axe | None = form.cleaned_data.get("axe")
    axe_id: uuid.UUID | None = axe.pk if axe else None
    asked = BoardFilter(
        reponse=form.cleaned_data.get("reponse", ""),
        issue=form.cleaned_data.get("verdict", ""),
        axe_id=axe_id,
    )
    today = timezone.localdate()
    fiches = board_of(plan=gate.plan, by=gate.access, today=today, asked=asked)
    return form, board_rows(fiches, today=today, axe_id=axe_id)
