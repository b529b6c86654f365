"""A plan as a spreadsheet: read whatever planners send, write what reads back the same."""

from essor.records.plans.tableur.draft import (
    ActionDraft,
    BudgetLineDraft,
    FunderDraft,
    IntercommunaliteDraft,
    PlanRead,
)
from essor.records.plans.tableur.read import PLAN_LIMITS, read_plan
from essor.records.plans.tableur.write import PlanFormat, write_plan

__all__ = [
    "PLAN_LIMITS",
    "ActionDraft",
    "BudgetLineDraft",
    "FunderDraft",
    "IntercommunaliteDraft",
    "PlanFormat",
    "PlanRead",
    "read_plan",
    "write_plan",
]
