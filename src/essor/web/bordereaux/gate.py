"""From an address to a plan, its slips, and what the person may do there."""

from dataclasses import dataclass

from django.http import HttpRequest

from essor.records.accounts.permissions import Access
from essor.records.bordereaux.permissions import (
    can_add_bordereau,
    can_manage_bordereaux,
    require_read_bordereaux,
)
from essor.records.plans.models import Plan
from essor.records.territoires.models import Territoire
from essor.web.plan.gate import plan_or_404

BOTH = ["GET", "POST"]
SEEN = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Where the person is and who she is there; she reads slips."""

    territoire: Territoire
    plan: Plan
    access: Access

    def context(self, **more: object) -> dict[str, object]:
        """Return what the templates of the room share."""
        return {
            "territoire": self.territoire,
            "plan": self.plan,
            "access": self.access,
            "tab": "terres",
            "onglet": "bordereaux",
            "can_add": can_add_bordereau(self.access, self.plan),
            "can_manage": can_manage_bordereaux(self.access, self.plan),
            **more,
        }


def gate_or_404(request: HttpRequest, code: str) -> Gate:
    """Return the gate. Raises Http404 without a plan, Forbidden for who reads no slip."""
    found = plan_or_404(request, code)
    require_read_bordereaux(found.access)
    return Gate(territoire=found.territoire, plan=found.plan, access=found.access)
