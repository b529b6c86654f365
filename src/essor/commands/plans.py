"""The plan that a command is about."""

from typing import TYPE_CHECKING

from essor.foundations.errors import UserFault

if TYPE_CHECKING:
    from essor.records.plans.models import Plan


def find_plan(code: str) -> "Plan":
    """Return the plan of a territory. Raises UserFault when there is none here."""
    from essor.records.plans.queries import plan_of
    from essor.records.territoires.queries import find_territoire

    territoire = find_territoire(code)
    plan = plan_of(territoire) if territoire else None
    if plan is None:
        raise UserFault.single(
            "Ce territoire n'a pas de plan ici.",
            value=code,
            expected="un code de « essor territoires list » dont le plan est suivi",
        )
    return plan
