"""From an address to a plan of soils, one of its computations, and what the person may do."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.terres_plans.permissions import can_edit_plan_terres, require_edit_plan_terres
from essor.records.terres_plans.queries import get_calcul, get_plan_terres, shown_calcul
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.from_records import sheet_of
from essor.web.plan.gate import PlanGate, plan_or_404

TAB = {"tab": "terres", "onglet": "plans"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerresPage:
    """What every page of a plan of soils knows.

    calcul : the one asked by ``?calcul=``, else the retained one, else the last; None for none
    is_asked : the address names the computation, so that links must too
    """

    gate: PlanGate
    plan_terres: PlanTerres
    calcul: CalculTerres | None
    is_asked: bool

    @property
    def query(self) -> str:
        """What links add to stay on the same computation."""
        return f"?calcul={self.calcul.numero}" if self.is_asked and self.calcul else ""

    def sheet(self) -> PlanSheet:
        """Return the sheet of the computation. Raises Http404 when there is none."""
        if self.calcul is None:
            raise Http404
        return sheet_of(self.plan_terres, self.calcul)

    def context(self, **more: object) -> dict[str, object]:
        """Return what the templates of the room share."""
        return self.gate.context(
            row=self.plan_terres,
            calcul=self.calcul,
            query=self.query,
            can_edit=can_edit_plan_terres(self.gate.access, self.plan_terres),
            **{**TAB, **more},
        )


def page_or_404(request: HttpRequest, code: str, plan_id: uuid.UUID) -> PlanTerresPage:
    """Return the page of a plan of soils that this person reads. Raises Http404."""
    gate = plan_or_404(request, code)
    row = get_plan_terres(gate.plan, plan_id, gate.access)
    asked = request.GET.get("calcul", "")
    if asked and not asked.isdecimal():
        raise Http404
    calcul = get_calcul(row, int(asked)) if asked else shown_calcul(row)
    return PlanTerresPage(gate=gate, plan_terres=row, calcul=calcul, is_asked=bool(asked))


def page_to_edit(request: HttpRequest, code: str, plan_id: uuid.UUID) -> PlanTerresPage:
    """Return the page of a plan of soils that this person may change. Raises Forbidden."""
    page = page_or_404(request, code, plan_id)
    require_edit_plan_terres(page.gate.access, page.plan_terres)
    return page


def asked_period(request: HttpRequest, sheet: PlanSheet) -> int | None:
    """Return the period asked by ``?semaine=`` (from 1), None for the whole plan."""
    asked = request.GET.get("semaine", "")
    if not asked.isdecimal() or not 1 <= int(asked) <= sheet.periods:
        return None
    return int(asked) - 1
