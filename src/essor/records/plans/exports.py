"""A plan as a file that `essor plan import` reads back without a change."""

from essor.records.accounts.permissions import Access
from essor.records.plans.models import Plan
from essor.records.plans.queries import actions_of
from essor.records.plans.stored_drafts import stored_plan
from essor.records.plans.tableur import PlanFormat, write_plan


def export_plan(*, plan: Plan, by: Access, format: PlanFormat) -> bytes:  # noqa: A002
    """Write the actions that this person may read. Raises UserFault if a text fits in no cell."""
    stored = stored_plan(plan, list(actions_of(plan, by)))
    return write_plan([row.draft for row in stored.rows], format=format, axes=tuple(stored.axes))
