"""From an address to a study and what the person may do with it."""

import uuid

from django.http import HttpRequest

from essor.records.studies.models import Study
from essor.records.studies.queries import get_study
from essor.web.plan.gate import PlanGate, plan_or_404

TAB = {"tab": "etudes"}


def study_or_404(request: HttpRequest, code: str, study_id: uuid.UUID) -> tuple[PlanGate, Study]:
    """Return the gate to a plan and one of its studies. Raises Http404."""
    gate = plan_or_404(request, code)
    return gate, get_study(gate.plan, study_id, gate.access)
