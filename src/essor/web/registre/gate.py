"""From an address to a plan, its register, and what the person may do there."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from essor.records.accounts.permissions import Access
from essor.records.plans.models import Plan
from essor.records.registre.choices import GenreRegistre
from essor.records.registre.permissions import can_write, require_read, require_write
from essor.records.territoires.models import Territoire
from essor.web.plan.gate import plan_or_404

BOTH = ["GET", "POST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Where the person is and who she is there; she reads the register."""

    territoire: Territoire
    plan: Plan
    access: Access
    today: dt.date

    def context(self, **more: object) -> dict[str, object]:
        """Return what the templates of the room share."""
        return {
            "territoire": self.territoire,
            "plan": self.plan,
            "access": self.access,
            "tab": "terres",
            "onglet": "registre",
            "today": self.today,
            "genres": GenreRegistre.choices,
            "can_write": can_write(self.access, self.plan),
            **more,
        }


def gate_or_404(request: HttpRequest, code: str) -> Gate:
    """Return the gate. Raises Http404 without a plan, Forbidden for who does not read it."""
    found = plan_or_404(request, code)
    require_read(found.access)
    today = timezone.localdate()
    return Gate(territoire=found.territoire, plan=found.plan, access=found.access, today=today)


def keeper_or_404(request: HttpRequest, code: str) -> Gate:
    """Return the gate of who keeps the register. Raises Http404, Forbidden."""
    gate = gate_or_404(request, code)
    require_write(gate.access, gate.plan)
    return gate


def genre_or_404(genre: str) -> str:
    """Return a register. Raises Http404 for an unknown one."""
    if genre not in GenreRegistre.values:
        raise Http404
    return genre
