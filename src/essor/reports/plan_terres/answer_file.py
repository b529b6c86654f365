"""The plan in the form that `essor terres resoudre` writes."""

from essor.engines.terres.planning.answer import Json, answer_json
from essor.records.terres_plans.kept_plans import plan_from
from essor.reports.plan_terres.facts import PlanSheet


def answer_file(sheet: PlanSheet) -> Json:
    """Return the plan as JSON values: flows, stocks, totals, duals, prices, proof."""
    assert sheet.plan is not None
    return answer_json(plan_from(sheet.plan))
