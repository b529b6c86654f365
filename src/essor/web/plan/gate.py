"""From an address to a plan, an action, and what the person may do there."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from essor.records.accounts.permissions import Access
from essor.records.plans.models import Plan
from essor.records.plans.queries import plan_of
from essor.records.territoires.models import Territoire
from essor.web.design.territoire import territoire_or_404


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGate:
    """Where the person is and who she is there."""

    territoire: Territoire
    plan: Plan
    access: Access

    def context(self, **more: object) -> dict[str, object]:
        """Return what the templates of the plan share."""
        base = {"territoire": self.territoire, "plan": self.plan, "access": self.access}
        return {**base, "tab": "plan", **more}


def plan_or_404(request: HttpRequest, code: str) -> PlanGate:
    """Return the gate to the plan of a territory. Raises Http404 when it has none."""
    territoire, access = territoire_or_404(request, code)
    plan = plan_of(territoire)
    if plan is None:
        raise Http404
    return PlanGate(territoire=territoire, plan=plan, access=access)
